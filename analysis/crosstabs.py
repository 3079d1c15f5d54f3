"""Interventions counted by any two dimensions, or by one and itself."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model, QuerySet, TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.choices import ProvisionKind
from alignment.models import Provision
from alignment.models.keys import spanish_key
from analysis.labels import LABELS, OPEN, Label
from api.downloads.columns import Column, Record, plain
from cycles.models import ReportingCycle
from entities.choices import EntityKind
from interventions.choices import (
    CallCriterion,
    ChallengeCategory,
    Execution,
    InterventionKind,
    Scope,
)
from interventions.models import ChallengeLink, Contribution, Intervention, Participation

Told = Iterator[tuple[int, str, str]]
"""Key of an intervention, and code and label of something that it counts under."""


def parts_of(model: type[Model], interventions: QuerySet[Intervention]) -> QuerySet[Any]:
    """The rows of `model` that belong to `interventions`."""
    return model._default_manager.filter(intervention__in=interventions.order_by().values("pk"))


def executing_parts(interventions: QuerySet[Intervention]) -> QuerySet[Participation]:
    """The participations of `interventions` that execute: of those named, who confirmed."""
    parts: Any = parts_of(Participation, interventions)
    executing: QuerySet[Participation] = parts.executing()
    return executing


def _of_kind(kind: ProvisionKind) -> Callable[[QuerySet[Intervention]], Told]:
    def labels(interventions: QuerySet[Intervention]) -> Told:
        named = _names(kind)
        found = parts_of(Contribution, interventions).filter(provision__kind=kind)
        for key, provision in found.values_list("intervention_id", "provision_id").iterator():
            yield key, *named[provision]

    return labels


def _names(kind: ProvisionKind) -> dict[int, Label]:
    return {row.pk: (row.code, row.short_title) for row in Provision.objects.filter(kind=kind)}


def _in_group(kind: ProvisionKind) -> Callable[[QuerySet[Intervention]], Told]:
    def labels(interventions: QuerySet[Intervention]) -> Told:
        named = _names(kind)
        groups: dict[int, list[int]] = defaultdict(list)
        grouped = Provision.objects.filter(groups__kind=kind).values_list("pk", "groups")
        for provision, group in grouped:
            groups[provision].append(group)
        found = parts_of(Contribution, interventions)
        told = found.values_list("intervention_id", "provision_id", "group_id")
        for key, provision, chosen in told.iterator():
            # An objective of several areas counts in the one that was chosen for the row.
            for group in [chosen] if chosen in named else groups[provision]:
                yield key, *named[group]

    return labels


def _entities(interventions: QuerySet[Intervention]) -> Told:
    told = executing_parts(interventions).values_list(
        "intervention_id", "entity__acronym", "entity__name"
    )
    yield from told.iterator()


def _execution(interventions: QuerySet[Intervention]) -> Told:
    executing = executing_parts(interventions).values_list("intervention_id", flat=True)
    for key, entities in Counter(executing.iterator()).items():
        value = Execution.by(entities)
        yield key, value.value, str(value.label)


def _linked(through: type[Model], code: str, name: str) -> Callable[[QuerySet[Intervention]], Told]:
    def labels(interventions: QuerySet[Intervention]) -> Told:
        found = parts_of(through, interventions)
        yield from found.values_list("intervention_id", code, name).iterator()

    return labels


def _years(interventions: QuerySet[Intervention]) -> Told:
    begun = interventions.order_by().filter(start_date__isnull=False)
    for key, year in begun.values_list("pk", "start_date__year").iterator():
        yield key, str(year), str(year)


def _named(choices: type[TextChoices], found: QuerySet[Any]) -> Told:
    """Pairs of a key and a value of `choices`, with the value's label; none where none was said."""
    labels = {choice.value: str(choice.label) for choice in choices}
    for key, value in found.iterator():
        if value:
            yield key, value, labels.get(value, value)


DIMENSIONS: dict[str, Callable[[QuerySet[Intervention]], Told]] = {
    "objective": _of_kind(ProvisionKind.OBJECTIVE),
    "guideline": _of_kind(ProvisionKind.GUIDELINE),
    "area": _in_group(ProvisionKind.AREA),
    "axis": _in_group(ProvisionKind.AXIS),
    "policy_block": _in_group(ProvisionKind.POLICY_BLOCK),
    "entity": _entities,
    "entity_kind": lambda rows: _named(
        EntityKind, executing_parts(rows).values_list("intervention_id", "entity__kind")
    ),
    "execution": _execution,
    "kind": lambda rows: _named(InterventionKind, rows.order_by().values_list("pk", "kind")),
    "criterion": lambda rows: _named(CallCriterion, rows.order_by().values_list("pk", "criterion")),
    "scope": lambda rows: _named(Scope, rows.order_by().values_list("pk", "scope")),
    "challenge_category": lambda rows: _named(
        ChallengeCategory,
        parts_of(ChallengeLink, rows).values_list("intervention_id", "challenge__category"),
    ),
    "target_group": _linked(
        Intervention.target_groups.through, "targetgroup__code", "targetgroup__name_es"
    ),
    "region": _linked(Intervention.regions.through, "region__code", "region__name"),
    "country": _linked(Intervention.countries.through, "country__code", "country__name_es"),
    "cycle": lambda rows: (
        rows.order_by().values_list("pk", "cycle__code", "cycle__title").iterator()
    ),
    "year": _years,
}
"""Dimension -> what each of some interventions counts under, read without the rows themselves."""

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
    "criterion": gettext_lazy("Criterio de la convocatoria"),
    "scope": gettext_lazy("Ámbito"),
    "challenge_category": gettext_lazy("Categoría de la dificultad"),
    "target_group": gettext_lazy("A quién sirve"),
    "region": gettext_lazy("Departamento"),
    "country": gettext_lazy("País asociado"),
    "cycle": gettext_lazy("Ciclo"),
    "year": gettext_lazy("Año de inicio"),
}

