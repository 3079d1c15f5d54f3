"""The registry read across: policy blocks, execution, orientation, alignment."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alignment.choices import ProvisionKind
from alignment.models import Alignment, Framework, Provision
from interventions.models import Intervention
from reports.compile import charts
from reports.compile.bases import base_of_guidelines, base_of_objectives, told_of, total_note
from reports.compile.facts import Facts, executors
from reports.content import Block, Cell, Column, Heading, Row, Table


def blocks(facts: Facts) -> Iterator[Block]:
    """The tables across all areas and axes."""
    yield Heading("analysis", _("Análisis transversal"))
    yield from charts.coverage(facts)
    yield from charts.entities_by_area(facts)
    yield _policy_blocks(facts)
    yield _execution(facts)
    yield _orientation(facts)


def codes_of(interventions: list[Intervention]) -> tuple[str, ...]:
    """The codes of the interventions, each once, in order."""
    return tuple(dict.fromkeys(row.code for row in interventions))


def _with_total(
    rows: list[Row], total: dict[str, Cell], told: list[Intervention]
) -> tuple[Row, ...]:
    """The rows of a count and their total, in which each intervention counts once; or none."""
    last = Row({"title": _("Total de intervenciones"), **total}, codes_of(told))
    return (*rows, last) if told else ()


def _policy_blocks(facts: Facts) -> Table:
    rows = []
    for block in facts.of_kind(facts.pact, ProvisionKind.POLICY_BLOCK):
        for objective in facts.members(block):
            counted = facts.contributing(objective)
            rows.append(
                Row(
                    {
                        "block": f"{block.code}. {facts.title(block)}",
                        "objective": objective.code,
                        "title": facts.label(objective),
                        "interventions": len(counted),
                    },
                    codes_of(counted),
                )
            )
    told = told_of(facts, facts.objectives)
    return Table(
        "policy-blocks",
        _("Intervenciones por bloque de política (Fajardo, 2019)"),
        (
            Column("block", _("Bloque"), 3),
            Column("objective", _("Objetivo")),
            Column("title", _("Nombre"), 5),
            Column("interventions", _("Intervenciones")),
        ),
        _with_total(rows, {"block": "", "objective": "", "interventions": len(told)}, told),
        note=" ".join(
            [
                base_of_objectives(facts),
                total_note(),
                _("El objetivo 19 figura en dos bloques: los bloques no se suman."),
                *charts.granularity(facts),
            ]
        ),
    )


def _execution(facts: Facts) -> Table:
    rows = []
    for objective in facts.objectives:
        counted = facts.contributing(objective)
        together = sum(len(executors(row)) > 1 for row in counted)
        rows.append(
            Row(
                {
                    "objective": objective.code,
                    "title": facts.label(objective),
                    "single": len(counted) - together,
                    "joint": together,
                },
                codes_of(counted),
            )
        )
    told = told_of(facts, facts.objectives)
    joint = sum(len(executors(row)) > 1 for row in told)
    return Table(
        "execution",
        _("Ejecución individual y conjunta por objetivo"),
        (
            Column("objective", _("Objetivo")),
            Column("title", _("Nombre"), 6),
            Column("single", _("Una entidad"), 1),
            Column("joint", _("Dos o más"), 1),
        ),
        _with_total(rows, {"objective": "", "single": len(told) - joint, "joint": joint}, told),
        note=" ".join([base_of_objectives(facts), total_note(), *charts.granularity(facts)]),
    )


def _orientation(facts: Facts) -> Table:
    rows = []
    for axis in facts.of_kind(facts.policy, ProvisionKind.AXIS):
        for guideline in facts.members(axis):
            counted = facts.contributing(guideline)
            rows.append(
                Row(
                    {
                        "axis": f"{axis.code}. {facts.title(axis)}",
                        "guideline": guideline.code,
                        "title": facts.label(guideline),
                        "interventions": len(counted),
                    },
                    codes_of(counted),
                )
            )
    told = told_of(facts, facts.guidelines)
    return Table(
        "orientation",
        _("Orientación de las intervenciones por eje y lineamiento"),
        (
            Column("axis", _("Eje"), 3),
            Column("guideline", _("Lineamiento")),
            Column("title", _("Nombre"), 4),
            Column("interventions", _("Intervenciones")),
        ),
        _with_total(rows, {"axis": "", "guideline": "", "interventions": len(told)}, told),
        note=" ".join([base_of_guidelines(facts), total_note()]),
    )


def alignments(facts: Facts) -> Iterator[Table]:
    """A matrix per framework in force in the cycle, the national policy first."""
    if facts.pact is None:
        return
    in_force = {row.pk for row in facts.frameworks}
    by_framework: dict[Framework, list[Alignment]] = {}
    for alignment in facts.alignments:
        source = alignment.source.framework
        if alignment.target.framework_id == facts.pact.pk and source.pk in in_force:
            by_framework.setdefault(source, []).append(alignment)
    if facts.policy in by_framework:
        alignments = by_framework.pop(facts.policy)
        yield _alignment(facts, "alignment-pnm-gcm", facts.policy, alignments)
    for framework, alignments in by_framework.items():
        yield _alignment(facts, f"alignment-{framework.code}", framework, alignments)


def _alignment(
    facts: Facts, block: str, framework: Framework, alignments: list[Alignment]
) -> Table:
    rows = []
    for alignment in alignments:
        cells: dict[str, Cell] = {
            "source": _named(facts, alignment.source),
            "relation": str(alignment.get_relation_display()),
            "target": _named(facts, alignment.target),
            "provenance": str(alignment.get_provenance_display()),
            "citation": alignment.citation,
        }
        rows.append(Row(cells))
    return Table(
        block,
        _("Alineación de %(framework)s con el Pacto Mundial") % {"framework": framework.acronym},
        (
            Column("source", framework.acronym, 4),
            Column("relation", _("Relación"), 2),
            Column("target", _("Pacto Mundial"), 5),
            Column("provenance", _("Procedencia"), 2),
            Column("citation", _("Cita"), 3),
        ),
        tuple(rows),
        note=_("«Propuesta» indica que la alineación espera confirmación del MRE."),
        wide=True,
    )


def _named(facts: Facts, provision: Provision) -> str:
    """`Objetivo 7. Título`; the title alone where it is the whole instrument."""
    if provision.kind == ProvisionKind.WHOLE:
        return facts.title(provision)
    name = f"{provision.get_kind_display()} {provision.code}"
    return f"{name}. {facts.title(provision)}" if facts.title(provision) else name
