"""Reads that more than one face needs; nothing here writes."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from alignment.choices import ProvisionKind
from alignment.models import Provision
from cycles.models import ReportingCycle
from cycles.queries import open_cycle
from interventions.choices import (
    EDITABLE_STATES,
    PUBLIC_STATES,
    Execution,
    ParticipationRole,
    State,
)
from interventions.models import (
    Challenge,
    Contribution,
    Discontinuation,
    Intervention,
    OnBehalf,
    Participation,
    Result,
)


def with_relations(interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """The same rows with everything that a list shows, in a fixed number of queries."""
    return (
        with_kind_on_behalf(interventions)
        .select_related("cycle")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("entity__parent")),
            Prefetch(
                "contributions",
                Contribution.objects.select_related(
                    "provision__framework", "group"
                ).prefetch_related("provision__groups"),
            ),
            *prefetched_sharing(),
            "evidence",
            "regions",
            "countries",
            "target_groups",
        )
    )


def with_kind_on_behalf(interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """The same rows with what `said_on_behalf` reads of each, but for its entities."""
    written = OnBehalf.objects.standing().by_rank().filter(intervention=OuterRef("pk"))
    return interventions.annotate(on_behalf_kind=Subquery(written.values("kind")[:1]))


def prefetched_sharing() -> tuple[Prefetch, Prefetch]:
    """The results and difficulties of interventions, in the order in which each has them."""
    return (
        Prefetch("results", Result.objects.in_place()),
        Prefetch("challenges", Challenge.objects.in_place()),
    )


def prefetched_sharers(visible: QuerySet[Intervention]) -> tuple[Prefetch, Prefetch]:
    """Of each result and difficulty the interventions whose it is, as far as they are `visible`."""
    told = visible.order_by("code").only("code", "title", "cycle")
    return (
        Prefetch("results__interventions", told),
        Prefetch("challenges__interventions", told),
    )


def with_sharers(interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """As `with_relations`, and of each result and difficulty all the interventions whose it is."""
    every = prefetched_sharers(Intervention.objects.all())
    return with_relations(interventions).prefetch_related(*every)


def may_share_with(row: Intervention, sharing: Collection[int]) -> QuerySet[Intervention]:
    """The interventions of the cycle of `row` that may share a result with it, by code: those that
    its lead entity may change, and those that share one already (`sharing`, by key).
    """
    lead = Participation.objects.filter(intervention=row.pk, role=ParticipationRole.LEAD)
    led = Participation.objects.filter(
        role=ParticipationRole.LEAD, entity__in=lead.values("entity"), intervention=OuterRef("pk")
    )
    others = Intervention.objects.filter(cycle=row.cycle_id).exclude(pk=row.pk)
    open_to_it = Q(Exists(led), state__in=sorted(EDITABLE_STATES))
    return others.filter(open_to_it | Q(pk__in=sorted(sharing))).order_by("code")


def by_execution(
    interventions: QuerySet[Intervention], execution: Execution
) -> QuerySet[Intervention]:
    """The rows that one entity executes alone, or that two or more execute together (R31).

    Whoever has not confirmed makes none joint.
    """
    # One index look-up per row: grouping all participations beside other filters made PostgreSQL
    # choose, before it had statistics, a plan of minutes. An entity is in a row once.
    counted = (
        Participation.objects.executing()
        .filter(intervention=OuterRef("pk"))
        .order_by()
        .values("intervention")
        .annotate(executors=Count("pk"))
        .values("executors")
    )
    rows = interventions.alias(executors=Subquery(counted))
    if execution == Execution.SINGLE:
        return rows.filter(executors=1)
    return rows.filter(executors__gte=2)


def contributing_to(
    interventions: QuerySet[Intervention], provisions: Iterable[Provision]
) -> QuerySet[Intervention]:
    """The rows that contribute to one of `provisions`."""
    found = Contribution.objects.filter(intervention=OuterRef("pk"), provision__in=provisions)
    return interventions.filter(Exists(found))


def in_areas(
    interventions: QuerySet[Intervention], areas: Iterable[Provision]
) -> QuerySet[Intervention]:
    """The rows in one of `areas`: the one chosen for the row, else the one of its objective."""
    found = Contribution.objects.filter(intervention=OuterRef("pk")).filter(
        Q(group__in=areas) | Q(group__isnull=True, provision__groups__in=areas)
    )
    return interventions.filter(Exists(found))


def in_groups(
    interventions: QuerySet[Intervention], groups: Iterable[Provision]
) -> QuerySet[Intervention]:
    """The rows that contribute to something of one of `groups`: axes, policy blocks."""
    found = Contribution.objects.filter(intervention=OuterRef("pk"), provision__groups__in=groups)
    return interventions.filter(Exists(found))


def under(interventions: QuerySet[Intervention], provision: Provision) -> QuerySet[Intervention]:
    """The rows that count under `provision`, whatever its kind: what its filter lists."""
    if provision.kind == ProvisionKind.AREA:
        return in_areas(interventions, [provision])
    if provision.kind in (ProvisionKind.AXIS, ProvisionKind.POLICY_BLOCK):
        return in_groups(interventions, [provision])
    return contributing_to(interventions, [provision])


def validated_of_cycle(cycle: ReportingCycle) -> QuerySet[Intervention]:
    """What the country report of `cycle` is compiled from, in a stable order."""
    return with_relations(Intervention.objects.validated().filter(cycle=cycle)).order_by("pk")


def public_entity_challenges(cycle: ReportingCycle) -> QuerySet[Challenge]:
    """The validated difficulties of `cycle` that an entity reported without an intervention."""
    return (
        Challenge.objects.filter(cycle=cycle, validated_at__isnull=False)
        .select_related("entity", "provision__framework")
        .order_by("pk")
    )


def cycles_to_read() -> QuerySet[ReportingCycle]:
    """The cycles that anybody may read something of, the latest first.

    Each has `validated`, how many validated interventions it has: one or more.
    """
    return (
        ReportingCycle.objects.annotate(
            validated=Count("interventions", filter=Q(interventions__state__in=PUBLIC_STATES))
        )
        .filter(validated__gt=0)
        .order_by("-period_end")
    )


def told_discontinuations(cycle: ReportingCycle) -> QuerySet[Discontinuation]:
    """What entities said in `cycle` of rows that do not go on, the oldest first.

    Not of drafts that a cycle left behind: nobody outside ever read them, and no report tells it.
    """
    return (
        Discontinuation.objects.filter(cycle=cycle, previous__state__in=PUBLIC_STATES)
        .select_related("previous", "by")
        .prefetch_related(
            Prefetch("previous__participations", Participation.objects.select_related("entity"))
        )
        .order_by("at", "pk")
    )


def accepted_discontinuations(cycle: ReportingCycle) -> QuerySet[Discontinuation]:
    """Those of `cycle` that the secretariat accepted: what the country report tells."""
    accepted = Discontinuation.objects.filter(cycle=cycle, accepted_at__isnull=False)
    return accepted.select_related("previous").order_by("pk")


def back_office_summary(visible: QuerySet[Intervention]) -> dict[str, Any]:
    """The open cycle and how many rows of it (of those visible) stand in each state."""
    cycle = open_cycle()
    counts = dict(
        visible.filter(cycle=cycle).order_by().values_list("state").annotate(rows=Count("pk"))
    )
    return {
        "cycle": cycle,
        "states": [
            {"state": state.value, "label": state.label, "rows": counts.get(state.value, 0)}
            for state in State
        ],
        "waiting": list(
            visible.filter(cycle=cycle, state__in=[State.SUBMITTED, State.OBSERVED]).order_by(
                "submitted_at", "pk"
            )[:20]
        ),
    }
