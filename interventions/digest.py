"""What happened for each person since their last digest; for most people, on most days, nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import ngettext

from accounts.models import RegistryRole, User
from interventions.addresses import page_of_confirmation, page_of_row
from interventions.choices import (
    EDITABLE_STATES,
    EDITING_DESIGNATIONS,
    REVIEW_DAYS,
    CycleState,
    DesignationRole,
    LetterKind,
    ParticipationRole,
    State,
)
from interventions.duties import Task
from interventions.models import FocalPoint, Intervention, Letter, Participation, ReviewEvent
from interventions.recipients import address_of, by_person, designations_in_force

LOOK_BACK = timedelta(days=7)
"""How far back a digest looks for whoever had none lately."""

LONGEST_NOTE = 300  # letters


@dataclass
class Digest:
    """The news of one person, each with the page where something is done about it."""

    person: User
    address: str
    returned: list[Task] = field(default_factory=list)
    to_approve: list[Task] = field(default_factory=list)
    to_confirm: list[Task] = field(default_factory=list)
    to_review: list[Task] = field(default_factory=list)
    late: list[Task] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened; what became late in the queue counts."""
        return not (
            self.returned or self.to_approve or self.to_confirm or self.to_review or self.late
        )


def digests(now: datetime) -> list[Digest]:
    """The people who want a digest and have news, in a fixed number of queries."""
    news = _News(now)
    found: dict[int, Digest] = {}
    wanting = designations_in_force(timezone.localdate(now)).filter(user__wants_digest=True)
    for rows in by_person(wanting).values():
        digest = Digest(rows[0].user, address_of(rows))
        news.tell_entities(digest, rows)
        found[digest.person.pk] = digest
    for person in User.objects.filter(
        is_active=True, wants_digest=True, registry_role=RegistryRole.SECRETARIAT
    ).order_by("username"):
        digest = found.setdefault(person.pk, Digest(person, person.email))
        news.tell_secretariat(digest)
    return [digest for digest in found.values() if not digest.is_empty]


class _News:
    """What happened in the open cycle within the last days, read in a fixed number of queries."""

    def __init__(self, now: datetime) -> None:
        self.now, self.floor = now, now - LOOK_BACK
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
        self.leads = dict(
            Participation.objects.filter(
                role=ParticipationRole.LEAD, intervention__in=list(last_of_row)
            ).values_list("intervention", "entity")
        )
        self.asked = list(self._asked())
        self.late = list(
            Intervention.objects.filter(
                state=State.SUBMITTED,
                cycle__state=CycleState.OPEN,
                submitted_at__lte=now - timedelta(days=REVIEW_DAYS),
            ).order_by("submitted_at", "pk")
        )

    def _asked(self) -> Iterable[tuple[int, str, datetime]]:
        """Entity, title and time of each participation to confirm that was added lately."""
        added = dict(
            Participation.history.filter(
                history_type="+", history_date__gt=self.floor, history_date__lte=self.now
            ).values_list("id", "history_date")
        )
        waiting = (
            Participation.objects.filter(
                confirmed_at__isnull=True,
                intervention__cycle__state=CycleState.OPEN,
                intervention__state__in=sorted(EDITABLE_STATES),
            )
            .exclude(role=ParticipationRole.LEAD)
            .order_by("intervention__title", "pk")
        )
        for pk, entity, title in waiting.values_list("pk", "entity", "intervention__title"):
            if pk in added:
                yield entity, title, added[pk]

    def _since(self, person: User) -> datetime:
        return max(self.last.get(person.pk, self.floor), self.floor)

    def tell_entities(self, digest: Digest, designations: list[FocalPoint]) -> None:
        """Put into `digest` what happened for the entities that designated its person."""
        person, since = digest.person, self._since(digest.person)
        writing = {row.entity_id for row in designations if row.role in EDITING_DESIGNATIONS}
        approving = {row.entity_id for row in designations if row.role == DesignationRole.VALIDATOR}
        for event in self.events:
            if event.at <= since or event.by_id == person.pk:
                continue
            lead = self.leads.get(event.intervention_id)
            if event.to_state in EDITABLE_STATES and lead in writing:
                digest.returned.append(_told(event))
            if event.to_state == State.PENDING_ENTITY and lead in approving:
                digest.to_approve.append(_told(event))
        digest.to_confirm += [
            Task(title, page_of_confirmation())
            for entity, title, at in self.asked
            if entity in writing and at > since
        ]

    def tell_secretariat(self, digest: Digest) -> None:
        """Put into `digest` what entered the queue, and what is late if any of it is so newly."""
        since = self._since(digest.person)
        digest.to_review += [
            _told(event)
            for event in self.events
            if event.to_state == State.SUBMITTED and event.at > since
        ]
        age, last = timedelta(days=REVIEW_DAYS), self.last.get(digest.person.pk)
        newly = any(
            last is None or (row.submitted_at and row.submitted_at + age > last)
            for row in self.late
        )
        if newly or digest.to_review:
            digest.late += [Task(row.title, page_of_row(row.pk)) for row in self.late]


def _told(event: ReviewEvent) -> Task:
    note = Truncator(" ".join(event.note.split())).chars(LONGEST_NOTE)
    notes: int = event.notes  # type: ignore[attr-defined]  # counted by `_News`
    with translation.override(settings.LANGUAGE_CODE):
        counted = ngettext(
            "%(notes)s observación en un campo", "%(notes)s observaciones en campos", notes
        ) % {"notes": notes}
    said = " — ".join([part for part in (note, counted if notes else "") if part])
    return Task(event.intervention.title, page_of_row(event.intervention_id), said)
