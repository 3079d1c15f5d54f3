"""Who executes some interventions, alone and with others."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from analysis.crosstabs import executing_parts
from interventions.models import Intervention, Participation


@dataclass(frozen=True)
class EntityCount:
    """How many interventions an entity executes alone, and how many with others."""

    acronym: str
    name: str
    alone: int
    joint: int

    @property
    def total(self) -> int:
        """All that it executes."""
        return self.alone + self.joint


def who_executes(rows: QuerySet[Intervention]) -> list[EntityCount]:
    """The entities that execute some of `rows`, those with most first; an intervention of several
    entities counts in each of them.
    """
    executors = (
        Participation.objects.executing()
        .filter(intervention=OuterRef("intervention"))
        .order_by()
        .values("intervention")
        .annotate(entities=Count("pk"))
        .values("entities")
    )
    counted = (
        executing_parts(rows)
        .order_by()
        .annotate(executors=Subquery(executors))
        .values(acronym=F("entity__acronym"), name=F("entity__name"))
        .annotate(
            alone=Count("pk", filter=Q(executors=1)), joint=Count("pk", filter=Q(executors__gt=1))
        )
        .order_by(-(F("alone") + F("joint")), "entity__acronym_key")
    )
    return [EntityCount(**row) for row in counted]
