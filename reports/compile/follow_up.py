"""What is measured, planned and changed, and what people conclude."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from interventions.choices import ImplementationStatus
from interventions.models import Intervention
from monitoring.choices import IndicatorKind
from reports.compile import charts
from reports.compile.facts import Facts
from reports.compile.prose import narrative_or
from reports.content import Block, Column, Heading, Row, Table


def blocks(facts: Facts) -> Iterator[Block]:
    """The last blocks before the annexes."""
    yield Heading("follow-up", _("Seguimiento"))
    yield _indicators(facts)
    yield _work_plan(facts)
    yield from _changes(facts)
    yield from charts.changes(facts)
    yield narrative_or(
        facts,
        "limitations-proposals",
        _("Limitaciones y propuestas"),
        [_("Nadie ha redactado todavía las limitaciones y propuestas de este ciclo.")],
    )


def _indicators(facts: Facts) -> Table:
    rows = []
    for indicator in facts.indicators:
        if indicator.kind != IndicatorKind.PROGRESS:
            continue
        measured = list(indicator.measurements.all())
        targets = list(indicator.targets.all())
        rows.append(
            Row(
                {
                    "indicator": indicator.name_es,
                    "baseline": indicator.baseline,
                    "latest": measured[-1].text if measured else "",
                    "target": str(targets[-1]) if targets else "",
                }
            )
        )
    return Table(
        "indicators",
        _("Indicadores de avance"),
        (
            Column("indicator", _("Indicador"), 4),
            Column("baseline", _("Línea de base"), 2),
            Column("latest", _("Última medición"), 2),
            Column("target", _("Meta"), 2),
        ),
        tuple(rows),
        note="" if rows else _("No se han registrado indicadores de avance."),
    )


def _work_plan(facts: Facts) -> Table:
    rows = [
        Row(
            {
                "activity": row.title,
                "responsible": row.responsible.acronym,
                "goal": row.goal,
                "status": str(row.get_status_display()),
            }
        )
        for row in facts.activities
    ]
    return Table(
        "work-plan",
        _("Plan de trabajo de la MTIGM"),
        (
            Column("activity", _("Actividad"), 4),
            Column("responsible", _("Responsable"), 1),
            Column("goal", _("Meta"), 3),
            Column("status", _("Situación"), 1),
        ),
        tuple(rows),
        note="" if rows else _("No se han registrado actividades del plan de trabajo."),
    )


def _changes(facts: Facts) -> Iterator[Block]:
    """What is new, goes on, ended or is no longer reported, and the coverage now and then."""
    title = _("Cambios frente al ciclo anterior")
    if not facts.previous:
        nothing = _("No hay un ciclo anterior con el que comparar.")
        yield narrative_or(facts, "changes", title, [nothing])
        return
    now = {row.code: row for row in facts.interventions}
    told = {
        "new": [row for row in facts.interventions if row.code not in facts.previous],
        "kept": [row for row in facts.interventions if _goes_on(facts, row)],
        "ended": [
            row
            for row in facts.interventions
            if row.code in facts.previous and not _goes_on(facts, row)
        ],
        "gone": [row for code, row in facts.previous.items() if code not in now],
    }
    line = _(
        "Nuevas: %(new)s. Continúan: %(kept)s. Concluidas: %(ended)s. No figuran ya: %(gone)s."
    ) % {name: len(rows) for name, rows in told.items()}
    yield narrative_or(facts, "changes", title, [line])
    yield _changed_rows(told)
    yield _changed_coverage(facts)


def _goes_on(facts: Facts, row: Intervention) -> bool:
    return row.code in facts.previous and row.status != ImplementationStatus.COMPLETED


def _changed_rows(told: dict[str, list[Intervention]]) -> Table:
    words = {
        "new": _("Nueva"),
        "kept": _("Continúa"),
        "ended": _("Concluida"),
        "gone": _("No figura ya"),
    }
    return Table(
        "changes-interventions",
        _("Intervenciones nuevas, continuadas, concluidas y que no figuran ya"),
        (
            Column("change", _("Situación"), 2),
            Column("code", _("Código"), 2),
            Column("intervention", _("Intervención"), 7),
        ),
        tuple(
            Row({"change": words[name], "code": row.code, "intervention": row.title}, (row.code,))
            for name, rows in told.items()
            for row in rows
        ),
    )


def _changed_coverage(facts: Facts) -> Table:
    before: Counter[int] = Counter(
        contribution.provision_id
        for row in facts.previous.values()
        for contribution in row.contributions.all()
    )
    rows = []
    for objective in facts.objectives:
        now = len(facts.contributing(objective))
        then = before[objective.pk]
        rows.append(
            Row(
                {
                    "objective": objective.code,
                    "title": facts.title(objective),
                    "before": then,
                    "now": now,
                    "difference": now - then,
                }
            )
        )
    return Table(
        "changes-coverage",
        _("Intervenciones por objetivo frente al ciclo anterior"),
        (
            Column("objective", _("Objetivo")),
            Column("title", _("Título"), 5),
            Column("before", _("Antes")),
            Column("now", _("Ahora")),
            Column("difference", _("Diferencia")),
        ),
        tuple(rows),
    )
