"""The pages of the entities: what each reports, alone and with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from alignment.choices import ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import executing_parts
from analysis.executors import EntityCount
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.choices import EXECUTING_ROLES, PUBLIC_STATES
from interventions.models import Challenge, Intervention, Participation, Result
from interventions.queries import public_entity_challenges
from portal.queries import summaries
from portal.queries.interventions import public_interventions
from portal.queries.provisions import MOST_SHOWN, MemberCount


@dataclass(frozen=True)
class Partner:
    """An entity and how many interventions it executes together with another one."""

    acronym: str
    name: str
    together: int


@dataclass(frozen=True)
class EntityPage:
    """What the page of an entity says of one cycle."""

    entity: Entity
    dependants: Sequence[Entity]
    facts: summaries.Facts
    other_roles: int
    """Interventions in which it takes part, as it or its source says, without executing them."""
    partners: Sequence[Partner]
    provisions: Sequence[MemberCount]
    results: Sequence[Result]
    challenges: Sequence[Challenge]
    own_challenges: Sequence[Challenge]
    interventions: Sequence[Intervention]
    cycles: Sequence[tuple[ReportingCycle, int]]
    """Each cycle with data and how many interventions it executes in it."""


def executed_by(rows: QuerySet[Intervention], entity: Entity) -> QuerySet[Intervention]:
    """Those of `rows` that `entity` executes: what the list's filter of its name lists."""
    parts = Participation.objects.executing().filter(intervention=OuterRef("pk"), entity=entity)
    return rows.filter(Exists(parts))


def page_of(entity: Entity, cycle: ReportingCycle, cycles: Sequence[ReportingCycle]) -> EntityPage:
    """All that the page of `entity` says of `cycle`, in a fixed number of queries."""
    validated = Intervention.objects.validated().filter(cycle=cycle)
    rows = executed_by(validated, entity)
    taking_part = Participation.objects.confirmed().filter(
        entity=entity, intervention__state__in=PUBLIC_STATES, intervention__cycle=cycle
    )
    return EntityPage(
        entity=entity,
        dependants=list(entity.dependants.order_by("acronym_key")),
        facts=summaries.facts_of(rows),
        other_roles=taking_part.exclude(role__in=sorted(EXECUTING_ROLES)).count(),
        partners=partners_of(rows, entity),
        provisions=provisions_of(rows),
        results=summaries.results_of(rows),
        challenges=summaries.challenges_of(rows),
        own_challenges=list(public_entity_challenges(cycle).filter(entity=entity)),
        interventions=list(
            executed_by(public_interventions().filter(cycle=cycle), entity)[:MOST_SHOWN]
        ),
        cycles=in_each_cycle(entity, cycles),
    )


def partners_of(rows: QuerySet[Intervention], entity: Entity) -> list[Partner]:
    """The entities that execute some of `rows` beside `entity`, those with most first."""
    counted = (
        executing_parts(rows)
        .exclude(entity=entity)
        .order_by()
        .values(acronym=F("entity__acronym"), name=F("entity__name"))
        .annotate(together=Count("pk"))
        .order_by("-together", "entity__acronym_key")
    )
    return [Partner(**row) for row in counted]


def provisions_of(rows: QuerySet[Intervention]) -> list[MemberCount]:
    """The objectives and guidelines that `rows` contribute to, with how many each."""
    counted = (
        Provision.objects.filter(kind__in=[ProvisionKind.OBJECTIVE, ProvisionKind.GUIDELINE])
        .select_related("framework")
        .annotate(
            rows=Count(
                "contributions__intervention",
                filter=Q(contributions__intervention__in=rows.order_by().values("pk")),
                distinct=True,
            )
        )
        .filter(rows__gt=0)
        .order_by("framework__code", "kind", "position")
    )
    return [MemberCount(row, row.rows) for row in counted]


def in_each_cycle(
    entity: Entity, cycles: Sequence[ReportingCycle]
) -> list[tuple[ReportingCycle, int]]:
    """How many interventions the entity executes in each of `cycles`."""
    counted = dict(
        Participation.objects.executing()
        .filter(entity=entity, intervention__state__in=PUBLIC_STATES)
        .order_by()
        .values_list("intervention__cycle")
        .annotate(rows=Count("pk"))
    )
    return [(cycle, counted.get(cycle.pk, 0)) for cycle in cycles]


@dataclass(frozen=True)
class EntityLine:
    """An entity in the list of all, with what it executes; `None` where it is nothing."""

    entity: Entity
    count: EntityCount | None


def lines_of(executing: Iterable[EntityCount]) -> list[EntityLine]:
    """Every entity that executes something (`who_executes`) or belongs to the group; most first."""
    counts = {row.acronym: row for row in executing}
    known = Entity.objects.filter(Q(acronym__in=counts) | Q(mtigm_role="member")).select_related(
        "parent"
    )
    lines = [EntityLine(entity, counts.get(entity.acronym)) for entity in known]
    return sorted(
        lines, key=lambda line: (-(line.count.total if line.count else 0), line.entity.acronym_key)
    )
