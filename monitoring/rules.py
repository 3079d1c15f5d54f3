"""What must be true of what is measured: values in, problems out (field -> text in Spanish)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from monitoring.choices import MeasurementStatus


def figure_has_status(value: Decimal | None, status: str) -> dict[str, str]:
    """A figure goes with the status that says that the source gives one, and with no other."""
    if value is None or status == MeasurementStatus.VALUE:
        return {}
    return {
        "value": _("Una cifra va solo con la situación «%(status)s».")
        % {"status": MeasurementStatus.VALUE.label}
    }
