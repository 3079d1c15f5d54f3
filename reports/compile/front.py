"""Cover, methodology and context."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.choices import CallCriterion, MTIGMRole
from monitoring.choices import IndicatorKind, MeasurementStatus, Population
from reports.compile.facts import Facts
from reports.compile.prose import narrative_or
from reports.content import Block, Column, Heading, Row, Table, Text


def blocks(facts: Facts) -> Iterator[Block]:
    """The blocks before the chapters."""
    yield _cover(facts)
    yield Heading("methodology", _("Metodología"))
    yield narrative_or(facts, "methodology", _("Cómo se compiló"), _methodology(facts))
    yield _criteria(facts)
    yield Heading("context", _("Contexto"))
    for population in Population:
        yield from _context(facts, population)


def _cover(facts: Facts) -> Text:
    cycle = facts.cycle
    period = _("Periodo: de %(start)s a %(end)s") % {
        "start": date_format(cycle.period_start, "m/Y"),
        "end": date_format(cycle.period_end, "m/Y"),
    }
    lines = [cycle.title, period]
    if cycle.forum:
        lines.append(_("Foro: %(forum)s") % {"forum": cycle.forum})
    lines.append(
        _(
            "Mesa de Trabajo Intersectorial para la Gestión Migratoria (MTIGM), presidida por el "
            "Ministerio de Relaciones Exteriores"
        )
    )
    return Text("cover", _("Presentación"), tuple(lines))


def _methodology(facts: Facts) -> list[str]:
    cycle, total = facts.cycle, len(facts.interventions)
    members = sum(row.mtigm_role == MTIGMRole.MEMBER for row in facts.entities)
    paragraphs = [
        ngettext(
            "El informe se compila de %(total)s intervención validada en el registro.",
            "El informe se compila de %(total)s intervenciones validadas en el registro.",
            total,
        )
        % {"total": total},
        _("La MTIGM reúne a %(members)s entidades integrantes.") % {"members": members},
        _response_rate(facts),
    ]
    if cycle.declared_public_contributors is not None:
        paragraphs.append(
            _(
                "Según el informe publicado, contribuyeron %(public)s entidades públicas y "
                "%(civil)s de la sociedad civil."
            )
            % {
                "public": cycle.declared_public_contributors,
                "civil": cycle.declared_civil_contributors or 0,
            }
        )
    if cycle.published_on:
        paragraphs.append(
            _("Fecha de publicación del informe: %(date)s.")
            % {"date": date_format(cycle.published_on, "d/m/Y")}
        )
    return paragraphs


def _response_rate(facts: Facts) -> str:
    expected, answered = facts.responses["expected"], facts.responses["answered"]
    if not expected:
        return _("La tasa de respuesta no se conoce: no constan las respuestas individuales.")
    return _("Respondieron %(answered)s de %(expected)s entidades convocadas (%(rate)s %%).") % {
        "answered": answered,
        "expected": expected,
        "rate": round(100 * answered / expected),
    }


def _criteria(facts: Facts) -> Table:
    rows = []
    for criterion in CallCriterion:
        answering = [row for row in facts.interventions if row.criterion == criterion]
        rows.append(
            Row(
                {"criterion": str(criterion.label), "interventions": len(answering)},
                tuple(row.code for row in answering),
            )
        )
    return Table(
        "methodology-criteria",
        _("Intervenciones por criterio de la convocatoria"),
        (
            Column("criterion", _("Criterio"), 3),
            Column("interventions", _("Intervenciones")),
        ),
        tuple(rows),
    )


def _context(facts: Facts, population: Population) -> Iterator[Block]:
    indicators = [
        row
        for row in facts.indicators
        if row.kind == IndicatorKind.CONTEXT and row.population == population
    ]
    rows = []
    for indicator in indicators:
        for measurement in indicator.measurements.all():
            value = (
                measurement.text
                if measurement.status == MeasurementStatus.VALUE
                else measurement.get_status_display()
            )
            rows.append(
                Row(
                    {
                        "indicator": indicator.name_es,
                        "source": measurement.source_name or measurement.source_code,
                        "as_of": measurement.as_of,
                        "value": value,
                        "caveat": indicator.caveat,
                    }
                )
            )
    yield Table(
        f"context-{population.value.replace('_', '-')}",
        _("Indicadores de contexto: %(population)s") % {"population": population.label},
        (
            Column("indicator", _("Indicador"), 3),
            Column("source", _("Fuente"), 3),
            Column("as_of", _("Corte")),
            Column("value", _("Valor"), 3),
            Column("caveat", _("Advertencia"), 2),
        ),
        tuple(rows),
        note="" if rows else _("No hay indicadores de contexto para esta población."),
        wide=True,
    )
