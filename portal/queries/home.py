"""What the public home says first."""

from dataclasses import dataclass

from django.db.models import Count, Q

from cycles.models import ReportingCycle
from entities.models import TargetGroup
from interventions.choices import PUBLIC_STATES
from interventions.models import Intervention
from portal.queries.summaries import Facts, facts_of

MOST_DOORS = 8


@dataclass(frozen=True)
class Door:
    """A group of people that interventions of a cycle name, and how many do."""

    group: TargetGroup
    interventions: int


@dataclass(frozen=True)
class HomePage:
    """What the home says of a cycle."""

    facts: Facts
    doors: list[Door]


def page_of(cycle: ReportingCycle) -> HomePage:
    """All that the home says of `cycle` beside its pictures, in a fixed number of queries."""
    rows = Intervention.objects.validated().filter(cycle=cycle)
    return HomePage(facts_of(rows), doors_of(cycle))


def doors_of(cycle: ReportingCycle) -> list[Door]:
    """The groups of people that most interventions of `cycle` name."""
    named = Count(
        "interventions",
        filter=Q(interventions__cycle=cycle, interventions__state__in=PUBLIC_STATES),
        distinct=True,
    )
    groups = TargetGroup.objects.annotate(named=named).filter(named__gt=0)
    return [Door(group, group.named) for group in groups.order_by("-named", "code")[:MOST_DOORS]]
