"""What every reference datum carries: its source, and the time for which it holds."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alignment.choices import Confidence
from alignment.models.keys import KeyedQuerySet


class SourcedModel(models.Model):
    """A datum with its source, its confidence and a note on its quality."""

    source = models.TextField(
        _("fuente"), blank=True, help_text=_("Documento, párrafo o página de donde sale el dato.")
    )
    confidence = models.CharField(
        _("confianza"),
        max_length=20,
        choices=Confidence.choices,
        default=Confidence.VERIFIED,
        help_text=_("«No recuperado» significa que falta el texto oficial y puede completarse."),
    )
    note = models.TextField(_("nota de calidad"), blank=True)

    class Meta:
        abstract = True


def in_force(day: date, prefix: str = "") -> Q:
    """A condition: the validity of the row (both ends may be open) covers `day`.

    `prefix` is the lookup path to the model that holds the dates, with its double underscore.
    """
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return begun & not_ended


class DatedQuerySet(KeyedQuerySet):
    """Rows that hold for a time."""

    def in_force(self, day: date) -> Self:
        """The rows whose validity covers `day`."""
        return self.filter(in_force(day))

    def offered(self, day: date, chosen: Iterable[int] = ()) -> Self:
        """What may be chosen on `day`: the rows in force, and those (keys) chosen before."""
        return self.filter(in_force(day) | Q(pk__in=list(chosen)))


class DatedModel(models.Model):
    """A datum that holds from one day to another; an empty end is open."""

    valid_from = models.DateField(_("vigente desde"), null=True, blank=True)
    valid_to = models.DateField(_("vigente hasta"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_validity_in_order",
                violation_error_message=_(
                    "«Vigente hasta» debe ser igual o posterior a «vigente desde»."
                ),
            )
        ]
