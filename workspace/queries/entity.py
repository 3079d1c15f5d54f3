"""What waits for the people of an entity, whatever how much it is in as many queries."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

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
from interventions.queries import cycle_before, with_relations


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
