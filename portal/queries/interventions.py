"""The interventions that everybody reads, and the cycle that a page shows first."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from cycles.choices import CycleNoteKind
from cycles.models import ReportingCycle
from entities.models import Country, Entity
from interventions.choices import PUBLIC_STATES, ParticipationRole
from interventions.models import Intervention, Participation
from interventions.queries import with_kind_on_behalf, with_relations


def public_interventions() -> QuerySet[Intervention]:
    """The validated interventions with all that a page shows of them, the latest cycle first."""
    rows = with_relations(Intervention.objects.validated()).prefetch_related("cycle__notes")
    return rows.order_by("-cycle__period_end", "title_key", "pk")


def editions_of(cycles: Iterable[ReportingCycle]) -> list[ReportingCycle]:
    """Those whose rows were loaded instead of validated, each once; `notes` are prefetched."""
    found = {cycle.pk: cycle for cycle in cycles}
    return [cycle for cycle in found.values() if cycle.provenance]


def granularity_of(cycles: Iterable[ReportingCycle]) -> list[str]:
    """Which objectives these cycles tell in more detail than the others; `notes` are prefetched."""
    notes = [note for cycle in cycles for note in cycle.notes_of(CycleNoteKind.DETAIL)]
    return [note.text for note in notes]


MOST_BESIDE = 4


def same_lead(row: Intervention) -> list[Intervention]:
    """A few other validated interventions of the same cycle that the same entity leads."""
    part = row.lead_participation
    if part is None:
        return []
    led = Participation.objects.filter(
        intervention=OuterRef("pk"), entity=part.entity_id, role=ParticipationRole.LEAD
    )
    others = Intervention.objects.validated().filter(Exists(led), cycle=row.cycle_id)
    told = with_kind_on_behalf(others).prefetch_related(
        Prefetch("participations", Participation.objects.select_related("entity"))
    )
    return list(told.exclude(pk=row.pk).order_by("title_key", "pk")[:MOST_BESIDE])


def cycle_to_show(
    cycles: Sequence[ReportingCycle], code: str | None = None
) -> ReportingCycle | None:
    """Of the cycles with data (the latest first): that of `code`, the latest closed, the latest.

    A call that has just begun would show the work of years as nearly nothing. Nothing where there
    is no cycle with data, or none of that code.
    """
    if code is not None:
        wanted = code.casefold()
        return next((cycle for cycle in cycles if cycle.code.casefold() == wanted), None)
    closed = [cycle for cycle in cycles if not cycle.is_open]
    return next(iter(closed or cycles), None)


def countries_of_rows() -> QuerySet[Country]:
    """The countries that some validated intervention names."""
    naming = Intervention.countries.through.objects.filter(
        country=OuterRef("pk"), intervention__state__in=PUBLIC_STATES
    )
    return Country.objects.filter(Exists(naming))


def executing_entities() -> QuerySet[Entity]:
    """The entities that take part in some validated intervention."""
    return (
        Entity.objects.filter(participations__intervention__state__in=PUBLIC_STATES)
        .distinct()
        .order_by("acronym_key")
    )