FILTER_OF = {
    **{name: name for name in DIMENSIONS},
    "entity": "executor",
    "entity_kind": "executor_kind",
}
"""Dimension -> the filter (`filters.py`) that finds the interventions of one of its labels."""


MOST_ACROSS_CYCLES = 100_000
"""Interventions that are counted where more than one cycle is asked for: about a second."""


def is_too_wide(interventions: QuerySet[Intervention]) -> bool:
    """Whether these are more than anybody may have counted across cycles; looks no further."""
    return interventions.order_by()[: MOST_ACROSS_CYCLES + 1].count() > MOST_ACROSS_CYCLES


def too_wide_message() -> str:
    """What is said where they are."""
    return _("Son más de %(most)s intervenciones: elija un solo ciclo.") % {
        "most": number_format(MOST_ACROSS_CYCLES, use_l10n=True, force_grouping=True)
    }


def _sort_key(code: str) -> tuple[int, list[int], str]:
    parts = code.split(".")
    numeric = all(part.isdigit() for part in parts)
    return (0, [int(part) for part in parts], "") if numeric else (1, [], spanish_key(code))


def pivot(
    interventions: QuerySet[Intervention],
    rows: str,
    columns: str,
    only: Mapping[str, Collection[str]] | None = None,
    *,
    cycles: Iterable[ReportingCycle] = (),
    with_empty: bool = True,
) -> dict:
    """Counts of distinct interventions by two of `DIMENSIONS` (or one twice), with distinct totals.

    `only` keeps, of a dimension, the labels with these codes. `cycles` are those counted, with
    their `frameworks`: what they promise stands there also where nothing counts under it, unless
    `with_empty` is false.
    """
    asked = only or {}
    known = {name: _known(name, cycles, asked.get(name)) for name in {rows, columns}}
    names: dict[str, dict[str, str]] = {name: dict(known[name]) for name in known}
    labels = {name: _labels(interventions, name, names[name], asked.get(name)) for name in known}
    cells: Counter[tuple[str, str]] = Counter()
    row_totals: Counter[str] = Counter()
    column_totals: Counter[str] = Counter()
    total = 0
    for intervention, down in labels[rows].items():
        across = labels[columns].get(intervention)
        if across is None:
            continue
        total += 1
        row_totals.update(down)
        column_totals.update(across)
        cells.update((row, column) for row in down for column in across)
    row_codes = _in_order(rows, known[rows], row_totals, with_empty)
    column_codes = _in_order(columns, known[columns], column_totals, with_empty)
    return {
        "rows": rows,
        "columns": columns,
        "row_labels": [{"code": code, "label": names[rows][code]} for code in row_codes],
        "column_labels": [{"code": code, "label": names[columns][code]} for code in column_codes],
        "cells": [[cells[row, column] for column in column_codes] for row in row_codes],
        "row_totals": [row_totals[code] for code in row_codes],
        "column_totals": [column_totals[code] for code in column_codes],
        "total": total,
    }


def _known(
    dimension: str, cycles: Iterable[ReportingCycle], only: Collection[str] | None
) -> list[Label]:
    known = LABELS[dimension](cycles)
    return [label for label in known if only is None or label[0] in only]


def _in_order(
    dimension: str, known: list[Label], counted: Counter[str], with_empty: bool
) -> list[str]:
    """The codes of a side: those known, in their order, then what else was found."""
    codes = [code for code, _label in known]
    others = sorted(counted.keys() - set(codes), key=_sort_key)
    if with_empty and dimension not in OPEN:
        return [*codes, *others]
    return [code for code in [*codes, *others] if counted[code]]


def _labels(
    interventions: QuerySet[Intervention],
    dimension: str,
    names: dict[str, str],
    only: Collection[str] | None,
) -> dict[int, set[str]]:
    """Key of an intervention -> the codes that it counts under; fills `names` with the labels."""
    found: dict[int, set[str]] = defaultdict(set)
    for key, code, label in DIMENSIONS[dimension](interventions):
        if only is None or code in only:
            names.setdefault(code, label)
            found[key].add(code)
    return dict(found)


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


def gaps_of(interventions: int, *, entities: int, with_results: int) -> tuple[Label, ...]:
    """Why an objective or guideline is a gap, as (code, reason); nothing where it is none.

    `interventions` contribute to it, so many `entities` execute them, `with_results` say that they
    report results. The page, the API and the country report all ask here.
    """
    if not interventions:
        return (("no_intervention", _("Ninguna intervención validada")),)
    gaps: list[Label] = []
    if entities == 1:
        gaps.append(("single_entity", _("Reporta una sola entidad")))
    if not with_results:
        gaps.append(("no_results", _("Ninguna intervención señala resultados")))
    return tuple(gaps)
