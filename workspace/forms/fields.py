"""Dates as exact as they are known, and figures as people in Peru write them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from interventions.choices import DATE_FORMATS, DatePrecision
from interventions.models.reported import written_figure


@dataclass(frozen=True)
class KnownDate:
    """A date and how exactly it is known."""

    day: date
    precision: DatePrecision


SHAPES = {
    precision: re.compile(shape, re.ASCII)
    for precision, shape in (
        (DatePrecision.YEAR, r"(?P<year>\d{4})"),
        (DatePrecision.MONTH, r"(?P<month>\d{1,2})[/-](?P<year>\d{4})"),
        (DatePrecision.DAY, r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})"),
    )
}


def written(day: date | None, precision: str) -> str:
    """`day` as it is typed: 2021, 03/2021 or 15/03/2021."""
    return date_format(day, DATE_FORMATS[DatePrecision(precision)]) if day else ""


class KnownDateField(forms.CharField):
    """A year, a month or a day; gives a `KnownDate`, or nothing.

    `at_end`: of a year or month, the last day instead of the first.
    """

    def __init__(self, *, at_end: bool = False, **kwargs: Any) -> None:
        self.at_end = at_end
        super().__init__(required=False, max_length=10, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "short"}

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` where it is no date of one of the three shapes."""
        text = super().clean(value)
        if not text:
            return None
        for precision, shape in SHAPES.items():
            if found := shape.fullmatch(text):
                try:
                    return KnownDate(self._day(found, precision), precision)
                except ValueError:
                    break
        raise ValidationError(
            _("«%(typed)s» no es una fecha: escriba 2021, 03/2021 o 15/03/2021."),
            code="no_date",
            params={"typed": text},
        )

    def _day(self, found: re.Match[str], precision: DatePrecision) -> date:
        parts = {name: int(number) for name, number in found.groupdict().items()}
        if not 1900 <= parts["year"] <= 2100:
            raise ValueError
        month = parts.get("month", 12 if self.at_end else 1)
        last = monthrange(parts["year"], month)[1] if 1 <= month <= 12 else 0
        day = parts.get("day", last if self.at_end else 1)
        return date(parts["year"], month, day)


NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)


class FigureField(forms.DecimalField):
    """A figure with a point for decimals; commas only between thousands.

    "12,5" is refused rather than read as 125: a wrong figure in a state's report is worse than a
    question.
    """

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        """Without needless zeros, with commas between thousands."""
        return written_figure(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Raises `ValidationError` where it is not written so."""
        text = str(value or "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(
                _(
                    "«%(typed)s» no es una cifra: escriba solo números, con punto para los "
                    "decimales (1,234.50)."
                ),
                code="no_figure",
                params={"typed": text[:40]},
            )
        return super().to_python(text.replace(",", ""))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Equal figures written differently are the same."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off", "class": "short"})
    default_error_messages = {"invalid": _("Escriba la fecha como 15/03/2021.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"], **kwargs)
