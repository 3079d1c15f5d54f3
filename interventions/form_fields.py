"""Fields of forms that read what is typed as every other door does (`interventions.reading`).

A field that takes something otherwise than it was typed keeps in `note` what to say of it; a form
has fields of its own, so that the note is that of what was typed into it.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from interventions.models.figures import written_figure
from interventions.reading.addresses import read_address, was_completed
from interventions.reading.dates import (
    KnownDate,
    read_date,
    read_day,
    stands_for,
    written,
    written_partial,
)
from interventions.reading.figures import Figure, read_figure, retyped_figure

SHORT = {"autocomplete": "off", "class": "short"}


class KnownDateField(forms.CharField):
    """A year, a month or a day; gives a `KnownDate`, or nothing.

    `at_end`: of a year or month, the last day instead of the first.
    """

    def __init__(self, *, at_end: bool = False, **kwargs: Any) -> None:
        self.at_end = at_end
        super().__init__(required=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in SHORT.items() if name not in widget.attrs}

    def prepare_value(self, value: Any) -> Any:
        """A date as it is typed."""
        return written(value, "") if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` where it is no date."""
        text = super().clean(value)
        return _read(lambda: read_date(text, ends=self.at_end))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Equal dates written differently are the same."""
        try:
            known = read_date(initial, ends=self.at_end)
            return known != read_date(data, ends=self.at_end)
        except ValueError:
            return True


class DayField(forms.DateField):
    """A day. With `ends`, a month or a year is taken for its first or last day, and that is said;
    without, it is refused.
    """

    note = ""

    def __init__(self, *, ends: bool | None = None, **kwargs: Any) -> None:
        self.ends = ends
        widget = kwargs.pop("widget", forms.DateInput(format="%d/%m/%Y", attrs=SHORT))
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Raises `ValidationError` where it is no date."""
        if isinstance(value, date):
            return value
        known: KnownDate | None = _read(lambda: read_day(value, ends=self.ends))
        if known is None:
            return None
        self.note = "" if str(known) == written(known.day, "") else stands_for(known)
        return known.day


class PartialDateField(forms.CharField):
    """A year, a month or a day, kept as text: 2024, 2024-05 or 2024-05-31."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in SHORT.items() if name not in widget.attrs}

    def prepare_value(self, value: Any) -> Any:
        """As people type it; what was typed and refused stays."""
        return written_partial(value) if isinstance(value, str) and "/" not in value else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Equal dates written differently are the same."""
        try:
            return (initial or "") != self.clean(data)
        except ValidationError:
            return True

    def clean(self, value: Any) -> str:
        """Raises `ValidationError` where it is no date."""
        text = super().clean(value)
        known: KnownDate | None = _read(lambda: read_date(text))
        return known.partial if known else ""


class FigureField(forms.DecimalField):
    """A figure; `figure` holds what stood beside its number, a unit or a currency.

    What can be read in two ways is refused: a wrong figure in a state's report is worse than a
    question.
    """

    widget = forms.TextInput
    figure: Figure | None = None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", **SHORT}

    def prepare_value(self, value: Any) -> Any:
        """Without needless zeros, with commas between thousands."""
        return retyped_figure(written_figure(value)) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Raises `ValidationError` where it is no figure, or one of more digits than fit."""
        digits, places = self.max_digits or 20, self.decimal_places or 0
        self.figure = _read(lambda: read_figure(value, digits=digits - places, places=places))
        return None if self.figure is None else self.figure.value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Equal figures written differently are the same."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class AddressField(forms.CharField):
    """A web address, with https:// where that was left out."""

    note = ""

    def clean(self, value: Any) -> str:
        """Raises `ValidationError` where it is none."""
        typed = super().clean(value)
        address: str = _read(lambda: read_address(typed))
        if was_completed(typed, address):
            self.note = _("La dirección web se completó: %(address)s") % {"address": address}
        return address


def _read(read: Any) -> Any:
    """What `read` gives; its refusal as a form has it."""
    try:
        return read()
    except ValueError as problem:
        raise ValidationError(str(problem), code="unread") from problem


def notes_of(form: forms.BaseForm) -> Iterable[str]:
    """What is to be said of what was typed into a valid form."""
    noted = (getattr(field, "note", "") for field in form.fields.values())
    return [note for note in (*noted, *getattr(form, "notes", ())) if note]
