"""What pages say of some interventions together: of an objective, of an area, of an entity."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from analysis.crosstabs import executing_parts
from interventions.choices import Execution, Reporting
from interventions.models import Challenge, Intervention, Result
from interventions.queries import by_execution

MOST_LISTED = 100
"""Results or difficulties that one page lists; whoever wants all of them takes the file."""


@dataclass(frozen=True)
class Facts:
    """Counts of some interventions; each counts once in each."""

    interventions: int
    entities: int
    joint: int
    with_results: int
    with_challenges: int


def facts_of(rows: QuerySet[Intervention]) -> Facts:
    """What is counted of `rows`, in three queries."""
    counted = rows.order_by().aggregate(
        interventions=Count("pk"),
        with_results=Count("pk", filter=Q(results_reporting=Reporting.REPORTED)),
        with_challenges=Count("pk", filter=Q(challenges_reporting=Reporting.REPORTED)),
    )
    return Facts(
        **counted,
        entities=executing_parts(rows).aggregate(all=Count("entity", distinct=True))["all"],
        joint=by_execution(rows, Execution.JOINT).order_by().count(),
    )


def results_of(rows: QuerySet[Intervention]) -> list[Result]:
    """What came of `rows`, each once; the greatest figures first, then what is told without one."""
    found = Result.objects.of(rows.order_by().values("pk")).prefetch_related(_whose())
    return list(found.order_by(F("value").desc(nulls_last=True), "pk")[:MOST_LISTED])


def challenges_of(rows: QuerySet[Intervention]) -> list[Challenge]:
    """What made `rows` difficult, each once, by category."""
    found = Challenge.objects.of(rows.order_by().values("pk")).prefetch_related(_whose())
    return list(found.order_by("category", "pk")[:MOST_LISTED])


def _whose() -> Prefetch:
    """The public interventions that report a result or difficulty, each with its cycle."""
    public = Intervention.objects.validated().select_related("cycle").order_by("title_key", "pk")
    return Prefetch("interventions", public)


@dataclass(frozen=True)
class Unknown:
    """Something (`name`) that nobody said of `part` out of the `whole` of the interventions."""

    name: Any
    part: int
    whole: int


UNKNOWNS = {
    "results": (_("Sin resultados"), ~Q(results_reporting=Reporting.REPORTED)),
    "start": (_("Sin fecha de inicio"), Q(start_date__isnull=True)),
    "place": (_("Sin departamento ni país"), Q(regions=None, countries=None)),
    "people": (_("Sin decir a quién sirve"), Q(target_groups=None)),
}
"""What may be unknown of an intervention -> its name, and which rows lack it."""


def unknown_of(rows: QuerySet[Intervention]) -> list[Unknown]:
    """What the registry does not know of `rows`, in one query."""
    counts = {
        name: Count("pk", filter=condition, distinct=True)
        for name, (_label, condition) in UNKNOWNS.items()
    }
    counted = rows.order_by().aggregate(total=Count("pk", distinct=True), **counts)
    return [
        Unknown(label, counted[name], counted["total"]) for name, (label, _c) in UNKNOWNS.items()
    ]
