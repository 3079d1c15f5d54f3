"""Who still has something to do in a cycle: the people to whom a reminder goes, and nobody else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from accounts.models import User
from alignment.models.base import in_force
from interventions.choices import (
    ANSWERED_STATUSES,
    EDITING_DESIGNATIONS,
    REMINDER_DAYS,
    DesignationRole,
    ParticipationRole,
    ReminderMoment,
    State,
)
from interventions.models import EntityResponse, FocalPoint, Participation, ReportingCycle

PATIENCE = 7
"""Days after the last moment during which it may still be caught up with."""


@dataclass(frozen=True)
class Duty:
    """What one person has to do for one or more entities, and where to write to them."""

    person: User
    address: str
    entities: list[str]
    unanswered: bool
    returned: int
    to_approve: int


def due_moment(cycle: ReportingCycle, today: date) -> ReminderMoment | None:
    """The moment of the call that `today` falls in, or nothing where nobody is written to."""
    if cycle.call_closes is None or not cycle.is_open:
        return None
    left = (cycle.call_closes - today).days
    if left < REMINDER_DAYS[ReminderMoment.AFTER] - PATIENCE:
        return None
    reached = [moment for moment, days in REMINDER_DAYS.items() if left <= days]
    latest = reached[-1] if reached else None
    return None if latest == ReminderMoment.LAST_DAY and left < 0 else latest


def duties(cycle: ReportingCycle, today: date) -> list[Duty]:
    """Everybody with something to do in `cycle`, each once, in a fixed number of queries."""
    designations = (
        FocalPoint.objects.filter(in_force(today), user__is_active=True)
        .select_related("user", "entity")
        .order_by("user__username", "entity__acronym")
    )
    open_answers = set(
        EntityResponse.objects.filter(cycle=cycle)
        .exclude(status__in=sorted(ANSWERED_STATUSES))
        .values_list("entity", flat=True)
    )
    returned = _rows_led(cycle, State.OBSERVED)
    pending = _rows_led(cycle, State.PENDING_ENTITY)
    by_person: dict[int, list[FocalPoint]] = {}
    for designation in designations:
        writes = designation.role in EDITING_DESIGNATIONS
        approves = designation.role == DesignationRole.VALIDATOR
        entity = designation.entity_id
        if (writes and (entity in open_answers or returned[entity])) or (
            approves and pending[entity]
        ):
            by_person.setdefault(designation.user_id, []).append(designation)
    return [_duty(rows, open_answers, returned, pending) for rows in by_person.values()]


def _rows_led(cycle: ReportingCycle, state: State) -> Counter[int]:
    """Entity -> how many rows of a state it leads."""
    rows = (
        Participation.objects.filter(
            role=ParticipationRole.LEAD, intervention__cycle=cycle, intervention__state=state
        )
        .values_list("entity")
        .annotate(rows=Count("pk"))
        .order_by()
    )
    return Counter(dict(rows))


def _duty(
    designations: list[FocalPoint],
    open_answers: Iterable[int],
    returned: Counter[int],
    pending: Counter[int],
) -> Duty:
    writing = {row.entity_id for row in designations if row.role in EDITING_DESIGNATIONS}
    approving = {row.entity_id for row in designations} - writing | {
        row.entity_id for row in designations if row.role == DesignationRole.VALIDATOR
    }
    person = designations[0].user
    addresses = [row.institutional_email for row in designations if row.institutional_email]
    return Duty(
        person=person,
        address=addresses[0] if addresses else person.email,
        entities=list(dict.fromkeys(row.entity.acronym for row in designations)),
        unanswered=bool(writing & set(open_answers)),
        returned=sum(returned[entity] for entity in writing),
        to_approve=sum(pending[entity] for entity in approving),
    )
