"""What waits for the people of an entity, whatever how much it is in as many queries."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from django.utils import timezone

from accounts.models import User
from cycles import permissions
from cycles.choices import ANSWERED_STATUSES
from cycles.models import EntityResponse, ReportingCycle
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import Entity
from interventions.actions import missing_to_submit
from interventions.choices import Move, State
from interventions.differences import notes_of
from interventions.models import (
    DeclinedParticipation,
    Intervention,
    OnBehalf,
    Participation,
    ReviewEvent,
)
from workspace.queries import rows
from workspace.queries.on_behalf import on_behalf_in

SHOWN = 10
"""Rows of each part that the first page shows; its link leads to all."""

RETURNING = frozenset({Move.OBSERVE, Move.REOPEN, Move.RETURN_IN_ENTITY})

Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The first rows of what waits, and how many there are in all."""

    shown: list[Row] = field(default_factory=list)
    total: int = 0

    @property
    def has_more(self) -> bool:
        """Whether not all are shown."""
        return self.total > len(self.shown)

    @classmethod
    def of(cls, found: Iterable[Row]) -> "Part[Row]":
        """The first of `found`."""
        listed = list(found)
        return cls(listed[:SHOWN], len(listed))


@dataclass(frozen=True)
class Returned:
    """A row sent back, and why where that is on record."""

    intervention: Intervention
    event: ReviewEvent | None
    notes: list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A row of which somebody asked something that nobody has answered."""

    intervention: Intervention
    questions: list[tuple[str, str]]
    """The name of each field and what is asked of it."""


@dataclass(frozen=True)
class Unfinished:
    """A draft, and what it still lacks."""

    intervention: Intervention
    missing: list[str]


@dataclass(frozen=True)
class Sent:
    """A row that somebody else has now, and for how many days."""

    intervention: Intervention
    days: int


@dataclass(frozen=True)
class ToConfirm:
    """A row in which another entity named this one, and that entity."""

    participation: Participation
    lead: str


@dataclass(frozen=True)
class Partners:
    """A row that this entity leads, with who has not confirmed and who declined."""

    intervention: Intervention
    unconfirmed: list[str]
    declined: list[DeclinedParticipation]


@dataclass(frozen=True)
class EntityWork:
    """What waits in one entity for the person who acts for it."""

    entity: Entity
    roles: list[str]
    may_write: bool
    approves: bool
    states: list[tuple[State, int]]
    to_approve: Part[Sent]
    without_validator: Part[Sent]
    returned: Part[Returned]
    asked: Part[Asked]
    drafts: Part[Unfinished]
    to_confirm: Part[ToConfirm]
    waiting: Part[Sent]
    partners: Part[Partners]
    not_carried: Part[Intervention]
    on_behalf: Part[OnBehalf]
    response: EntityResponse | None
    leads_rows: bool

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits for this person."""
        parts = (
            self.to_approve,
            self.without_validator,
            self.returned,
            self.asked,
            self.drafts,
            self.to_confirm,
            self.not_carried,
        )
        return not any(part.total for part in parts)

    @property
    def takes_part(self) -> bool:
        """Whether the entity has any row in the cycle."""
        return any(number for _state, number in self.states)

    @property
    def may_say_nothing_new(self) -> bool:
        """Whether «nothing new» is an answer that the entity can still give."""
        return (
            self.may_write
            and self.response is not None
            and self.response.status not in ANSWERED_STATUSES
            and not self.leads_rows
        )


def work_of_entities(
    user: User, cycle: ReportingCycle, now: datetime | None = None
) -> list[EntityWork]:
    """What waits in `cycle` for `user`, in each of the entities that designated them."""
    now = now or timezone.now()
    facts = _Facts(user, cycle, now)
    return [facts.work_of(entity) for entity in facts.entities]


