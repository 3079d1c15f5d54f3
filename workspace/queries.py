"""What waits for a person, in a number of queries that does not depend on how much it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.models import User
from interventions import permissions
from interventions.actions import missing_to_submit
from interventions.choices import (
    EDITABLE_STATES,
    EDITING_DESIGNATIONS,
    DesignationRole,
    ParticipationRole,
    State,
)
from interventions.differences import notes_of
from interventions.models import (
    Entity,
    EntityResponse,
    Intervention,
    Participation,
    ReportingCycle,
    ReviewEvent,
)
from interventions.queries import cycle_before, response_counts, with_relations


def days_left(cycle: ReportingCycle, today: date | None = None) -> int | None:
    """Days until the call closes (negative once it has), or nothing where no date is set."""
    if cycle.call_closes is None:
        return None
    return (cycle.call_closes - (today or timezone.localdate())).days


@dataclass(frozen=True)
class Returned:
    """A row sent back, and why."""

    intervention: Intervention
    reason: str
    notes: list[tuple[str, str]]


@dataclass(frozen=True)
class Unfinished:
    """A draft, and what it still lacks."""

    intervention: Intervention
    missing: list[str]


@dataclass(frozen=True)
class EntityWork:
    """What waits for the people of an entity."""

    entities: list[Entity]
    may_write: bool
    returned: list[Returned]
    to_approve: list[Intervention]
    drafts: list[Unfinished]
    to_confirm: list[Participation]
    not_carried: list[Intervention]
    responses: list[EntityResponse]
    states: list[tuple[State, int]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (
            self.returned or self.to_approve or self.drafts or self.to_confirm or self.not_carried
        )


def work_of_entities(user: User, cycle: ReportingCycle) -> EntityWork:
    """What waits in `cycle` for `user`, who acts for the entities that designated them."""
    entities = list(permissions.entities_of(user).order_by("acronym"))
    own = [row.pk for row in permissions.entities_of(user, EDITING_DESIGNATIONS)]
    approving = [
        row.pk for row in permissions.entities_of(user, frozenset({DesignationRole.VALIDATOR}))
    ]
    rows = list(_led_by(with_relations(Intervention.objects.filter(cycle=cycle)), entities))
    reasons = _last_events([row for row in rows if row.state == State.OBSERVED])
    counts = Counter(row.state for row in rows)
    return EntityWork(
        entities=entities,
        may_write=bool(own),
        returned=[
            _returned(row, reasons.get(row.pk)) for row in rows if row.state == State.OBSERVED
        ],
        to_approve=[
            row for row in rows if row.state == State.PENDING_ENTITY and _lead_of(row) in approving
        ],
        drafts=[
            Unfinished(row, list(missing_to_submit(row).values()))
            for row in rows
            if row.state == State.DRAFT
        ],
        to_confirm=list(_to_confirm(own, cycle)),
        not_carried=list(_not_carried(own, cycle)),
        responses=list(
            EntityResponse.objects.filter(cycle=cycle, entity__in=own).select_related("entity")
        ),
        states=[(state, counts[state]) for state in State],
    )


def _led_by(rows: QuerySet[Intervention], entities: list[Entity]) -> QuerySet[Intervention]:
    led = Participation.objects.filter(entity__in=entities, role=ParticipationRole.LEAD)
    return rows.filter(pk__in=led.values("intervention")).order_by("-updated_at", "pk")


def _lead_of(row: Intervention) -> int | None:
    lead = row.lead_participation
    return lead.entity_id if lead else None


def _returned(row: Intervention, event: ReviewEvent | None) -> Returned:
    return Returned(row, event.note, notes_of(event)) if event else Returned(row, "", [])


def _last_events(rows: list[Intervention]) -> dict[int, ReviewEvent]:
    events = (
        ReviewEvent.objects.filter(intervention__in=rows)
        .prefetch_related("observations")
        .order_by("at", "pk")
    )
    return {event.intervention_id: event for event in events}


def _to_confirm(own: list[int], cycle: ReportingCycle) -> QuerySet[Participation]:
    return (
        Participation.objects.filter(
            entity__in=own,
            confirmed_at__isnull=True,
            intervention__cycle=cycle,
            intervention__state__in=sorted(EDITABLE_STATES),
        )
        .exclude(role=ParticipationRole.LEAD)
        .select_related("intervention", "entity")
        .order_by("pk")
    )


def _not_carried(own: list[int], cycle: ReportingCycle) -> QuerySet[Intervention]:
    """The validated rows of the cycle before that the entities lead and have not taken up."""
    before = cycle_before(cycle)
    led = Participation.objects.filter(entity__in=own, role=ParticipationRole.LEAD)
    return (
        Intervention.objects.validated()
        .filter(cycle=before, pk__in=led.values("intervention"))
        .exclude(code__in=Intervention.objects.filter(cycle=cycle).values("code"))
        .order_by("title", "pk")
    )


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
