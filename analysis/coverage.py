"""What is reported for each objective and guideline, and where there are gaps."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from alignment.choices import ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import Label, executing_parts, gaps_of, parts_of
from interventions.choices import (
    Execution,
    Reporting,
)
from interventions.models import Challenge, ChallengeLink, Contribution, Intervention, ResultLink
from interventions.models.reported import Link


@dataclass(frozen=True)
class Coverage:
    """What is reported for one objective or guideline."""

    provision: Provision
    interventions: int
    entities: int
    single: int
    joint: int
    with_results: int
    with_challenges: int
    results: int
    """Results reported, one of several interventions once."""
    challenges: int
    """Difficulties reported, each once, those without an intervention among them."""
    entity_challenges: int
    gaps: tuple[Label, ...]


def coverage(
    interventions: QuerySet[Intervention], challenges: QuerySet[Challenge]
) -> list[Coverage]:
    """Coverage of every objective and guideline by `interventions`, gaps with their reasons."""
    provisions = Provision.objects.filter(
        kind__in=[ProvisionKind.OBJECTIVE, ProvisionKind.GUIDELINE]
    ).select_related("framework")
    reported = interventions.order_by().values_list(
        "pk", "results_reporting", "challenges_reporting"
    )
    rows = {key: _Row(results, troubles, key) for key, results, troubles in reported.iterator()}
    executing = executing_parts(interventions).values_list("intervention_id", "entity_id")
    for key, entity in executing.iterator():
        if key in rows:
            rows[key].entities.add(entity)
    contributing: dict[int, list[_Row]] = defaultdict(list)
    parts = parts_of(Contribution, interventions).values_list("provision_id", "intervention_id")
    for provision_key, key in parts.iterator():
        if key in rows:  # not validated in between
            contributing[provision_key].append(rows[key])
    reported_by = {
        name: _reported_by(link, interventions, rows)
        for name, link in (("result", ResultLink), ("challenge", ChallengeLink))
    }
    alone = Counter(challenges.values_list("provision", flat=True))
    return [
        _covered(provision, contributing[provision.pk], alone[provision.pk], reported_by)
        for provision in provisions.order_by("framework__code", "kind", "position")
    ]


@dataclass
class _Row:
    """What coverage counts of an intervention."""

    results_reporting: str
    challenges_reporting: str
    key: int
    entities: set[int] = field(default_factory=set)


def _reported_by(
    link: type[Link], interventions: QuerySet[Intervention], rows: dict[int, _Row]
) -> dict[int, set[int]]:
    """Key of an intervention -> the keys of what it reports."""
    name = {ResultLink: "result_id", ChallengeLink: "challenge_id"}[link]
    found: dict[int, set[int]] = defaultdict(set)
    for key, one in parts_of(link, interventions).values_list("intervention_id", name).iterator():
        if key in rows:
            found[key].add(one)
    return found


def _covered(
    provision: Provision,
    rows: list[_Row],
    alone: int,
    reported_by: dict[str, dict[int, set[int]]],
) -> Coverage:
    entities = set().union(*(row.entities for row in rows))
    joint = sum(Execution.by(len(row.entities)) == Execution.JOINT for row in rows)
    once = {
        name: len(set().union(*(of_row.get(row.key, ()) for row in rows)))
        for name, of_row in reported_by.items()
    }
    with_results = sum(row.results_reporting == Reporting.REPORTED for row in rows)
    return Coverage(
        provision=provision,
        interventions=len(rows),
        entities=len(entities),
        single=len(rows) - joint,
        joint=joint,
        with_results=with_results,
        with_challenges=sum(row.challenges_reporting == Reporting.REPORTED for row in rows),
        results=once["result"],
        challenges=once["challenge"] + alone,
        entity_challenges=alone,
        gaps=gaps_of(len(rows), entities=len(entities), with_results=with_results),
    )
