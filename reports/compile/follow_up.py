"""What is measured, planned and changed, and what people conclude."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from monitoring.choices import IndicatorKind
from reports.compile.facts import Facts
from reports.compile.prose import narrative_or
from reports.content import Block, Column, Heading, Row, Table, Text


def blocks(facts: Facts) -> Iterator[Block]:
    """The last blocks before the annexes."""
    yield Heading("follow-up", _("Seguimiento"))
    yield _indicators(facts)
    yield _work_plan(facts)
    yield _changes(facts)
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


def _changes(facts: Facts) -> Text:
    title = _("Cambios frente al ciclo anterior")
    if not facts.previous:
        return Text("changes", title, (_("No hay un ciclo anterior con el que comparar."),))
    codes = {row.code for row in facts.interventions}
    before = set(facts.previous)
    line = _("Nuevas: %(new)s. Continúan: %(kept)s. No figuran ya: %(gone)s.") % {
        "new": len(codes - before),
        "kept": len(codes & before),
        "gone": len(before - codes),
    }
    return Text("changes", title, (line,))
