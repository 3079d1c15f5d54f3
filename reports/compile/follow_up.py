"""What is measured, planned and changed, and what people conclude."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from monitoring.choices import IndicatorKind
from monitoring.models import Measurement
from reports.compile import charts
from reports.compile.comparison import Change, Changed, change_words, changes_of
from reports.compile.facts import Facts
from reports.compile.measured import mark_of_period, value_of
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
                    "latest": _latest(facts, measured),
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
    )


def _latest(facts: Facts, measured: list[Measurement]) -> str:
    """What was measured last, and of when it is if not of the cycle's period."""
    if not measured:
        return ""
    value = value_of(measured[-1])
    mark = mark_of_period(measured[-1:], facts.cycle)
    return f"{value} ({mark})" if mark else value


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
    )


def _changes(facts: Facts) -> Iterator[Block]:
    """What is new, goes on, ended, was dropped or is told by nobody; coverage now and then."""
    title = _("Cambios frente a los ciclos anteriores")
    if not facts.previous:
        nothing = _("No hay un ciclo anterior con el que comparar.")
        yield narrative_or(facts, "changes", title, [nothing])
        return
    told = changes_of(facts)
    counted = Counter(one.change for one in told)
    line = _(
        "Nuevas: %(new)s. Continúan: %(kept)s. Concluidas: %(ended)s. "
        "Se dejaron de hacer: %(dropped)s. No se informó de: %(untold)s."
    ) % {change.value: counted[change] for change in Change}
    yield narrative_or(facts, "changes", title, [line])
    yield _changed_rows(told)
    yield _changed_coverage(facts)


def _changed_rows(told: list[Changed]) -> Table:
    words = change_words()
    return Table(
        "changes-interventions",
        _("Intervenciones nuevas, continuadas, concluidas y que se dejaron de hacer"),
        (
            Column("change", _("Situación"), 2),
            Column("code", _("Código"), 2),
            Column("intervention", _("Intervención"), 5),
            Column("reason", _("Motivo"), 4),
        ),
        tuple(
            Row(
                {
                    "change": words[one.change],
                    "code": one.intervention.code,
                    "intervention": one.intervention.told_title,
                    "reason": one.reason,
                },
                (one.intervention.code,),
            )
            for one in told
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
                    "title": facts.label(objective),
                    "before": then,
                    "now": now,
                    "difference": now - then,
                }
            )
        )
    return Table(
        "changes-coverage",
        _("Intervenciones por objetivo frente a lo último informado antes"),
        (
            Column("objective", _("Objetivo")),
            Column("title", _("Nombre"), 5),
            Column("before", _("Antes")),
            Column("now", _("Ahora")),
            Column("difference", _("Diferencia")),
        ),
        tuple(rows),
    )
