"""What a dimension of a crosstab counts under: every label that there is, in the order of what it
means, also those under which nothing is counted.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.db.models import TextChoices

from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Provision
from cycles.models import ReportingCycle
from entities.choices import EntityKind
from entities.models import Country, Entity, Region, TargetGroup
from interventions.choices import (
    CallCriterion,
    ChallengeCategory,
    Execution,
    InterventionKind,
    Scope,
)

Label = tuple[str, str]
"""A code and how it reads."""

Cycles = Iterable[ReportingCycle]


def _provisions(kind: ProvisionKind, framework: FrameworkKind, cycles: Cycles) -> list[Label]:
    """Those of the instruments that the cycles report on; of all where the cycles name none.

    A code of several instruments stands once, as the lists take it.
    """
    rows = list(
        Provision.objects.filter(kind=kind, framework__kind=framework).order_by(
            "framework__code", "position", "pk"
        )
    )
    named = {row.pk for cycle in cycles for row in cycle.frameworks.all()}
    of_cycles = [row for row in rows if row.framework_id in named]
    labels: dict[str, str] = {}
    for row in of_cycles or rows:
        labels.setdefault(row.code, row.short_title)
    return list(labels.items())


def _choices(choices: type[TextChoices], _cycles: Cycles) -> list[Label]:
    return [(choice.value, str(choice.label)) for choice in choices]


PACT, POLICY = FrameworkKind.GLOBAL_COMPACT, FrameworkKind.NATIONAL_POLICY
LABELS: dict[str, Callable[[Cycles], list[Label]]] = {
    "objective": partial(_provisions, ProvisionKind.OBJECTIVE, PACT),
    "guideline": partial(_provisions, ProvisionKind.GUIDELINE, POLICY),
    "area": partial(_provisions, ProvisionKind.AREA, PACT),
    "axis": partial(_provisions, ProvisionKind.AXIS, POLICY),
    "policy_block": partial(_provisions, ProvisionKind.POLICY_BLOCK, PACT),
    "entity": lambda _cycles: list(Entity.objects.values_list("acronym", "name")),
    "entity_kind": partial(_choices, EntityKind),
    "execution": partial(_choices, Execution),
    "kind": partial(_choices, InterventionKind),
    "criterion": partial(_choices, CallCriterion),
    "scope": partial(_choices, Scope),
    "challenge_category": partial(_choices, ChallengeCategory),
    "target_group": lambda _cycles: list(TargetGroup.objects.values_list("code", "name_es")),
    "region": lambda _cycles: list(Region.objects.values_list("code", "name")),
    "country": lambda _cycles: list(Country.objects.values_list("code", "name_es")),
    "cycle": lambda _cycles: list(
        ReportingCycle.objects.order_by("period_start", "code").values_list("code", "title")
    ),
    "year": lambda _cycles: [],  # as they are found, ascending
}
"""Dimension -> its labels: commitments by their numbers, choices as they are offered, entities,
groups and countries in Spanish order, departments by UBIGEO, cycles and years as time goes.
"""

OPEN = frozenset({"entity", "country", "cycle", "year"})
"""Dimensions of which nobody expects every label: what nothing counts under is left out."""
