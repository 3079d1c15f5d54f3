"""The pages of what was promised: objectives, guidelines, and the areas and axes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from alignment.choices import ProvisionKind
from alignment.models import Provision
from alignment.queries import Suggestion, aligned_with
from analysis.executors import EntityCount, who_executes
from cycles.models import ReportingCycle
from interventions.models import Challenge, Contribution, Intervention, Result
from interventions.queries import public_entity_challenges, under
from portal.queries import summaries
from portal.queries.interventions import public_interventions

PAGES = {
    "objetivo": ProvisionKind.OBJECTIVE,
    "area": ProvisionKind.AREA,
    "lineamiento": ProvisionKind.GUIDELINE,
    "eje": ProvisionKind.AXIS,
}
"""Word in the address -> kind of provision that has a page of its own."""

WORDS = {kind: word for word, kind in PAGES.items()}

MOST_SHOWN = 8
"""Interventions that a page shows before it leads to the list of all."""


def provisions_with_a_page() -> QuerySet[Provision]:
    """The provisions that have a page, in the order of their instruments."""
    return (
        Provision.objects.filter(kind__in=WORDS)
        .select_related("framework")
        .order_by("framework__code", "kind", "position", "pk")
    )


def groups() -> QuerySet[Provision]:
    """The areas and axes, which group objectives and guidelines."""
    return provisions_with_a_page().filter(kind__in=[ProvisionKind.AREA, ProvisionKind.AXIS])


@dataclass(frozen=True)
class MemberCount:
    """An objective of an area (or a guideline of an axis) and the interventions that it has."""

    provision: Provision
    interventions: int


@dataclass(frozen=True)
class ProvisionPage:
    """What the page of a provision says of one cycle."""

    provision: Provision
    belongs_to: Sequence[Provision]
    members: Sequence[MemberCount]
    facts: summaries.Facts
    before: int | None
    """Its interventions in the cycle before; nothing where there is none."""
    entities: list[EntityCount]
    results: Sequence[Result]
    challenges: Sequence[Challenge]
    own_challenges: Sequence[Challenge]
    """Difficulties that entities reported for it without an intervention."""
    interventions: Sequence[Intervention]
    aligned: Sequence[Suggestion]
    unknown: Sequence[summaries.Unknown]


def page_of(
    provision: Provision, cycle: ReportingCycle, previous: ReportingCycle | None = None
) -> ProvisionPage:
    """All that the page of `provision` says of `cycle`, in a fixed number of queries."""
    rows = under(Intervention.objects.validated().filter(cycle=cycle), provision)
    earlier = Intervention.objects.validated().filter(cycle=previous)
    return ProvisionPage(
        provision=provision,
        belongs_to=list(
            provision.groups.filter(kind__in=WORDS)
            .select_related("framework")
            .order_by("position", "pk")
        ),
        members=members_of(provision, cycle),
        facts=summaries.facts_of(rows),
        before=under(earlier, provision).count() if previous else None,
        entities=who_executes(rows),
        results=summaries.results_of(rows),
        challenges=summaries.challenges_of(rows),
        own_challenges=list(public_entity_challenges(cycle).filter(provision=provision)),
        interventions=list(
            under(public_interventions().filter(cycle=cycle), provision)[:MOST_SHOWN]
        ),
        aligned=aligned_with(provision),
        unknown=summaries.unknown_of(rows),
    )


def members_of(provision: Provision, cycle: ReportingCycle) -> list[MemberCount]:
    """What an area or an axis groups, each with its interventions in `cycle`, in one query more.

    Of an objective of several areas, only the interventions that count in this one.
    """
    members = list(
        provision.members.filter(kind__in=WORDS)
        .select_related("framework")
        .order_by("position", "pk")
    )
    if not members:
        return []
    rows = under(Intervention.objects.validated().filter(cycle=cycle), provision)
    contributions = Contribution.objects.filter(
        provision__in=members, intervention__in=rows.order_by().values("pk")
    )
    counts: dict[int, set[int]] = {member.pk: set() for member in members}
    for member, row in contributions.values_list("provision_id", "intervention_id"):
        counts[member].add(row)
    return [MemberCount(member, len(counts[member.pk])) for member in members]
