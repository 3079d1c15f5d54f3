"""How the call goes and what waits for the secretariat, in as many queries whatever how much."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from cycles.choices import ANSWERED_STATUSES
from cycles.models import EntityResponse, ReportingCycle
from cycles.queries import response_counts
from interventions.choices import ParticipationRole, State
from interventions.models import Participation
from workspace.queries import queue

FIRST = 10
"""Rows of the queue that the first page shows."""


@dataclass(frozen=True)
class SecretariatWork:
    """The beginning of the queue and how long it is, what is late, and how the call goes."""

    queue: list[queue.Waiting]
    waiting: int
    overdue: int
    comments: int
    call_closed: bool
    responses: list[tuple[EntityResponse, list[tuple[State, int]]]]
    expected: int
    answered: int

    @property
    def rate(self) -> int | None:
        """Entities that answered, in per cent of those expected."""
        return round(100 * self.answered / self.expected) if self.expected else None

    @property
    def unanswered(self) -> list[EntityResponse]:
        """Answers still missing."""
        return [row for row, _counts in self.responses if row.status not in ANSWERED_STATUSES]


def work_of_secretariat(cycle: ReportingCycle, now: datetime | None = None) -> SecretariatWork:
    """The queue, the oldest first, and the entities of `cycle` with their rows by state."""
    now = now or timezone.now()
    rows = queue.queue()
    by_entity: dict[int, dict[str, int]] = {}
    counted = (
        Participation.objects.filter(intervention__cycle=cycle, role=ParticipationRole.LEAD)
        .values_list("entity", "intervention__state")
        .annotate(rows=Count("pk"))
        .order_by()
    )
    for entity, state, number in counted:
        by_entity.setdefault(entity, {})[state] = number
    responses = (
        EntityResponse.objects.filter(cycle=cycle)
        .select_related("entity")
        .order_by("entity__acronym")
    )
    counts = response_counts(cycle)
    closes = cycle.call_closes
    return SecretariatWork(
        queue=queue.waiting(rows[:FIRST], now),
        waiting=rows.count(),
        overdue=queue.overdue(rows, timezone.localdate(now)).count(),
        comments=queue.commented().count(),
        call_closed=closes is not None and closes < timezone.localdate(now),
        responses=[
            (row, [(state, by_entity.get(row.entity_id, {}).get(state, 0)) for state in State])
            for row in responses
        ],
        expected=counts["expected"],
        answered=counts["answered"],
    )
