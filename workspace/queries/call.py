"""How the open call goes and what is left, whatever how much it is in as many queries."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse, ReportingCycle
from cycles.queries import expected_entities, response_counts
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.recipients import Recipient, designations_in_force, focal_points_of, recipients
from interventions.choices import State
from interventions.models import Intervention, Participation
from notifications.actions import due_reminders
from notifications.choices import REMINDER_DAYS, LetterKind
from notifications.models import Letter
from notifications.pending_tasks import due_moment
from notifications.queries import Addressed
from notifications.texts import reminder_letter

UNFINISHED = (State.DRAFT, State.PENDING_ENTITY, State.OBSERVED, State.SUBMITTED)


@dataclass(frozen=True)
class CalledEntity:
    """An entity expected to answer: how it stands, and whom letters reach."""

    response: EntityResponse
    people: list[Recipient]
    last_letter: datetime | None

    @property
    def reached(self) -> bool:
        """Whether anybody of it can be written to."""
        return any(one.address for one in self.people)


@dataclass(frozen=True)
class CallOverview:
    """How the call of a cycle goes."""

    entities: list[CalledEntity]
    expected: int
    answered: int
    sent: int
    failed: int
    not_invited: int

    @property
    def rate(self) -> int | None:
        """Entities that answered, in per cent of those expected."""
        return round(100 * self.answered / self.expected) if self.expected else None

    @property
    def unreached(self) -> int:
        """Entities that nobody can be written for."""
        return sum(not one.reached for one in self.entities)


ORDERS: dict[str, Callable[[CalledEntity], Any]] = {
    "respuesta": lambda one: ResponseStatus.values.index(one.response.status),
    "fecha": lambda one: -one.response.answered_at.timestamp() if one.response.answered_at else 0,
    "personas": lambda one: one.reached,
    "carta": lambda one: one.last_letter.timestamp() if one.last_letter else 0,
}
"""Name in the address -> what the entities are ordered by: whoever is furthest behind comes first,
of dates of an answer the latest; those alike by acronym.
"""


def in_order(entities: list[CalledEntity], order: str) -> list[CalledEntity]:
    """The entities by one of `ORDERS`, or as they are, by acronym."""
    return sorted(entities, key=ORDERS[order]) if order in ORDERS else entities


def call_overview(cycle: ReportingCycle, today: date | None = None) -> CallOverview:
    """Every entity expected in `cycle`, with its people in force and the last letter to them."""
    today = today or timezone.localdate()
    people = focal_points_by_entity(Entity.objects.filter(responses__cycle=cycle), today)
    letters = Letter.objects.filter(cycle=cycle).aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
    )
    last: dict[int, datetime | None] = {}
    for person, sent_at in (
        Letter.objects.filter(cycle=cycle, sent_at__isnull=False)
        .order_by("sent_at")
        .values_list("person", "sent_at")
    ):
        last[person] = sent_at
    entities = []
    for response in (
        EntityResponse.objects.filter(cycle=cycle)
        .select_related("entity")
        .order_by("entity__acronym_key")
    ):
        own = people.get(response.entity_id, [])
        times = [at for one in own if (at := last.get(one.person.pk))]
        entities.append(CalledEntity(response, own, max(times, default=None)))
    counts = response_counts(cycle)
    return CallOverview(
        entities=entities,
        expected=counts["expected"],
        answered=counts["answered"],
        sent=letters["sent"],
        failed=letters["failed"],
        not_invited=sum(bool(one.address) for one in not_invited(cycle, today)),
    )


def focal_points_by_entity(entities: QuerySet[Entity], day: date) -> dict[int, list[Recipient]]:
    """Key of an entity -> its principals and alternates in force on `day`, in one query."""
    found = defaultdict(list)
    writing = sorted(EDITING_DESIGNATIONS)
    for row in designations_in_force(day).filter(entity__in=entities, role__in=writing):
        found[row.entity_id].append(row)
    return {entity: recipients(rows) for entity, rows in found.items()}


def not_invited(cycle: ReportingCycle, day: date) -> list[Recipient]:
    """The focal points in force on `day` to whom the call of `cycle` was not written yet."""
    told = set(
        Letter.objects.filter(kind=LetterKind.CALL, occasion=cycle.code).values_list(
            "person", flat=True
        )
    )
    people = focal_points_of(expected_entities(cycle), day)
    return [one for one in people if one.person.pk not in told]


def unfinished_rows(cycle: ReportingCycle) -> list[tuple[State, list[Intervention]]]:
    """What would stay as it is if `cycle` were closed, by state."""
    rows = (
        Intervention.objects.filter(cycle=cycle, state__in=UNFINISHED)
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("entity"))
        )
        .order_by("title_key", "pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.state].append(row)
    return [(state, found[state]) for state in UNFINISHED if found[state]]


@dataclass(frozen=True)
class PlannedMoment:
    """A moment of the call, still to come or today's, and who would be written to then."""

    moment: LetterKind
    day: date
    is_today: bool
    letters: list[Addressed]


def planned_reminders(cycle: ReportingCycle, now: datetime | None = None) -> list[PlannedMoment]:
    """Today's reminders and those to come, as things stand now, each with its words."""
    now = now or timezone.now()
    if cycle.call_closes is None:
        return []
    today = timezone.localdate(now)
    current = due_moment(cycle, today)
    planned = []
    for moment, days in REMINDER_DAYS.items():
        day = cycle.call_closes - timedelta(days=days)
        if moment == current:
            day = today
        if day < today or (day == today and moment != current):
            continue
        at = now + (day - today)
        letters = [
            Addressed(duty, reminder_letter(duty, cycle, at))
            for duty in due_reminders(cycle, moment, day)
        ]
        planned.append(PlannedMoment(moment, day, day == today, letters))
    return planned


def letters_sent(cycle: ReportingCycle | None = None) -> QuerySet[Letter]:
    """The log of letters, the latest first; of one cycle where it is named."""
    letters = Letter.objects.select_related("person", "cycle", "message__group", "written").defer(
        "written__attachment"
    )
    return letters.filter(cycle=cycle) if cycle else letters
