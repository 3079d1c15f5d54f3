"""Reads that more than one face needs; nothing here writes."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from alignment.models.base import in_force
from interventions.choices import (
    ANSWERED_STATUSES,
    EDITING_DESIGNATIONS,
    EXECUTING_ROLES,
    PUBLIC_STATES,
    CycleState,
    Execution,
    ParticipationRole,
    State,
)
from interventions.models import (
    Challenge,
    Contribution,
    Discontinuation,
    Entity,
    EntityResponse,
    FocalPoint,
    Intervention,
    Participation,
    ReportingCycle,
    WorkingGroup,
)


def with_relations(interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """The same rows with everything that a list shows, in a fixed number of queries."""
    return interventions.select_related("cycle").prefetch_related(
        Prefetch("participations", Participation.objects.select_related("entity")),
        Prefetch(
            "contributions",
            Contribution.objects.select_related("provision__framework", "group").prefetch_related(
                "provision__groups"
            ),
        ),
        "results",
        "challenges",
        "evidence",
        "regions",
        "countries",
        "target_groups",
    )


def with_executing_count(interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """Annotate `executing_count`: how many entities execute each row (lead and co-executors)."""
    return interventions.annotate(
        executing_count=Coalesce(
            Count(
                "participations__entity",
                filter=Q(participations__role__in=sorted(EXECUTING_ROLES)),
                distinct=True,
            ),
            0,
        )
    )


def by_execution(
    interventions: QuerySet[Intervention], execution: Execution
) -> QuerySet[Intervention]:
    """The rows that one entity executes alone, or that two or more execute together (R31)."""
    # One index look-up per row: grouping all participations beside other filters made PostgreSQL
    # choose, before it had statistics, a plan of minutes. An entity is in a row once.
    counted = (
        Participation.objects.filter(intervention=OuterRef("pk"), role__in=sorted(EXECUTING_ROLES))
        .order_by()
        .values("intervention")
        .annotate(executors=Count("pk"))
        .values("executors")
    )
    rows = interventions.alias(executors=Subquery(counted))
    if execution == Execution.SINGLE:
        return rows.filter(executors=1)
    return rows.filter(executors__gte=2)


def validated_of_cycle(cycle: ReportingCycle) -> QuerySet[Intervention]:
    """What the country report of `cycle` is compiled from, in a stable order."""
    return with_relations(Intervention.objects.validated().filter(cycle=cycle)).order_by("pk")


def public_entity_challenges(cycle: ReportingCycle) -> QuerySet[Challenge]:
    """The validated difficulties of `cycle` that an entity reported without an intervention."""
    return (
        Challenge.objects.filter(cycle=cycle, intervention__isnull=True, validated_at__isnull=False)
        .select_related("entity", "provision__framework")
        .order_by("pk")
    )


def response_counts(cycle: ReportingCycle) -> dict[str, int]:
    """How many entities were expected to answer `cycle` and how many did."""
    return EntityResponse.objects.filter(cycle=cycle).aggregate(
        expected=Count("pk"),
        answered=Count("pk", filter=Q(status__in=sorted(ANSWERED_STATUSES))),
    )


def open_cycle() -> ReportingCycle | None:
    """The cycle that is being answered: the latest of the open ones."""
    return ReportingCycle.objects.filter(state=CycleState.OPEN).order_by("-period_end").first()


def cycle_before(cycle: ReportingCycle) -> ReportingCycle | None:
    """The cycle whose period ended last before that of `cycle`."""
    earlier = ReportingCycle.objects.filter(period_end__lt=cycle.period_end)
    return earlier.order_by("-period_end").first()


def told_discontinuations(cycle: ReportingCycle) -> QuerySet[Discontinuation]:
    """What entities said in `cycle` of rows that do not go on, the oldest first."""
    return (
        Discontinuation.objects.filter(cycle=cycle)
        .select_related("previous", "by")
        .prefetch_related(
            Prefetch("previous__participations", Participation.objects.select_related("entity"))
        )
        .order_by("at", "pk")
    )


def accepted_discontinuations(cycle: ReportingCycle) -> QuerySet[Discontinuation]:
    """Those of `cycle` that the secretariat accepted: what the country report tells."""
    return Discontinuation.objects.filter(cycle=cycle, accepted_at__isnull=False).order_by("pk")


def entities_without_focal_point(
    cycle: ReportingCycle, day: date | None = None
) -> QuerySet[Entity]:
    """The entities with something open in `cycle` and nobody in force on `day` (today) to do it.

    Open is an answer that is still expected, or a row of its own that is not validated; each has
    `open_rows`, how many these are. The rows stay the entity's: whom it designates takes over.
    """
    held = FocalPoint.objects.filter(
        in_force(day or timezone.localdate()),
        role__in=sorted(EDITING_DESIGNATIONS),
        user__is_active=True,
    )
    unanswered = EntityResponse.objects.filter(cycle=cycle).exclude(
        status__in=sorted(ANSWERED_STATUSES)
    )
    open_rows = Count(
        "participations",
        filter=Q(
            participations__role=ParticipationRole.LEAD,
            participations__intervention__cycle=cycle,
            participations__intervention__state__in=sorted(set(State) - PUBLIC_STATES),
        ),
    )
    return (
        Entity.objects.annotate(open_rows=open_rows)
        .filter(Q(open_rows__gt=0) | Q(pk__in=unanswered.values("entity")))
        .exclude(pk__in=held.values("entity"))
        .order_by("acronym")
    )


def expected_entities(cycle: ReportingCycle) -> QuerySet[Entity]:
    """The entities whose answer to the call of `cycle` is still expected."""
    waiting = EntityResponse.objects.filter(cycle=cycle).exclude(
        status__in=sorted(ANSWERED_STATUSES)
    )
    return Entity.objects.filter(pk__in=waiting.values("entity"))


def members_of(group: WorkingGroup | None) -> QuerySet[Entity]:
    """The entities that belong to `group`, or to any group where none is named."""
    groups = (
        WorkingGroup.objects.all() if group is None else WorkingGroup.objects.filter(pk=group.pk)
    )
    return Entity.objects.filter(pk__in=groups.values("members"))


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
