"""Who still has something to do in a cycle: the people to whom a reminder goes, and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from accounts.models import User
from accounts.permissions import pairs_counted_as_one
from cycles.choices import ANSWERED_STATUSES
from cycles.models import EntityResponse, ReportingCycle
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import FocalPoint
from entities.recipients import (
    acronyms_of,
    address_of,
    by_person,
    designations_in_force,
    with_delegates,
)
from interventions.choices import EDITABLE_STATES, Move, ParticipationRole, State
from interventions.models import Participation, ReviewEvent
from notifications.addresses import page_of_confirmation, page_of_row, page_of_thread
from notifications.choices import REMINDER_DAYS, LetterKind

PATIENCE = 7
"""Days after the last moment during which it may still be caught up with."""


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is about, the page where it is done, what was said of it, and the
    acronym of the entity in whose name it is done.
    """

    title: str
    address: str
    note: str = ""
    entity: str = ""


@dataclass(frozen=True)
class Duty:
    """What one person has to do for one or more entities, and where to write to them.

    `unanswered` holds the acronyms of the entities that have not answered the call.
    """

    person: User
    address: str
    entities: list[str]
    returned: list[Task]
    drafts: list[Task]
    to_approve: list[Task]
    to_confirm: list[Task]
    unanswered: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to do."""
        return not (
            self.returned or self.drafts or self.to_approve or self.to_confirm or self.unanswered
        )


def due_moment(cycle: ReportingCycle, today: date) -> LetterKind | None:
    """The moment of the call that `today` falls in, or nothing where nobody is written to."""
    if cycle.call_closes is None or not cycle.is_open:
        return None
    left = (cycle.call_closes - today).days
    if left < REMINDER_DAYS[LetterKind.AFTER] - PATIENCE:
        return None
    reached = [moment for moment, days in REMINDER_DAYS.items() if left <= days]
    latest = reached[-1] if reached else None
    return None if latest == LetterKind.LAST_DAY and left < 0 else latest


def duties(cycle: ReportingCycle, today: date) -> list[Duty]:
    """Everybody with something to do in `cycle`, each once, in a fixed number of queries."""
    work = _Work(cycle, today)
    people = by_person(with_delegates(designations_in_force(today), today))
    found = [work.duty_of(rows) for rows in people.values()]
    return [duty for duty in found if not duty.is_empty]


@dataclass(frozen=True)
class Frozen:
    """What a closing cycle leaves unvalidated of one person's work: state -> its rows."""

    person: User
    address: str
    entities: list[str]
    rows: dict[State, list[Task]]


def frozen_work(cycle: ReportingCycle, today: date) -> list[Frozen]:
    """Everybody whose entity leads something in `cycle` that nobody validated, each once: who
    writes for it, and of what waits for approval who approves. Three queries.
    """
    left: dict[int, dict[State, list[Task]]] = {}
    led = (
        Participation.objects.filter(role=ParticipationRole.LEAD, intervention__cycle=cycle)
        .exclude(intervention__state=State.VALIDATED)
        .order_by("intervention__title_key", "pk")
    )
    for entity, acronym, state, pk, title in led.values_list(
        "entity", "entity__acronym", "intervention__state", "intervention", "intervention__title"
    ):
        task = Task(title, page_of_thread(pk), entity=acronym)
        left.setdefault(entity, {}).setdefault(State(state), []).append(task)
    people = by_person(with_delegates(designations_in_force(today), today))
    found = [_frozen(rows, left) for rows in people.values()]
    return [one for one in found if one.rows]


def _frozen(designations: list[FocalPoint], left: dict[int, dict[State, list[Task]]]) -> Frozen:
    writing = set(_entities(designations, EDITING_DESIGNATIONS))
    approving = set(_entities(designations, {DesignationRole.VALIDATOR}))
    rows: dict[State, list[Task]] = {}
    concerned = set()
    for state in State:
        readers = writing | approving if state == State.PENDING_ENTITY else writing
        for entity in sorted(readers):
            if tasks := left.get(entity, {}).get(state):
                rows.setdefault(state, []).extend(tasks)
                concerned.add(entity)
    own = [row for row in designations if row.entity_id in concerned]
    return Frozen(designations[0].user, address_of(own or designations), acronyms_of(own), rows)


