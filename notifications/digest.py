"""What happened for each person since their last digest; for most people, on most days, nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import pairs_counted_as_one, people_of_the_secretariat
from cycles.choices import CycleState
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import FocalPoint
from entities.recipients import (
    acronyms_of,
    address_of,
    by_person,
    designations_in_force,
    with_delegates,
)
from interventions.choices import EDITABLE_STATES, Move, ParticipationRole, ReviewSide, State
from interventions.models import (
    FieldObservation,
    Intervention,
    ObservationReply,
    Participation,
    ReviewEvent,
)
from notifications.addresses import page_of_confirmation, page_of_row, page_of_thread
from notifications.choices import LetterKind
from notifications.models import Letter
from notifications.pending_tasks import Task

LOOK_BACK = timedelta(days=7)
"""How far back a digest looks for whoever had none lately."""

LONGEST_NOTE = 300  # letters


@dataclass
class Digest:
    """The news of one person, each with the page where something is done about it."""

    person: User
    address: str
    entities: list[str] = field(default_factory=list)
    returned: list[Task] = field(default_factory=list)
    to_approve: list[Task] = field(default_factory=list)
    to_confirm: list[Task] = field(default_factory=list)
    to_review: list[Task] = field(default_factory=list)
    late: list[Task] = field(default_factory=list)
    said: list[Task] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened; what became late in the queue counts."""
        return not (
            *self.returned,
            *self.to_approve,
            *self.to_confirm,
            *self.to_review,
            *self.late,
            *self.said,
        )


def digests(now: datetime) -> list[Digest]:
    """The people who want a digest and have news, in a fixed number of queries."""
    news = _News(now)
    found: dict[int, Digest] = {}
    today = timezone.localdate(now)
    people = by_person(with_delegates(designations_in_force(today), today))
    for rows in people.values():
        if not rows[0].user.wants_digest:
            continue
        digest = Digest(rows[0].user, address_of(rows), acronyms_of(rows))
        news.tell_entities(digest, rows)
        found[digest.person.pk] = digest
    for person in people_of_the_secretariat(today).filter(wants_digest=True):
        digest = found.setdefault(person.pk, Digest(person, person.email))
        news.tell_secretariat(digest)
    return [digest for digest in found.values() if not digest.is_empty]


