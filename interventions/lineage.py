"""What a cycle starts from: the latest row of every code of the cycles before it.

A row is known by its code, which is the same in every cycle. What ended by what the entity told of
it (`Discontinuation`) in a cycle before is not offered any more; being silent about it, or having
«nothing new», for one cycle or for several, ends nothing.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse, ReportingCycle
from interventions.choices import ImplementationStatus, ParticipationRole
from interventions.models import Discontinuation, Intervention, Participation


def known_before(cycle: ReportingCycle) -> QuerySet[Intervention]:
    """The latest validated row of every code of any cycle before `cycle`, without what ended."""
    return _latest(Intervention.objects.validated(), cycle)


def offered_to(cycle: ReportingCycle) -> QuerySet[Intervention]:
    """The latest row of every code, without what ended: validated, or left behind unfinished.

    What a cycle closed upon (drafts, observed, sent and not validated) is the entity's latest word
    on it, and stands in place of what was validated earlier.
    """
    return _latest(Intervention.objects.all(), cycle)


def with_answers(rows: QuerySet[Intervention], cycle: ReportingCycle) -> QuerySet[Any]:
    """`rows` with what became of each in `cycle`: `is_carried`, `is_discontinued`, and
    `is_kept_alive` where the lead answered that it has nothing new.
    """
    return rows.annotate(
        is_carried=Exists(Intervention.objects.filter(cycle=cycle, code=OuterRef("code"))),
        is_discontinued=Exists(
            Discontinuation.objects.filter(cycle=cycle, previous__code=OuterRef("code"))
        ),
        is_kept_alive=Exists(
            Participation.objects.filter(
                intervention=OuterRef("pk"),
                role=ParticipationRole.LEAD,
                entity__in=nothing_new_in(cycle),
            )
        ),
    )


def waiting_in(cycle: ReportingCycle) -> QuerySet[Intervention]:
    """Those offered to `cycle` of which somebody has still to say what became of them.

    Not what was reported as concluded: it may be taken up, and nobody is asked to.
    """
    rows = with_answers(offered_to(cycle), cycle).filter(
        is_carried=False, is_discontinued=False, is_kept_alive=False
    )
    return rows.exclude(
        pk__in=Intervention.objects.validated().filter(status=ImplementationStatus.COMPLETED)
    )


def nothing_new_in(cycle: ReportingCycle) -> QuerySet[Any]:
    """Keys of the entities that answered the call of `cycle` with «nothing new»."""
    answers = EntityResponse.objects.filter(cycle=cycle, status=ResponseStatus.NOTHING_NEW)
    return answers.values("entity")


def validated_version(row: Intervention, cycle: ReportingCycle) -> Intervention | None:
    """The latest validated row of the code of `row` in another cycle until `cycle`, or nothing."""
    return (
        Intervention.objects.validated()
        .filter(code=row.code, cycle__period_end__lte=cycle.period_end)
        .exclude(cycle=cycle)
        .order_by("-cycle__period_end", "-pk")
        .first()
    )


def told_in(cycle: ReportingCycle, rows: list[Intervention]) -> dict[str, Discontinuation]:
    """Code -> what was told in `cycle` of one of `rows` that does not go on."""
    told = Discontinuation.objects.filter(
        cycle=cycle, previous__code__in=[row.code for row in rows]
    )
    return {one.previous.code: one for one in told.select_related("previous")}


def _latest(rows: QuerySet[Intervention], cycle: ReportingCycle) -> QuerySet[Intervention]:
    """Of each code in `rows` the one of the latest cycle before `cycle`, unless it ended since."""
    later = Q(
        code=OuterRef("code"),
        cycle__period_end__gt=OuterRef("cycle__period_end"),
        cycle__period_end__lt=cycle.period_end,
    )
    ended = Discontinuation.objects.filter(
        previous__code=OuterRef("code"),
        cycle__period_end__gt=OuterRef("cycle__period_end"),
        cycle__period_end__lt=cycle.period_end,
    )
    earlier = rows.filter(cycle__period_end__lt=cycle.period_end)
    return earlier.exclude(Exists(rows.filter(later))).exclude(Exists(ended))