class _Work:
    """What every entity has to do in a cycle, read in four queries."""

    def __init__(self, cycle: ReportingCycle, today: date) -> None:
        self.pairs = pairs_counted_as_one(today)
        self.unanswered = set(
            EntityResponse.objects.filter(cycle=cycle)
            .exclude(status__in=sorted(ANSWERED_STATUSES))
            .values_list("entity", flat=True)
        )
        self.led: dict[tuple[int, str], list[tuple[Task, int | None]]] = {}
        """Entity and state -> its rows, each with who sent it last."""
        self.to_confirm: dict[int, list[Task]] = {}
        led = Participation.objects.filter(
            role=ParticipationRole.LEAD,
            intervention__cycle=cycle,
            intervention__state__in=sorted({*EDITABLE_STATES, State.PENDING_ENTITY}),
        ).order_by("intervention__title_key", "pk")
        sent = ReviewEvent.objects.filter(move=Move.SUBMIT, intervention=OuterRef("intervention"))
        last = sent.order_by("-at", "-pk").values("by")[:1]
        for entity, acronym, state, pk, title, sender in led.values_list(
            "entity",
            "entity__acronym",
            "intervention__state",
            "intervention",
            "intervention__title",
            Subquery(last),
        ):
            task = Task(title, page_of_row(pk, state), entity=acronym)
            self.led.setdefault((entity, state), []).append((task, sender))
        asked = (
            Participation.objects.unconfirmed()
            .filter(intervention__cycle=cycle)
            .order_by("intervention__title_key", "pk")
        )
        for entity, acronym, pk, title in asked.values_list(
            "entity", "entity__acronym", "pk", "intervention__title"
        ):
            task = Task(title, page_of_confirmation(pk), entity=acronym)
            self.to_confirm.setdefault(entity, []).append(task)

    def duty_of(self, designations: list[FocalPoint]) -> Duty:
        """What one person has to do, by each of their designations; it names, and is written to
        the address of, the entities for which something is to be done.
        """
        person = designations[0].user
        writing = _entities(designations, EDITING_DESIGNATIONS)
        approving = _entities(designations, {DesignationRole.VALIDATOR})
        unanswered = [
            row for row in designations if row.entity_id in self.unanswered & set(writing)
        ]
        returned = self._led_by(writing, State.OBSERVED)
        drafts = self._led_by(writing, State.DRAFT)
        to_approve = self._led_by(approving, State.PENDING_ENTITY, but_of=person.pk)
        to_confirm = [task for entity in writing for task in self.to_confirm.get(entity, [])]
        tasks = (*returned, *drafts, *to_approve, *to_confirm)
        concerned = {task.entity for task in tasks} | set(acronyms_of(unanswered))
        own = [row for row in designations if row.entity.acronym in concerned]
        return Duty(
            person=person,
            address=address_of(own or designations),
            entities=acronyms_of(own),
            returned=returned,
            drafts=drafts,
            to_approve=to_approve,
            to_confirm=to_confirm,
            unanswered=acronyms_of(unanswered),
        )

    def _led_by(
        self, entities: list[int], state: State, *, but_of: int | None = None
    ) -> list[Task]:
        """What the entities lead in `state`, without what the person `but_of`, or who counts as one
        with them, sent: others approve that.
        """
        one = frozenset() if but_of is None else self.pairs.get(but_of, frozenset({but_of}))
        return [
            task
            for entity in entities
            for task, sender in self.led.get((entity, state), [])
            if sender not in one
        ]


def _entities(designations: list[FocalPoint], roles: Iterable[str]) -> list[int]:
    chosen = [row.entity_id for row in designations if row.role in set(roles)]
    return list(dict.fromkeys(chosen))
