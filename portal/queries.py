"""Reads of the public pages: validated rows, whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from alignment.models import GCMObjective
from cycles.choices import CycleNoteKind
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.choices import PUBLIC_STATES
from interventions.models import Intervention
from interventions.queries import with_relations


@dataclass(frozen=True)
class ObjectiveCount:
    """An objective of the Pact and how many validated interventions contribute to it."""

    code: str
    title: str
    label: str
    interventions: int


def public_interventions() -> QuerySet[Intervention]:
    """The validated interventions with all that a page shows of them, the latest cycle first."""
    rows = with_relations(Intervention.objects.validated()).prefetch_related("cycle__notes")
    return rows.order_by("-cycle__period_end", "title", "pk")


def editions_of(cycles: Iterable[ReportingCycle]) -> list[ReportingCycle]:
    """Those whose rows were loaded instead of validated, each once; `notes` are prefetched."""
    found = {cycle.pk: cycle for cycle in cycles}
    return [cycle for cycle in found.values() if cycle.provenance]


def granularity_of(cycles: Iterable[ReportingCycle]) -> list[str]:
    """Which objectives these cycles tell in more detail than the others; `notes` are prefetched."""
    notes = [note for cycle in cycles for note in cycle.notes_of(CycleNoteKind.DETAIL)]
    return [note.text for note in notes]


def cycle_to_show(cycles: list[ReportingCycle]) -> ReportingCycle | None:
    """Of the cycles with data (the latest first): the latest closed one, else the latest.

    A call that has just begun would show the work of years as nearly nothing.
    """
    closed = [cycle for cycle in cycles if not cycle.is_open]
    return next(iter(closed or cycles), None)


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


def executing_entities() -> QuerySet[Entity]:
    """The entities that take part in some validated intervention."""
    return (
        Entity.objects.filter(participations__intervention__state__in=PUBLIC_STATES)
        .distinct()
        .order_by("acronym")
    )