class _News:
    """What happened in the open cycle within the last days, read in a fixed number of queries."""

    def __init__(self, now: datetime) -> None:
        self.now, self.floor = now, now - LOOK_BACK
        self.pairs = pairs_counted_as_one(timezone.localdate(now))
        self.last = dict(
            Letter.objects.filter(kind=LetterKind.DIGEST, sent_at__isnull=False)
            .order_by()
            .values_list("person")
            .annotate(last=Max("sent_at"))
        )
        events = (
            ReviewEvent.objects.filter(
                at__gt=self.floor, at__lte=now, intervention__cycle__state=CycleState.OPEN
            )
            .select_related("intervention")
            .annotate(notes=Count("observations"))
            .order_by("at", "pk")
        )
        last_of_row = {event.intervention_id: event for event in events}
        # What was done about meanwhile is no news: the row must still stand where it was moved to.
        self.events = [
            event
            for event in last_of_row.values()
            if event.intervention.state == event.to_state and event.from_state
        ]
        self.words = list(self._words())
        told = {*last_of_row, *(words.row.pk for words in self.words)}
        self.leads = dict(
            Participation.objects.filter(
                role=ParticipationRole.LEAD, intervention__in=told
            ).values_list("intervention", "entity")
        )
        self.asked = list(self._asked())
        waiting = Intervention.objects.filter(
            state=State.SUBMITTED,
            cycle__state=CycleState.OPEN,
            cycle__review_days__isnull=False,
        ).select_related("cycle")
        due = [
            (row, row.submitted_at + _term(row))
            for row in waiting.order_by("submitted_at", "pk")
            if row.submitted_at
        ]
        self.late = [(row, since) for row, since in due if since <= now]

    def _words(self) -> Iterable["_Words"]:
        """What was asked without returning a row, and what was answered, lately."""
        lately = {"at__gt": self.floor, "at__lte": self.now}
        asked = FieldObservation.objects.filter(event__isnull=True, **lately)
        for row in asked.select_related("intervention").order_by("at", "pk"):
            yield _Words(row.intervention, row.side, row.side, row.by_id, row.at, row.note)
        answered = ObservationReply.objects.filter(**lately)
        for reply in answered.select_related("observation__intervention").order_by("at", "pk"):
            root = reply.observation
            yield _Words(
                root.intervention, root.side, reply.side, reply.by_id, reply.at, reply.text
            )

    def _asked(self) -> Iterable[tuple[int, str, str, datetime]]:
        """Entity, title, page and time of each participation to confirm that was added lately."""
        added = dict(
            Participation.history.filter(
                history_type="+", history_date__gt=self.floor, history_date__lte=self.now
            ).values_list("id", "history_date")
        )
        waiting = (
            Participation.objects.unconfirmed()
            .filter(intervention__cycle__state=CycleState.OPEN)
            .order_by("intervention__title_key", "pk")
        )
        for pk, entity, title in waiting.values_list("pk", "entity", "intervention__title"):
            if pk in added:
                yield entity, title, page_of_confirmation(pk), added[pk]

    def _since(self, person: User) -> datetime:
        return max(self.last.get(person.pk, self.floor), self.floor)

    def tell_entities(self, digest: Digest, designations: list[FocalPoint]) -> None:
        """Put into `digest` what happened for the entities that designated its person."""
        person, since = digest.person, self._since(digest.person)
        one = self.pairs.get(person.pk, frozenset({person.pk}))
        names = {row.entity_id: row.entity.acronym for row in designations}
        writing = {row.entity_id for row in designations if row.role in EDITING_DESIGNATIONS}
        approving = {row.entity_id for row in designations if row.role == DesignationRole.VALIDATOR}
        for event in self.events:
            if event.at <= since or event.by_id == person.pk:
                continue
            lead = self.leads.get(event.intervention_id)
            taken_back = event.move == Move.WITHDRAW
            if event.to_state in EDITABLE_STATES and lead in writing and not taken_back:
                digest.returned.append(replace(_told(event), entity=names[lead]))
            waits = event.to_state == State.PENDING_ENTITY and event.people.isdisjoint(one)
            if waits and lead in approving:
                digest.to_approve.append(replace(_told(event), entity=names[lead]))
        digest.to_confirm += [
            Task(title, address, entity=names[entity])
            for entity, title, address, at in self.asked
            if entity in writing and at > since
        ]
        digest.said += [
            replace(words.task(), entity=names[self.leads[words.row.pk]])
            for words in self.words
            if words.by != person.pk
            and words.at > since
            and self.leads.get(words.row.pk)
            in (writing | approving if words.thread == ReviewSide.ENTITY else writing)
        ]

    def tell_secretariat(self, digest: Digest) -> None:
        """Put into `digest` what entered the queue, and what is late if any of it is so newly."""
        since = self._since(digest.person)
        digest.to_review += [
            _told(event)
            for event in self.events
            if event.to_state == State.SUBMITTED and event.at > since
        ]
        last = self.last.get(digest.person.pk)
        newly = any(last is None or due > last for _row, due in self.late)
        if newly or digest.to_review:
            digest.late += [Task(row.title, page_of_thread(row.pk)) for row, _due in self.late]
        digest.said += [
            words.task()
            for words in self.words
            if words.by != digest.person.pk
            and words.at > since
            and words.thread != ReviewSide.ENTITY
            and words.side != ReviewSide.SECRETARIAT
        ]


def _term(row: Intervention) -> timedelta:
    return timedelta(days=row.cycle.review_days or 0)


@dataclass(frozen=True)
class _Words:
    """A question or an answer in a thread on a row."""

    row: Intervention
    thread: str
    side: str
    by: int | None
    at: datetime
    text: str

    def task(self) -> Task:
        """With the page where it is answered."""
        said = Truncator(" ".join(self.text.split())).chars(LONGEST_NOTE)
        return Task(self.row.title, page_of_thread(self.row.pk), said)


def _told(event: ReviewEvent) -> Task:
    note = Truncator(" ".join(event.note.split())).chars(LONGEST_NOTE)
    notes: int = event.notes  # type: ignore[attr-defined]  # counted by `_News`
    with translation.override(settings.LANGUAGE_CODE):
        counted = ngettext(
            "%(notes)s observación en un campo", "%(notes)s observaciones en campos", notes
        ) % {"notes": notes}
    said = " — ".join([part for part in (note, counted if notes else "") if part])
    return Task(event.intervention.title, page_of_row(event.intervention_id, event.to_state), said)
