"""The rows that wait for the secretariat: how long, until when, in whose hands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cycles.choices import CycleState
from interventions.choices import ParticipationRole, ReviewSide, State
from interventions.models import FieldObservation, Intervention, Participation, ReviewClaim
from interventions.models.claim import lapsed_before
from interventions.queries import with_relations


@dataclass(frozen=True)
class Waiting:
    """A row that waits for review.

    `days` since it was sent, `due` the day by which it should be reviewed (nothing where the cycle
    sets no term), `late` the days past it; `claim` is in force, `open_threads` the observations not
    solved yet.
    """

    intervention: Intervention
    days: int
    due: date | None
    late: int
    claim: ReviewClaim | None
    open_threads: int


class Aged(NamedTuple):
    """A row of the queue by its key and name, and the days that it waits."""

    pk: int
    name: str
    days: int


def queue() -> QuerySet[Intervention]:
    """Every sent row of an open cycle, the oldest first; `sent` is when it was."""
    return (
        Intervention.objects.filter(state=State.SUBMITTED, cycle__state=CycleState.OPEN)
        .annotate(sent=Coalesce("submitted_at", "created_at"))
        .order_by("sent", "pk")
    )


def overdue(rows: QuerySet[Any], today: date | None = None) -> QuerySet[Any]:
    """Those of the queue's `rows` whose term for review has passed."""
    return rows.filter(_late(rows, today or timezone.localdate()))


def lengths(rows: QuerySet[Any], today: date | None = None) -> tuple[int, int]:
    """How many the queue's `rows` are, and of how many the term for review has passed."""
    late = _late(rows, today or timezone.localdate())
    counted = rows.order_by().aggregate(all=Count("pk"), late=Count("pk", filter=late))
    return counted["all"], counted["late"]


def held_by(rows: QuerySet[Any], person: User) -> QuerySet[Any]:
    """Those that `person` has in hands."""
    return rows.filter(Exists(_held().filter(by=person)))


def held_by_others(rows: QuerySet[Any], person: User) -> QuerySet[Any]:
    """Those that somebody else has in hands."""
    return rows.filter(Exists(_in_force().exclude(by=person)))


def free(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that nobody has in hands."""
    return rows.exclude(Exists(_in_force()))


def waiting(
    rows: QuerySet[Any], now: datetime | None = None, *, whole: bool = False
) -> list[Waiting]:
    """What a list of the secretariat says of each of `rows`, in a fixed number of queries.

    `whole`: with all that a row says, for whoever asks what it lacks.
    """
    now = now or timezone.now()
    shown = list(
        (with_relations(rows) if whole else _with_entities(rows)).prefetch_related(
            Prefetch(
                "claims", ReviewClaim.objects.in_force(now).select_related("by"), to_attr="in_hands"
            )
        )
    )
    threads = dict(
        FieldObservation.objects.open()
        .filter(intervention__in=[row.pk for row in shown])
        .order_by()
        .values_list("intervention")
        .annotate(threads=Count("pk"))
    )
    return [_waiting(row, threads.get(row.pk, 0), now) for row in shown]


def ages(rows: QuerySet[Any], most: int, now: datetime | None = None) -> list[Aged]:
    """The oldest of the queue's `rows`, `most` of them, each with the days it waits: one query."""
    now = now or timezone.now()
    lead = Participation.objects.filter(intervention=OuterRef("pk"), role=ParticipationRole.LEAD)
    named = rows.annotate(lead=Subquery(lead.values("entity__acronym")[:1]))
    return [
        Aged(pk, f"{acronym}: {title}" if acronym else title, (now - sent).days)
        for pk, title, acronym, sent in named.values_list("pk", "title", "lead", "sent")[:most]
    ]


def neighbours(
    rows: QuerySet[Any], row: Intervention, person: User
) -> tuple[Intervention | None, Intervention | None]:
    """The row before `row` in the queue, and the next one that nobody else has in hands.

    After the last the queue begins anew, so that the oldest is next.
    """
    sent = row.submitted_at or row.created_at
    earlier = Q(sent__lt=sent) | Q(sent=sent, pk__lt=row.pk)
    later = Q(sent__gt=sent) | Q(sent=sent, pk__gt=row.pk)
    previous = rows.filter(earlier).order_by("-sent", "-pk").first()
    open_to_person = rows.exclude(Exists(_in_force().exclude(by=person)))
    following = open_to_person.filter(later).first()
    return previous, following or open_to_person.filter(earlier).first()


def commented() -> QuerySet[FieldObservation]:
    """Comments of observers that nobody has solved, the oldest first."""
    return (
        FieldObservation.objects.open()
        .filter(side=ReviewSide.OBSERVER, intervention__state=State.VALIDATED)
        .select_related("intervention")
        .order_by("at", "pk")
    )


def _late(rows: QuerySet[Any], today: date) -> Q:
    """The condition of being late, by the term of each cycle in `rows`."""
    terms = rows.order_by().values_list("cycle", "cycle__review_days").distinct()
    late = Q(pk__in=[])
    for cycle, days in terms:
        if days is not None:
            first_in_time = timezone.make_aware(
                datetime.combine(today - timedelta(days=days), datetime.min.time())
            )
            late |= Q(cycle=cycle, sent__lt=first_in_time)
    return late


def _with_entities(rows: QuerySet[Any]) -> QuerySet[Any]:
    parts = Participation.objects.select_related("entity")
    return rows.select_related("cycle").prefetch_related(Prefetch("participations", parts))


def _held() -> QuerySet[ReviewClaim]:
    return ReviewClaim.objects.held().filter(intervention=OuterRef("pk"))


def _in_force() -> QuerySet[ReviewClaim]:
    return _held().filter(since__gte=lapsed_before(timezone.now()))


def _waiting(row: Any, open_threads: int, now: datetime) -> Waiting:
    sent, today = row.submitted_at or row.created_at, timezone.localdate(now)
    term = row.cycle.review_days
    due = None if term is None else timezone.localdate(sent) + timedelta(days=term)
    return Waiting(
        intervention=row,
        days=(now - sent).days,
        due=due,
        late=max(0, (today - due).days) if due else 0,
        claim=row.in_hands[0] if row.in_hands else None,
        open_threads=open_threads,
    )
