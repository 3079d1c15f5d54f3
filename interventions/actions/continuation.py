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
from interventions import lineage, permissions, rules
from interventions.actions.contents import write
from interventions.actions.responses import follow_response
from interventions.actions.writing import Writing
from interventions.choices import (
    EDITABLE_STATES,
    DiscontinuationOutcome,
    ParticipationRole,
    State,
)
from interventions.fields import CARRIED
from interventions.models import Discontinuation, Intervention, Participation
from interventions.reading.texts import paragraphs
from interventions.values import PARTS, Part, Values, read_values


@transaction.atomic
def carry_forward(intervention: Intervention, *, cycle: ReportingCycle, by: User) -> Intervention:
    """Clone a row of an earlier cycle as a draft of an open one, to be updated.

    The clone keeps the code and points by `previous` to what was validated last of it, or else to
    the row itself. Of a validated row, results and difficulties are not carried: they are what the
    new cycle is asked for. What a closed cycle left behind unfinished is carried whole: nobody has
    read it yet. Raises `PermissionDenied` where `by` is no focal point of the lead entity,
    `ValidationError` where the row was carried already or told to have ended.
    """
    known = _require_waiting(intervention, cycle=cycle, by=by)
    clone = Intervention(cycle=cycle, code=intervention.code, previous=known or intervention)
    if intervention.state == State.VALIDATED:
        return write([Writing(clone, _carried(intervention))], by=by)[0]
    left = Writing(clone, _left_over(intervention, cycle), restores=True)
    return write([left], by=by)[0]


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
    """Say in an open cycle that a row of an earlier one ended or was dropped, and why.

    It is told of what was validated last of its code, where anything was.

    Raises `PermissionDenied` where `by` is no focal point of the lead entity, `ValidationError`
    where the row was taken up already, told already, or there is no reason.
    """
    known = _require_waiting(intervention, cycle=cycle, by=by)
    reason = paragraphs(reason)
    if not reason:
        raise ValidationError({"reason": rules.REASON_FOR_THE_REPORT})
    told = Discontinuation.objects.create(
        previous=known or intervention,
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


def _require_waiting(
    intervention: Intervention, *, cycle: ReportingCycle, by: User
) -> Intervention | None:
    """Raise where `by` may not say what becomes of the row in `cycle`, or it was said already.

    Holds the rows of its code until the end of the transaction: of two people, the second finds it
    said. Gives what was validated last of it, or nothing.
    """
    require_open(cycle)
    if not permissions.leads(by, intervention, EDITING_DESIGNATIONS):
        raise PermissionDenied
    code = intervention.code
    same = Intervention.objects.filter(code=code).order_by("pk")
    list(same.select_for_update().values_list("pk"))
    # Read anew: whoever waited for the lock did not see in that statement what came meanwhile.
    rows = list(same.select_related("cycle"))
    if any(row.cycle_id == cycle.pk for row in rows):
        raise ValidationError(
            _("La intervención %(code)s ya está en el ciclo «%(cycle)s».")
            % {"code": code, "cycle": cycle.title},
            code="already_carried",
        )
    known = lineage.validated_version(intervention, cycle)
    earlier = [row for row in rows if row.cycle.period_end <= cycle.period_end]
    latest = max(earlier, key=lambda row: (row.cycle.period_end, row.pk), default=None)
    if intervention not in (known, latest):
        raise ValidationError(
            _("Se lleva adelante lo último que se dijo de cada intervención en ciclos anteriores."),
            code="not_the_latest",
        )
    if Discontinuation.objects.filter(previous__code=code, cycle=cycle).exists():
        raise ValidationError(
            _("La intervención %(code)s figura como no continuada: deshágalo primero.")
            % {"code": code},
            code="already_discontinued",
        )
    return known


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


def _left_over(intervention: Intervention, cycle: ReportingCycle) -> Values:
    """All that an unfinished row of a closed cycle says, with records of its own."""
    values = read_values([intervention])[0]
    for part in PARTS:
        values[part.name] = [_again(part, row, intervention, cycle) for row in values[part.name]]
    return values


def _again(part: Part, told: Values, row: Intervention, cycle: ReportingCycle) -> Values:
    """One of its rows, told anew: shared, in `cycle`, with those that were carried before it and
    still say the same, so that it counts once there too.
    """
    again = {name: told[name] for name in part.fields}
    if not part.link:
        return again
    lead = row.lead_participation
    led = Participation.objects.filter(entity=lead.entity_id, role=ParticipationRole.LEAD)
    same = part.link.objects.filter(
        intervention__cycle=cycle,
        intervention__code__in=told["shared_with"],
        intervention__state__in=sorted(EDITABLE_STATES),
        intervention__in=led.values("intervention"),
        **{f"{part.link_key}__{name}": value for name, value in again.items()},
    )
    codes = same.order_by().values_list("intervention__code", flat=True).distinct()
    return again | {"shared_with": sorted(codes)}
