"""What the public home says first."""

from dataclasses import dataclass

from django.db.models import Count, Q

from alignment.models import GCMObjective
from cycles.models import ReportingCycle
from interventions.choices import PUBLIC_STATES


@dataclass(frozen=True)
class ObjectiveCount:
    """An objective of the Pact and how many validated interventions contribute to it."""

    code: str
    title: str
    label: str
    interventions: int


def objective_counts(cycle: ReportingCycle | None) -> list[ObjectiveCount]:
    """Every objective of the Pact with its number of validated interventions in `cycle`."""
    counted = GCMObjective.objects.annotate(
        interventions=Count(
            "contributions__intervention",
            filter=Q(
                contributions__intervention__state__in=PUBLIC_STATES,
                contributions__intervention__cycle=cycle,
            ),
            distinct=True,
        )
    ).order_by("position")
    return [
        ObjectiveCount(row.code, row.title, row.short_title, row.interventions) for row in counted
    ]