class _Facts:
    """Everything that the first page needs, read once for all the entities of a person."""

    def __init__(self, user: User, cycle: ReportingCycle, now: datetime) -> None:
        today: date = timezone.localdate(now)
        self.now = now
        self.designations = rows.designations_of(user, today)
        self.entities = sorted(
            {one.entity for one in self.designations}, key=lambda one: one.acronym_key
        )
        self.parts = rows.parts_of(self.entities, cycle)
        led = [part for part in self.parts if part.is_lead]
        self.others = rows.parts_of_others(self.parts)
        self.declined = rows.declined_of(part.intervention for part in led)
        self.events = rows.last_events(
            part.intervention
            for part in led
            if part.intervention.state in {State.DRAFT, State.OBSERVED}
        )
        self.questions = rows.unanswered_questions(user, (part.intervention for part in led))
        self.missing = self._missing(led)
        self.person = user.pk
        self.validators = rows.validators_of(self.entities, today)
        self.senders = rows.senders_of(
            (part.intervention for part in led if part.intervention.state == State.PENDING_ENTITY),
            today,
        )
        self.before = rows.not_carried(self._writing(), cycle)
        self.on_behalf = on_behalf_in(cycle.pk, [one.pk for one in self.entities])
        self.responses = {
            row.entity_id: row
            for row in permissions.visible_responses(user).filter(
                cycle=cycle, entity__in=self.entities
            )
        }

    def _writing(self) -> list[int]:
        return [one.entity_id for one in self.designations if one.role in EDITING_DESIGNATIONS]

    def _missing(self, led: list[Participation]) -> dict[int, list[str]]:
        """Of the drafts that the page shows: what each lacks."""
        shown = [row.pk for entity in self.entities for row in self._drafts(entity)[:SHOWN]]
        complete = rows.with_what_sending_needs(shown)
        return {row.pk: list(missing_to_submit(row).values()) for row in complete}

    def _led(self, entity: Entity, state: State) -> list[Intervention]:
        return [
            part.intervention
            for part in self.parts
            if part.is_lead and part.entity_id == entity.pk and part.intervention.state == state
        ]

    def _drafts(self, entity: Entity) -> list[Intervention]:
        """Drafts that nobody sent back: those are told apart, with the reason."""
        return [row for row in self._led(entity, State.DRAFT) if not self._was_returned(row)]

    def _was_returned(self, row: Intervention) -> bool:
        event = self.events.get(row.pk)
        return event is not None and event.move in RETURNING

    def _returned(self, entity: Entity) -> list[Intervention]:
        drafts = [row for row in self._led(entity, State.DRAFT) if self._was_returned(row)]
        return self._led(entity, State.OBSERVED) + drafts

    def _told_back(self, row: Intervention) -> Returned:
        event = self.events.get(row.pk)
        return Returned(row, event, notes_of(event) if event else [])

    def _asked(self, entity: Entity) -> list[Asked]:
        led = (part for part in self.parts if part.is_lead and part.entity_id == entity.pk)
        return [
            Asked(part.intervention, self.questions[part.intervention_id])
            for part in led
            if part.intervention_id in self.questions
        ]

    def _sent(self, found: Iterable[Intervention]) -> list[Sent]:
        """The longest sent first; what waits inside the entity has not been submitted yet."""
        sent = []
        for row in found:
            submitted = row.submitted_at if row.state == State.SUBMITTED else None
            sent.append(Sent(row, (self.now - (submitted or row.updated_at)).days))
        return sorted(sent, key=lambda one: -one.days)

    def _validators(self, entity: Entity, sent: Sent) -> set[int]:
        """Who approves the row: nobody what they, or one with them, sent."""
        senders = self.senders.get(sent.intervention.pk, frozenset())
        return self.validators.get(entity.pk, set()) - senders

    def _to_confirm(self, entity: Entity) -> list[ToConfirm]:
        return [
            ToConfirm(part, self.others[part.intervention_id].lead)
            for part in self.parts
            if part.entity_id == entity.pk and not part.is_confirmed
        ]

    def _partners(self, entity: Entity) -> list[Partners]:
        """Who has not confirmed, and who declined and was not named again: of what is validated
        only who did so since.
        """
        found = []
        for part in self.parts:
            row = part.intervention
            if part.is_lead and part.entity_id == entity.pk:
                others = self.others[row.pk]
                declined = [
                    one
                    for one in self.declined.get(row.pk, ())
                    if one.entity_id not in others.named
                    and (row.validated_at is None or one.at > row.validated_at)
                ]
                found.append(Partners(row, others.unconfirmed, declined))
        return [one for one in found if one.unconfirmed or one.declined]

    def work_of(self, entity: Entity) -> EntityWork:
        """What waits in one of the entities."""
        own = [one for one in self.designations if one.entity_id == entity.pk]
        writes = any(one.role in EDITING_DESIGNATIONS for one in own)
        approves = any(one.role == DesignationRole.VALIDATOR for one in own)
        pending = self._sent(self._led(entity, State.PENDING_ENTITY))
        stuck = [one for one in pending if not self._validators(entity, one)]
        to_approve = [one for one in pending if self.person in self._validators(entity, one)]
        counts = Counter(
            part.intervention.state for part in self.parts if part.entity_id == entity.pk
        )

        def for_writers(found: Callable[[], Iterable[Row]]) -> Part[Row]:
            return Part.of(found() if writes else ())

        return EntityWork(
            entity=entity,
            roles=[one.quality for one in own],
            may_write=writes,
            approves=approves,
            states=[(state, counts[state]) for state in State],
            to_approve=Part.of(to_approve),
            without_validator=for_writers(lambda: stuck),
            returned=for_writers(lambda: [self._told_back(row) for row in self._returned(entity)]),
            asked=for_writers(lambda: self._asked(entity)),
            drafts=for_writers(
                lambda: [
                    Unfinished(row, self.missing.get(row.pk, [])) for row in self._drafts(entity)
                ]
            ),
            to_confirm=for_writers(lambda: self._to_confirm(entity)),
            waiting=Part.of(
                [one for one in pending if one not in stuck and one not in to_approve]
                + self._sent(self._led(entity, State.SUBMITTED))
            ),
            partners=for_writers(lambda: self._partners(entity)),
            not_carried=Part.of(self.before.get(entity.pk, ())),
            on_behalf=Part.of(self.on_behalf.get(entity.pk, ())),
            response=self.responses.get(entity.pk),
            leads_rows=any(part.is_lead and part.entity_id == entity.pk for part in self.parts),
        )
