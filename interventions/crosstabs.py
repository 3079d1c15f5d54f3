"""Interventions counted by any two dimensions, and coverage per objective and guideline."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.choices import ProvisionKind
from alignment.downloads.columns import Column, Record, plain
from alignment.models import Provision
from interventions.choices import EXECUTING_ROLES, Execution, Reporting
from interventions.models import Challenge, Intervention
from interventions.queries import with_relations

Label = tuple[str, str]
"""A code and how it reads."""


def _executing(row: Intervention) -> list:
    return [part.entity for part in row.participations.all() if part.role in EXECUTING_ROLES]


def _of_kind(kind: ProvisionKind) -> Callable[[Intervention], Iterator[Label]]:
    def labels(row: Intervention) -> Iterator[Label]:
        for part in row.contributions.all():
            if part.provision.kind == kind:
                yield part.provision.code, part.provision.short_title

    return labels


def _in_group(kind: ProvisionKind) -> Callable[[Intervention], Iterator[Label]]:
    def labels(row: Intervention) -> Iterator[Label]:
        for part in row.contributions.all():
            if kind == ProvisionKind.AREA and part.group is not None:
                yield part.group.code, part.group.short_title
                continue
            for group in part.provision.groups.all():
                if group.kind == kind:
                    yield group.code, group.short_title

    return labels


def _execution(row: Intervention) -> Iterator[Label]:
    value = Execution.JOINT if len(_executing(row)) > 1 else Execution.SINGLE
    yield value.value, str(value.label)


DIMENSIONS: dict[str, Callable[[Intervention], Iterable[Label]]] = {
    "objective": _of_kind(ProvisionKind.OBJECTIVE),
    "guideline": _of_kind(ProvisionKind.GUIDELINE),
    "area": _in_group(ProvisionKind.AREA),
    "axis": _in_group(ProvisionKind.AXIS),
    "policy_block": _in_group(ProvisionKind.POLICY_BLOCK),
    "entity": lambda row: [(entity.acronym, entity.name) for entity in _executing(row)],
    "entity_kind": lambda row: [
        (entity.kind, str(entity.get_kind_display())) for entity in _executing(row)
    ],
    "execution": _execution,
    "kind": lambda row: [(row.kind, str(row.get_kind_display()))],
    "challenge_category": lambda row: [
        (part.category, str(part.get_category_display())) for part in row.challenges.all()
    ],
    "region": lambda row: [(region.code, region.name) for region in row.regions.all()],
    "cycle": lambda row: [(row.cycle.code, row.cycle.title)],
}
"""Dimension -> the labels under which an intervention counts."""

DIMENSION_NAMES = {
    "objective": gettext_lazy("Objetivo del Pacto"),
    "guideline": gettext_lazy("Lineamiento de la PNM"),
    "area": gettext_lazy("Área temática"),
    "axis": gettext_lazy("Eje de la PNM"),
    "policy_block": gettext_lazy("Bloque de política"),
    "entity": gettext_lazy("Entidad ejecutora"),
    "entity_kind": gettext_lazy("Tipo de entidad ejecutora"),
    "execution": gettext_lazy("Ejecución"),
    "kind": gettext_lazy("Tipo de intervención"),
    "challenge_category": gettext_lazy("Categoría de la dificultad"),
    "region": gettext_lazy("Departamento"),
    "cycle": gettext_lazy("Ciclo"),
}

FILTER_OF = {
    **{name: name for name in DIMENSIONS},
    "entity": "executor",
    "entity_kind": "executor_kind",
}
"""Dimension -> the filter (`filters.py`) that finds the interventions of one of its labels."""


def _sort_key(code: str) -> tuple[int, list[int], str]:
    parts = code.split(".")
    numeric = all(part.isdigit() for part in parts)
    return (0, [int(part) for part in parts], "") if numeric else (1, [], code)


def pivot(
    interventions: QuerySet[Intervention],
    rows: str,
    columns: str,
    only: Mapping[str, Collection[str]] | None = None,
) -> dict:
    """Counts of distinct interventions by two of `DIMENSIONS`, with distinct totals.

    `only` keeps, of a dimension, the labels with these codes.
    """
    kept = only or {}

    def labels(dimension: str, intervention: Intervention) -> dict[str, str]:
        found = dict(DIMENSIONS[dimension](intervention))
        codes = kept.get(dimension)
        return {code: found[code] for code in found if codes is None or code in codes}

    cells: dict[tuple[str, str], set[int]] = {}
    names: dict[str, dict[str, str]] = {"rows": {}, "columns": {}}
    for intervention in with_relations(interventions):
        across = labels(columns, intervention)
        for row_code, row_label in labels(rows, intervention).items():
            for column_code, column_label in across.items():
                cells.setdefault((row_code, column_code), set()).add(intervention.pk)
                names["rows"][row_code] = row_label
                names["columns"][column_code] = column_label
    row_codes = sorted(names["rows"], key=_sort_key)
    column_codes = sorted(names["columns"], key=_sort_key)
    return {
        "rows": rows,
        "columns": columns,
        "row_labels": [{"code": code, "label": names["rows"][code]} for code in row_codes],
        "column_labels": [{"code": code, "label": names["columns"][code]} for code in column_codes],
        "cells": [
            [len(cells.get((row, column), ())) for column in column_codes] for row in row_codes
        ],
        "row_totals": [_distinct(cells, row=code) for code in row_codes],
        "column_totals": [_distinct(cells, column=code) for code in column_codes],
        "total": _distinct(cells),
    }


def pivot_lines(table: Mapping[str, Any]) -> tuple[list[Column], list[Record]]:
    """The columns and lines of a file with what `pivot` found; the last line are the totals."""
    columns = [plain("code", _("Código")), plain("label", _("Nombre"))]
    columns += [plain(label["code"], label["label"], "integer") for label in table["column_labels"]]
    columns.append(plain("total", _("Intervenciones distintas"), "integer"))
    codes = [label["code"] for label in table["column_labels"]]
    lines: list[Record] = [
        {**label, **dict(zip(codes, cells, strict=True)), "total": total}
        for label, cells, total in zip(
            table["row_labels"], table["cells"], table["row_totals"], strict=True
        )
    ]
    totals = dict(zip(codes, table["column_totals"], strict=True))
    lines.append({"code": "total", "label": _("Total"), **totals, "total": table["total"]})
    return columns, lines


def _distinct(
    cells: dict[tuple[str, str], set[int]], row: str | None = None, column: str | None = None
) -> int:
    """How many interventions count in the cells of a row, of a column, or in all of them."""
    chosen = [
        found
        for (row_code, column_code), found in cells.items()
        if row in (None, row_code) and column in (None, column_code)
    ]
    return len(set().union(*chosen))


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
    entity_challenges: int
    gaps: tuple[Label, ...]


def coverage(
    interventions: QuerySet[Intervention], challenges: QuerySet[Challenge]
) -> list[Coverage]:
    """Coverage of every objective and guideline by `interventions`, gaps with their reasons."""
    provisions = Provision.objects.filter(
        kind__in=[ProvisionKind.OBJECTIVE, ProvisionKind.GUIDELINE]
    ).select_related("framework")
    contributing: dict[int, list[Intervention]] = {}
    for intervention in with_relations(interventions):
        for part in intervention.contributions.all():
            contributing.setdefault(part.provision_id, []).append(intervention)
    told = list(challenges.values_list("provision", flat=True))
    return [
        _covered(provision, contributing.get(provision.pk, []), told.count(provision.pk))
        for provision in provisions.order_by("framework__code", "kind", "position")
    ]


def _covered(provision: Provision, rows: list[Intervention], challenges: int) -> Coverage:
    executing = [_executing(row) for row in rows]
    entities = {entity.pk for entities in executing for entity in entities}
    joint = sum(len(part) > 1 for part in executing)
    with_results = sum(row.results_reporting == Reporting.REPORTED for row in rows)
    gaps: list[Label] = []
    if not rows:
        gaps.append(("no_intervention", _("Ninguna intervención validada")))
    else:
        if len(entities) == 1:
            gaps.append(("single_entity", _("Reporta una sola entidad")))
        if not with_results:
            gaps.append(("no_results", _("Ninguna intervención señala resultados")))
    return Coverage(
        provision=provision,
        interventions=len(rows),
        entities=len(entities),
        single=len(rows) - joint,
        joint=joint,
        with_results=with_results,
        with_challenges=sum(row.challenges_reporting == Reporting.REPORTED for row in rows),
        entity_challenges=challenges,
        gaps=tuple(gaps),
    )
