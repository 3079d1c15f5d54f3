"""What is said to who sent an intervention: who has it, what comes next, and by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.choices import State
from interventions.models import Intervention


@dataclass(frozen=True)
class Next:
    """Who has a row that was sent, what they do with it, and until when, if there is a term."""

    who: str
    what: str
    due: date | None


def next_of(row: Intervention) -> Next | None:
    """What comes next for a row that waits for somebody, as its state says; else nothing."""
    if row.state == State.PENDING_ENTITY:
        return Next(
            _("La autoridad validadora de su entidad"),
            _("La aprueba, y pasa a la Secretaría Técnica, o se la devuelve con el motivo."),
            row.cycle.call_closes,
        )
    if row.state == State.SUBMITTED:
        return Next(
            _("La Secretaría Técnica"),
            _("La valida o se la devuelve con observaciones."),
            _term(row),
        )
    return None


def _term(row: Intervention) -> date | None:
    """The last day that the secretariat gives itself, where the cycle has a term."""
    days = row.cycle.review_days
    if days is None or row.submitted_at is None:
        return None
    return timezone.localdate(row.submitted_at) + timedelta(days=days)
