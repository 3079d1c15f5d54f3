"""From one cycle to the next: rows taken up again, and rows that ended or were dropped."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.actions import require_open
from cycles.models import ReportingCycle
from entities.choices import EDITING_DESIGNATIONS
from interventions import permissions
from interventions.actions.contents import write
from interventions.actions.responses import follow_response
from interventions.actions.writing import Writing
from interventions.choices import DiscontinuationOutcome, State
from interventions.fields import CARRIED
from interventions.models import Discontinuation, Intervention
from interventions.reading.texts import paragraphs
from interventions.values import Values, read_values


@transaction.atomic
def carry_forward(intervention: Intervention, *, cycle: ReportingCycle, by: User) -> Intervention:
    """Clone a validated row of an earlier cycle as a draft of an open one, to be updated.

    The clone keeps the code and points back by `previous`. Results and difficulties are not
    carried: they are what the new cycle is asked for. Raises `PermissionDenied` where `by` is no
    focal point of the lead entity, `ValidationError` where the row was carried already or told to
    have ended.
    """
    _require_waiting(intervention, cycle=cycle, by=by)
    clone = Intervention(cycle=cycle, code=intervention.code, previous=intervention)
    return write([Writing(clone, _carried(intervention))], by=by)[0]


@transaction.atomic
def discontinue(
    intervention: Intervention,
    *,
    cycle: ReportingCycle,
    outcome: DiscontinuationOutcome,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Discontinuation:
    """Say in an open cycle that a validated row of an earlier one ended or was dropped, and why.

    Raises `PermissionDenied` where `by` is no focal point of the lead entity, `ValidationError`
    where the row was taken up already, told already, or there is no reason.
    """
    _require_waiting(intervention, cycle=cycle, by=by)
    reason = paragraphs(reason)
    if not reason:
        raise ValidationError({"reason": _("Escriba el motivo: el Informe País lo recoge.")})
    told = Discontinuation.objects.create(
        previous=intervention,
        cycle=cycle,
        outcome=outcome,
        reason=reason,
        by=by,
        at=now or timezone.now(),
    )
    _follow_lead(intervention, cycle)
    return told


@transaction.atomic
def undo_discontinuation(discontinuation: Discontinuation, *, by: User) -> None:
    """Take back that a row ended or was dropped: it waits to be updated again.

    Its history keeps what was said. Raises `PermissionDenied` where `by` is neither of the
    secretariat nor, until that accepted it, a focal point of the lead entity; `ValidationError`
    where the cycle is closed.
    """
    require_open(discontinuation.cycle)
    row, cycle = discontinuation.previous, discontinuation.cycle
    of_the_lead = discontinuation.accepted_at is None and permissions.leads(
        by, row, EDITING_DESIGNATIONS
    )
    if not (of_the_lead or is_secretariat(by)):
        raise PermissionDenied
    discontinuation.delete()
    _follow_lead(row, cycle)


@transaction.atomic
def accept_discontinuation(
    discontinuation: Discontinuation, *, by: User, now: datetime | None = None
) -> None:
    """Make public, in the country report, that a row ended or was dropped.

    Raises `PermissionDenied` where `by` is not of the secretariat, `ValidationError` where the
    cycle is closed.
    """
    if not is_secretariat(by):
        raise PermissionDenied
    require_open(discontinuation.cycle)
    discontinuation.accepted_by, discontinuation.accepted_at = by, now or timezone.now()
    discontinuation.save()


def _require_waiting(intervention: Intervention, *, cycle: ReportingCycle, by: User) -> None:
    """Raise where `by` may not say what becomes of the row in `cycle`, or it was said already.

    Holds the row until the end of the transaction: of two people, the second finds it said.
    """
    require_open(cycle)
    if not permissions.leads(by, intervention, EDITING_DESIGNATIONS):
        raise PermissionDenied
    Intervention.objects.select_for_update().filter(pk=intervention.pk).first()
    if intervention.state != State.VALIDATED or intervention.cycle_id == cycle.pk:
        raise ValidationError(
            _("Solo se lleva adelante una intervención validada de un ciclo anterior."),
            code="not_validated",
        )
    if Intervention.objects.filter(cycle=cycle, code=intervention.code).exists():
        raise ValidationError(
            _("La intervención %(code)s ya está en el ciclo «%(cycle)s».")
            % {"code": intervention.code, "cycle": cycle.title},
            code="already_carried",
        )
    if Discontinuation.objects.filter(previous=intervention, cycle=cycle).exists():
        raise ValidationError(
            _("La intervención %(code)s figura como no continuada: deshágalo primero.")
            % {"code": intervention.code},
            code="already_discontinued",
        )


def _follow_lead(intervention: Intervention, cycle: ReportingCycle) -> None:
    lead = intervention.lead_participation
    if lead is not None:
        follow_response(cycle.pk, lead.entity_id)


def _carried(intervention: Intervention) -> Values:
    """What the clone says: no results, difficulties or evidence, no words of the entities."""
    values = read_values([intervention])[0]
    kept = {name: values[name] for name in CARRIED}
    return kept | {
        "participations": [
            {"entity_id": row["entity_id"], "role": row["role"]} for row in values["participations"]
        ],
        "contributions": values["contributions"],
    }
