"""What must hold before anything of a cycle is written."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from interventions.models import ReportingCycle


def require_open(cycle: ReportingCycle) -> None:
    """Raise `ValidationError` where `cycle` is closed."""
    if not cycle.is_open:
        raise ValidationError(
            _("El ciclo «%(cycle)s» está cerrado: sus intervenciones ya no cambian.")
            % {"cycle": cycle.title},
            code="cycle_closed",
        )
