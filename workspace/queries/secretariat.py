"""What waits for the secretariat, whatever how much it is in as many queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from interventions.choices import ParticipationRole, State
from interventions.models import EntityResponse, Intervention, Participation, ReportingCycle
from interventions.queries import response_counts, with_relations


@dataclass(frozen=True)
class Waiting:
    """A row in the secretariat's queue and for how many days."""

    intervention: Intervention
    days: int


@dataclass(frozen=True)
class SecretariatWork:
    """What waits for the secretariat, and how the call goes."""

    queue: list[Waiting]
    responses: list[tuple[EntityResponse, list[int]]]
    expected: int
    answered: int

    @property
    def rate(self) -> int | None:
        """Entities that answered, in per cent of those expected."""
        return round(100 * self.answered / self.expected) if self.expected else None


def work_of_secretariat(cycle: ReportingCycle, now: datetime | None = None) -> SecretariatWork:
    """The queue of `cycle`, the oldest first, and its entities with their rows by state."""
    now = now or timezone.now()
    queue = with_relations(
        Intervention.objects.filter(cycle=cycle, state=State.SUBMITTED)
    ).order_by("submitted_at", "pk")
    by_entity: dict[int, dict[str, int]] = {}
    counted = (
        Participation.objects.filter(intervention__cycle=cycle, role=ParticipationRole.LEAD)
        .values_list("entity", "intervention__state")
        .annotate(rows=Count("pk"))
        .order_by()
    )
    for entity, state, rows in counted:
        by_entity.setdefault(entity, {})[state] = rows
    responses = (
        EntityResponse.objects.filter(cycle=cycle)
        .select_related("entity")
        .order_by("entity__acronym")
    )
    counts = response_counts(cycle)
    return SecretariatWork(
        queue=[
            Waiting(row, (now - row.submitted_at).days if row.submitted_at else 0) for row in queue
        ],
        responses=[
            (row, [by_entity.get(row.entity_id, {}).get(state, 0) for state in State])
            for row in responses
        ],
        expected=counts["expected"],
        answered=counts["answered"],
    )
