"""How the call goes and what waits for the secretariat, in as many queries whatever how much."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min
from django.utils import timezone

from cycles.choices import ANSWERED_STATUSES, ResponseStatus
from cycles.models import EntityResponse, ReportingCycle
from entities.choices import EDITING_DESIGNATIONS
from entities.models import FocalPoint
from interventions.choices import ParticipationRole, State
from interventions.models import OnBehalf, Participation
from notifications.choices import LetterKind
from notifications.models import Letter
from workspace.queries import queue
from workspace.queries.queue import Aged, Waiting

FIRST = 3
"""Rows of the queue that the first page names below its picture."""

DRAWN = 200
"""Rows of the queue that its picture draws, the oldest of them."""

SENT_STATES = frozenset({State.OBSERVED, State.SUBMITTED, State.VALIDATED})
"""States of a row that the secretariat has seen."""


@dataclass(frozen=True)
class Called:
    """An entity of the call: its answer, the rows that it reports itself by state, and whether
    anybody writes for it.
    """

    response: EntityResponse
    rows: dict[str, int]
    has_writer: bool

    @property
    def answered(self) -> bool:
        """Whether its answer is in."""
        return self.response.status in ANSWERED_STATUSES

    @property
    def began(self) -> bool:
        """Whether it wrote anything, sent or not."""
        return bool(self.rows) or self.response.status == ResponseStatus.IN_PROGRESS

    @property
    def sent_nothing(self) -> bool:
        """Whether neither an answer nor a row of it ever came."""
        return not self.answered and not SENT_STATES & self.rows.keys()


@dataclass(frozen=True)
class LettersOfCall:
    """The letters of one kind that went out for a cycle: how many, and when the last one did."""

    sent: int
    last: datetime


@dataclass(frozen=True)
class SecretariatWork:
    """The beginning of the queue and how long it is, what is late, and how the call goes."""

    queue: list[Waiting]
    ages: list[Aged]
    waiting: int
    overdue: int
    comments: int
    oldest_comment: datetime | None
    entities: list[Called]
    letters: dict[str, LettersOfCall]

    @property
    def late(self) -> list[Waiting]:
        """Those of the rows shown whose term has passed."""
        return [one for one in self.queue if one.late]

    @property
    def expected(self) -> int:
        """Entities of which an answer is expected."""
        return len(self.entities)

    @property
    def answered(self) -> int:
        """Entities that answered."""
        return sum(one.answered for one in self.entities)

    @property
    def rate(self) -> int | None:
        """Entities that answered, in per cent of those expected."""
        return round(100 * self.answered / self.expected) if self.expected else None

    @property
    def unanswered(self) -> int:
        """Answers still missing."""
        return self.expected - self.answered

    @property
    def sent_nothing(self) -> int:
        """Entities of which nothing ever came."""
        return sum(one.sent_nothing for one in self.entities)


def work_of_secretariat(cycle: ReportingCycle, now: datetime | None = None) -> SecretariatWork:
    """The queue, the oldest first, and the entities of `cycle` with their rows by state."""
    now = now or timezone.now()
    rows = queue.queue()
    waiting, overdue = queue.lengths(rows, timezone.localdate(now))
    comments = queue.commented().order_by().aggregate(number=Count("pk"), oldest=Min("at"))
    return SecretariatWork(
        queue=queue.waiting(rows[:FIRST], now),
        ages=queue.ages(rows, DRAWN, now),
        waiting=waiting,
        overdue=overdue,
        comments=comments["number"],
        oldest_comment=comments["oldest"],
        entities=_entities(cycle, now),
        letters=_letters(cycle),
    )


def _entities(cycle: ReportingCycle, now: datetime) -> list[Called]:
    """Every entity expected in `cycle`, by acronym, with the rows that it reports itself."""
    counted = (
        Participation.objects.filter(intervention__cycle=cycle, role=ParticipationRole.LEAD)
        .exclude(intervention__in=OnBehalf.objects.no_answers().values("intervention"))
        .values_list("entity", "intervention__state")
        .annotate(rows=Count("pk"))
        .order_by()
    )
    by_entity: dict[int, dict[str, int]] = {}
    for entity, state, number in counted:
        by_entity.setdefault(entity, {})[state] = number
    speaking = FocalPoint.objects.speaking(timezone.localdate(now), EDITING_DESIGNATIONS)
    written_for = set(speaking.values_list("entity", flat=True))
    responses = (
        EntityResponse.objects.filter(cycle=cycle)
        .select_related("entity")
        .order_by("entity__acronym_key")
    )
    return [
        Called(row, by_entity.get(row.entity_id, {}), row.entity_id in written_for)
        for row in responses
    ]


def _letters(cycle: ReportingCycle) -> dict[str, LettersOfCall]:
    """Kind of letter -> those of `cycle` that went out."""
    sent = (
        Letter.objects.filter(cycle=cycle, sent_at__isnull=False)
        .exclude(kind=LetterKind.GROUP)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"), last=Max("sent_at"))
    )
    return {kind: LettersOfCall(number, last) for kind, number, last in sent}
