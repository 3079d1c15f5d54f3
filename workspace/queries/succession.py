"""What an entity has and does, to look at before it is written down that it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from cycles.choices import CycleState
from cycles.models import EntityResponse, ReportingCycle
from entities.models import Entity, FocalPoint, WorkingGroup
from interventions.choices import PUBLIC_STATES
from interventions.models import Participation


@dataclass(frozen=True)
class Standing:
    """What is of an entity today."""

    cycles: Sequence[tuple[str, int]]
    """Title of a cycle and in how many of its interventions the entity takes part."""
    open_rows: int
    """Of those of open cycles, what is not validated yet."""
    expected: Sequence[ReportingCycle]
    people: Sequence[FocalPoint]
    groups: Sequence[WorkingGroup]


def standing_of(entity: Entity, day: date) -> Standing:
    """What `entity` has on `day`, in a fixed number of queries."""
    parts = Participation.objects.filter(entity=entity).order_by()
    counted = parts.values_list("intervention__cycle__title").annotate(rows=Count("pk"))
    unfinished = parts.filter(intervention__cycle__state=CycleState.OPEN).exclude(
        intervention__state__in=sorted(PUBLIC_STATES)
    )
    open_answers = EntityResponse.objects.filter(entity=entity, cycle__state=CycleState.OPEN)
    return Standing(
        cycles=list(counted.order_by("-intervention__cycle__period_end")),
        open_rows=unfinished.count(),
        expected=list(ReportingCycle.objects.filter(pk__in=open_answers.values("cycle"))),
        people=list(
            FocalPoint.objects.speaking(day).filter(entity=entity).select_related("user", "entity")
        ),
        groups=list(entity.working_groups.all()),
    )
