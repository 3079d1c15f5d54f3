"""What is typed of indicators in the back-office, read as every other door does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from interventions.form_fields import DayField, FigureField, PartialDateField
from interventions.forms import KeepsTexts, take_beside
from interventions.reading.figures import unit_beside
from monitoring.models import Measurement, Target


class MeasurementForm(KeepsTexts):
    """A figure of an indicator; its date may be a year or a month."""

    value = FigureField(label=_("cifra"), required=False, max_digits=20, decimal_places=4)
    date = PartialDateField(
        label=_("fecha del dato"),
        required=False,
        help_text=_("AAAA, AAAA-MM o AAAA-MM-DD, según se conozca; el inicio, si es un periodo."),
    )
    end_date = PartialDateField(label=_("hasta"), required=False)

    class Meta:
        model = Measurement
        fields = ["value", "unit", "date", "end_date"]

    def clean(self) -> dict[str, Any]:
        """The unit that is typed or stands beside the number."""
        cleaned = super().clean() or {}
        take_beside(self, "value", "unit", unit_beside)
        return cleaned


class TargetForm(KeepsTexts):
    """What an indicator is meant to reach, and by when."""

    value = FigureField(label=_("meta"), max_digits=20, decimal_places=4)
    due = DayField(label=_("para el"))

    class Meta:
        model = Target
        fields = ["value", "due", "note"]
