"""Cover, methodology and context."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.choices import CycleNoteKind
from cycles.models import CycleNote
from entities.choices import MTIGMRole
from interventions.choices import CallCriterion
from monitoring.choices import IndicatorKind, Population
from monitoring.models import Indicator, Measurement
from reports.compile import charts
from reports.compile.absent import or_nothing
from reports.compile.bases import written
from reports.compile.facts import Facts
from reports.compile.measured import by_source, told_source, value_of
from reports.compile.prose import narrative_or
from reports.content import Block, Cell, Column, Contents, Heading, Row, Table, Text


def blocks(facts: Facts) -> Iterator[Block]:
    """The blocks before the chapters."""
    yield _cover(facts)
    yield Contents("toc", _("Contenido"))
    yield Heading("chapter-methodology", _("Metodología"))
    yield from _edition(facts)
    yield narrative_or(facts, "methodology", _("Cómo se compiló"), _methodology(facts))
    yield from charts.response_rate(facts)
    yield _criteria(facts)
    yield Heading("context", _("Contexto"))
    for population in Population:
        yield from _context(facts, population)


def _cover(facts: Facts) -> Text:
    cycle = facts.cycle
    period = _("Periodo: de %(start)s a %(end)s") % {
        "start": date_format(cycle.period_start, "YEAR_MONTH_FORMAT"),
        "end": date_format(cycle.period_end, "YEAR_MONTH_FORMAT"),
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
    if facts.provenance:
        lines.append(facts.provenance.text)
    return Text("cover", _("Presentación"), tuple(lines))


def _edition(facts: Facts) -> Iterator[Table]:
    """What must be known to read this edition, where anything must: a usual cycle has nothing."""
    rows = tuple(
        Row({"about": _about(note), "note": note.text, "source": note.source})
        for kind in CycleNoteKind
        for note in facts.notes_of(kind)
    )
    if rows:
        yield Table(
            "edition",
            _("Lo que hay que saber para leer esta edición"),
            (
                Column("about", _("Tema"), 2),
                Column("note", _("Nota"), 5),
                Column("source", _("Fuente"), 3),
            ),
            rows,
        )


def _about(note: CycleNote) -> str:
    """What a note is about, and of which objective or guideline."""
    kind = str(note.get_kind_display())
    if note.provision is None:
        return kind
    return f"{kind}: {note.provision.framework.acronym} {note.provision.code}"


def _methodology(facts: Facts) -> list[str]:
    cycle, total = facts.cycle, len(facts.interventions)
    members = sum(row.mtigm_role == MTIGMRole.MEMBER for row in facts.entities)
    paragraphs = [
        _compiled_of(facts) % {"total": written(total)},
        _("La MTIGM reúne a %(members)s entidades integrantes.") % {"members": members},
        _call(facts),
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


def _compiled_of(facts: Facts) -> str:
    """How many rows, which are not said to be validated where they were loaded."""
    total = len(facts.interventions)
    if facts.provenance:
        return ngettext(
            "El informe se compila de %(total)s intervención cargada en el registro.",
            "El informe se compila de %(total)s intervenciones cargadas en el registro.",
            total,
        )
    return ngettext(
        "El informe se compila de %(total)s intervención validada en el registro.",
        "El informe se compila de %(total)s intervenciones validadas en el registro.",
        total,
    )


def _call(facts: Facts) -> str:
    opens, closes = facts.cycle.call_opens, facts.cycle.call_closes
    if not opens or not closes:
        return _("No constan las fechas de la convocatoria.")
    return _("La convocatoria estuvo abierta del %(opens)s al %(closes)s.") % {
        "opens": date_format(opens, "d/m/Y"),
        "closes": date_format(closes, "d/m/Y"),
    }


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
        or_nothing(rows),
        note=_base_of_criteria(facts),
    )


def _base_of_criteria(facts: Facts) -> str:
    total = len(facts.interventions)
    counted = sum(bool(row.criterion) for row in facts.interventions)
    if counted == total:
        return ""
    return _(
        "Base: %(counted)s de %(total)s intervenciones; de las demás no consta el criterio."
    ) % {
        "counted": written(counted),
        "total": written(total),
    }


def _context(facts: Facts, population: Population) -> Iterator[Block]:
    """The context indicators of a population: those that share their sources with a column for
    each source, the others one below the other.
    """
    indicators = [
        row
        for row in facts.indicators
        if row.kind == IndicatorKind.CONTEXT and row.population == population
    ]
    if not indicators and population == Population.ALL:
        return
    sources = list(by_source(indicators[0])) if indicators else []
    abreast = [row for row in indicators if list(by_source(row)) == sources]
    if not 1 < len(sources) <= MOST_SOURCES_ABREAST:
        abreast = []
    below = [row for row in indicators if row not in abreast]
    block = f"context-{population.value.replace('_', '-')}"
    title = _("Indicadores de contexto: %(population)s") % {"population": population.label}
    if abreast:
        yield _table_abreast(facts, block, title, abreast)
        block = f"{block}-others"
        title = _("Otros indicadores de contexto: %(population)s") % {
            "population": population.label
        }
    if below or not abreast:
        yield _table_below(facts, block, title, below)


MOST_SOURCES_ABREAST = 5
"""More columns than these cannot be read on a landscape page."""


def _table_abreast(facts: Facts, block: str, title: str, indicators: list[Indicator]) -> Table:
    measured: dict[str, list[Measurement]] = {}
    for indicator in indicators:
        for source, measurements in by_source(indicator).items():
            measured.setdefault(source, []).extend(measurements)
    columns = tuple(
        Column(f"source_{place}", told_source(source, measurements, facts.cycle), 3)
        for place, (source, measurements) in enumerate(measured.items(), start=1)
    )
    rows = []
    for indicator in indicators:
        cells: dict[str, Cell] = {"indicator": indicator.name}
        values = by_source(indicator).values()
        cells.update(
            (column.key, _in_one(told)) for column, told in zip(columns, values, strict=True)
        )
        rows.append(Row(cells))
    return Table(
        block,
        title,
        (Column("indicator", _("Indicador"), 3), *columns),
        tuple(rows),
        note=_caveats(indicators),
        wide=True,
    )


def _in_one(measurements: list[Measurement]) -> str:
    return "; ".join(value_of(measurement) for measurement in measurements)


def _table_below(facts: Facts, block: str, title: str, indicators: list[Indicator]) -> Table:
    rows = tuple(
        Row(
            {
                "indicator": indicator.name,
                "value": _in_one(measurements),
                "source": told_source(source, measurements, facts.cycle),
            }
        )
        for indicator in indicators
        for source, measurements in by_source(indicator).items()
    )
    return Table(
        block,
        title,
        (
            Column("indicator", _("Indicador"), 3),
            Column("value", _("Valor"), 4),
            Column("source", _("Fuente"), 5),
        ),
        rows,
        note=_caveats(indicators),
        wide=True,
    )


def _caveats(indicators: list[Indicator]) -> str:
    """Each caveat once, with the indicators that it is about."""
    names: dict[str, list[str]] = {}
    for indicator in indicators:
        if indicator.caveat:
            names.setdefault(indicator.caveat, []).append(indicator.name)
    return " ".join(f"{'; '.join(about)}: {caveat}" for caveat, about in names.items())
