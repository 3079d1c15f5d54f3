"""The registry read across: blocks, execution, orientation, alignment, difficulties, gaps."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alignment.choices import ProvisionKind
from alignment.models import Alignment, Framework
from interventions.models import Challenge, Intervention
from reports.compile.chapters import provision_heading
from reports.compile.facts import Facts, executors
from reports.compile.prose import narrative_or
from reports.content import Block, Cell, Column, Heading, Row, Table, Text


def blocks(facts: Facts) -> Iterator[Block]:
    """The blocks between the chapters and the annexes."""
    yield Heading("analysis", _("Análisis transversal"))
    yield _policy_blocks(facts)
    yield _execution(facts)
    yield _orientation(facts)
    yield Heading("alignment", _("Alineación entre instrumentos"))
    yield from _alignments(facts)
    yield Heading("assessment", _("Valoración, buenas prácticas y dificultades"))
    yield _assessments(facts)
    yield _good_practices(facts)
    yield _challenges(facts)
    yield _gaps(facts)
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


def _codes(interventions: list[Intervention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.code for row in interventions))


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
                        "title": facts.title(objective),
                        "interventions": len(counted),
                    },
                    _codes(counted),
                )
            )
    return Table(
        "policy-blocks",
        _("Intervenciones por bloque de política (Fajardo, 2019)"),
        (
            Column("block", _("Bloque"), 3),
            Column("objective", _("Objetivo")),
            Column("title", _("Título"), 5),
            Column("interventions", _("Intervenciones")),
        ),
        tuple(rows),
        note=_("El objetivo 19 figura en dos bloques: los bloques no se suman."),
    )


def _execution(facts: Facts) -> Table:
    rows = []
    for objective in facts.objectives:
        counted = facts.contributing(objective)
        joint = sum(len(executors(row)) > 1 for row in counted)
        rows.append(
            Row(
                {
                    "objective": objective.code,
                    "title": facts.title(objective),
                    "single": len(counted) - joint,
                    "joint": joint,
                },
                _codes(counted),
            )
        )
    return Table(
        "execution",
        _("Ejecución individual y conjunta por objetivo"),
        (
            Column("objective", _("Objetivo")),
            Column("title", _("Título"), 6),
            Column("single", _("Una entidad"), 1),
            Column("joint", _("Dos o más"), 1),
        ),
        tuple(rows),
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
                        "title": facts.title(guideline),
                        "interventions": len(counted),
                    },
                    _codes(counted),
                )
            )
    return Table(
        "orientation",
        _("Orientación de las intervenciones por eje y lineamiento"),
        (
            Column("axis", _("Eje"), 3),
            Column("guideline", _("Lineamiento")),
            Column("title", _("Nombre"), 4),
            Column("interventions", _("Intervenciones")),
        ),
        tuple(rows),
    )


def _alignments(facts: Facts) -> Iterator[Table]:
    if facts.pact is None:
        return
    by_framework: dict[Framework, list[Alignment]] = {}
    for alignment in facts.alignments:
        if alignment.target.framework_id == facts.pact.pk:
            by_framework.setdefault(alignment.source.framework, []).append(alignment)
    for framework, alignments in by_framework.items():
        is_policy = facts.policy is not None and framework.pk == facts.policy.pk
        suffix = f"pnm-{facts.pact.code}" if is_policy else framework.code
        yield _alignment(
            facts,
            "alignment-pnm-gcm" if is_policy else f"alignment-{suffix}",
            framework,
            alignments,
        )


def _alignment(
    facts: Facts, block: str, framework: Framework, alignments: list[Alignment]
) -> Table:
    rows = []
    for alignment in alignments:
        source, target = alignment.source, alignment.target
        cells: dict[str, Cell] = {
            "source": f"{source.get_kind_display()} {source.code}. {facts.title(source)}",
            "relation": str(alignment.get_relation_display()),
            "target": f"{target.get_kind_display()} {target.code}. {facts.title(target)}",
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
            Column("provenance", _("Procedencia"), 1),
            Column("citation", _("Cita"), 3),
        ),
        tuple(rows),
        note=_("«Propuesta» indica que la alineación espera confirmación del MRE."),
        wide=True,
    )


def _assessments(facts: Facts) -> Table:
    rows = [
        Row(
            {
                "intervention": row.intervention.title,
                "criterion": str(row.get_criterion_display()),
                "rating": row.rating,
                "reason": row.reason,
            },
            (row.intervention.code,),
        )
        for row in facts.assessments
    ]
    return Table(
        "oecd",
        _("Valoración por criterio OCDE/CAD"),
        (
            Column("intervention", _("Intervención"), 4),
            Column("criterion", _("Criterio"), 2),
            Column("rating", _("Valoración"), 1),
            Column("reason", _("Sustento"), 4),
        ),
        tuple(rows),
        note="" if rows else _("No se han registrado valoraciones en este ciclo."),
    )


def _good_practices(facts: Facts) -> Table:
    flagged = [row for row in facts.interventions if row.good_practice]
    rows = [
        Row(
            {
                "intervention": row.title,
                "entities": executors(row),
                "lessons": row.good_practice_lessons,
            },
            (row.code,),
        )
        for row in flagged
    ]
    return Table(
        "good-practices",
        _("Buenas prácticas"),
        (
            Column("intervention", _("Intervención"), 4),
            Column("entities", _("Entidad ejecutora"), 2),
            Column("lessons", _("Lecciones y posibilidad de replicarla"), 4),
        ),
        tuple(rows),
        note="" if rows else _("Ninguna intervención se ha marcado como buena práctica."),
    )


def _challenges(facts: Facts) -> Table:
    told: dict[tuple[str, str, str], tuple[Challenge, list[Intervention]]] = {}
    for intervention in facts.interventions:
        for contribution in intervention.contributions.all():
            provision = contribution.provision
            where = f"{provision.framework.acronym} {provision.code}"
            for challenge in intervention.challenges.all():
                key = (challenge.category, where, challenge.text)
                told.setdefault(key, (challenge, []))[1].append(intervention)
    for challenge in facts.entity_challenges:
        if challenge.provision is not None:
            where = f"{challenge.provision.framework.acronym} {challenge.provision.code}"
            told.setdefault((challenge.category, where, challenge.text), (challenge, []))
    rows = [
        Row(
            {
                "category": str(challenge.get_category_display()),
                "provision": where,
                "challenge": text,
                "would_unblock": challenge.would_unblock,
                "since": facts.cycle.code,
            },
            _codes(interventions),
        )
        for (_category, where, text), (challenge, interventions) in sorted(
            told.items(), key=lambda item: (str(item[1][0].get_category_display()), item[0][1])
        )
    ]
    return Table(
        "challenges",
        _("Dificultades y desafíos por categoría"),
        (
            Column("category", _("Categoría"), 2),
            Column("provision", _("Objetivo o lineamiento"), 1),
            Column("challenge", _("Dificultad o desafío"), 5),
            Column("would_unblock", _("Qué la resolvería"), 3),
            Column("since", _("Desde"), 1),
        ),
        tuple(rows),
        note="" if rows else _("No se reportan dificultades."),
        wide=True,
    )


def _gaps(facts: Facts) -> Table:
    rows = []
    for key, provisions in (("objective", facts.objectives), ("guideline", facts.guidelines)):
        for provision in provisions:
            counted = facts.contributing(provision)
            for reason in _gap_reasons(counted, facts, key):
                heading = provision_heading(facts, provision, key)
                rows.append(Row({"provision": heading, "reason": reason}, _codes(counted)))
    return Table(
        "gaps",
        _("Brechas"),
        (
            Column("provision", _("Objetivo o lineamiento"), 3),
            Column("reason", _("Por qué es una brecha"), 4),
        ),
        tuple(rows),
        note="" if rows else _("No se identifican brechas."),
    )


def _gap_reasons(counted: list[Intervention], facts: Facts, key: str) -> Iterator[str]:
    if not counted:
        yield _("Ninguna intervención validada.")
        return
    if key == "objective" and len({name for row in counted for name in executors(row)}) == 1:
        yield _("Reporta una sola entidad.")
    if all(row.results_reporting != "reported" for row in counted):
        yield _("Ninguna intervención señala resultados.")


def _indicators(facts: Facts) -> Table:
    rows = []
    for indicator in facts.indicators:
        if indicator.kind != "progress":
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
