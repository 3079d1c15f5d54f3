"""Values that filters of interventions take: provisions, days, years, moments, conditions."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField

from alignment.choices import REPORTABLE_KINDS
from alignment.models import Provision

ISO_DAY = _("Una fecha como 2026-01-31.")


MOST_ALSO = 10
"""Conditions of `also` that one question may have."""


def conditions_in(texts: Iterable[str]) -> list[str]:
    """Each condition of `also`: several in one text stand between commas."""
    parts = [part.strip() for text in texts for part in text.split(",")]
    return [part for part in parts if part]


class ProvisionsField(forms.Field):
    """Provisions of any instrument, each written `framework:code`."""

    widget = forms.SelectMultiple

    def to_python(self, value: list[str] | None) -> list[Provision]:
        """The provisions named; raises `ValidationError` for the first one unknown."""
        found: list[Provision] = []
        for text in value or []:
            framework, _colon, code = text.partition(":")
            named = Provision.objects.filter(
                framework__code__iexact=framework, code__iexact=code, kind__in=REPORTABLE_KINDS
            )
            if not named:
                raise ValidationError(
                    _("«%(value)s» no es una disposición conocida: escriba instrumento:código."),
                    params={"value": text},
                )
            found += named
        return found


class ProvisionsFilter(filters.Filter):
    """`?provision=agenda-2030:10.7`; repeat it for OR."""

    takes_several = True

    field_class = ProvisionsField


class DayFilter(filters.DateFilter):
    """`?start_date_after=2021-03-04`: a day as ISO writes it, and in no other way.

    04/03/2021 is one day in Lima and another in Washington: it is refused.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        told = {"invalid": _("No es una fecha: escríbala como 2026-01-31.")}
        kwargs = {"input_formats": ["%Y-%m-%d"], "help_text": ISO_DAY, **kwargs}
        super().__init__(*args, error_messages=told, **kwargs)


class YearsField(forms.Field):
    """Years, each of four digits."""

    widget = forms.SelectMultiple

    def to_python(self, value: list[str] | None) -> list[int]:
        """The years; raises `ValidationError` for the first that is none."""
        for text in value or []:
            if not re.fullmatch(r"(19|20|21)[0-9]{2}", text):
                raise ValidationError(
                    _("«%(value)s» no es un año: escríbalo como 2021."), params={"value": text}
                )
        return [int(text) for text in value or []]


class YearsFilter(filters.Filter):
    """`?year=2021`; repeat it for OR."""

    field_class = YearsField
    takes_several = True


class MomentField(IsoDateTimeField):
    """A moment that the calendar of UTC has too: SQLite keeps moments in it."""

    default_error_messages = {
        "invalid": _("No es una fecha: escríbala como 2026-01-31 o 2026-01-31T00:00:00-05:00.")
    }

    def to_python(self, value: Any) -> datetime | None:
        """The moment, if any was written; raises `ValidationError` where it is none."""
        moment: datetime | None = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentFilter(filters.IsoDateTimeFilter):
    """`?validated_since=2026-01-01T00:00:00Z`."""

    field_class = MomentField
