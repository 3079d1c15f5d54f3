"""The full matrices, who took part, the terms, and what everything was made of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alignment.models import Provision
from interventions.models import Intervention
from reports.compile.chapters import provision_heading
from reports.compile.facts import Facts, executors
from reports.content import Block, Column, Heading, Row, Table


def blocks(facts: Facts) -> Iterator[Block]:
    """The annexes."""
    yield Heading("annexes", _("Anexos"))
    for objective in facts.objectives:
        yield _matrix(facts, objective, "objective", f"annex-objective-{objective.code}")
    for guideline in facts.guidelines:
        yield _matrix(facts, guideline, "guideline", f"annex-guideline-{guideline.code}")
    yield _entities(facts)
    yield _glossary()
    yield _manifest(facts)


def _matrix(facts: Facts, provision: Provision, key: str, block: str) -> Table:
    rows = tuple(_matrix_row(row) for row in facts.contributing(provision))
    return Table(
        block,
        _("Anexo. %(heading)s") % {"heading": provision_heading(facts, provision, key)},
        (
            Column("code", _("Código"), 2),
            Column("entities", _("Entidad ejecutora"), 2),
            Column("intervention", _("Intervención"), 5),
            Column("kind", _("Tipo"), 2),
            Column("results", _("Resultados"), 4),
            Column("challenges", _("Dificultades / desafíos"), 4),
            Column("source", _("Fuente"), 2),
        ),
        rows,
        note="" if rows else _("No se reportan intervenciones validadas."),
        wide=True,
    )


def _matrix_row(intervention: Intervention) -> Row:
    return Row(
        {
            "code": intervention.code,
            "entities": executors(intervention),
            "intervention": intervention.title,
            "kind": str(intervention.get_kind_display()),
            "results": [result.text for result in intervention.results.all()],
            "challenges": [challenge.text for challenge in intervention.challenges.all()],
            "source": intervention.source_reference,
        },
        (intervention.code,),
    )


def _entities(facts: Facts) -> Table:
    rows = []
    for entity in facts.entities:
        counted = [
            row
            for row in facts.interventions
            if any(part.entity_id == entity.pk for part in row.participations.all())
        ]
        rows.append(
            Row(
                {
                    "acronym": entity.acronym,
                    "name": entity.name,
                    "role": str(entity.get_mtigm_role_display()),
                    "interventions": len(counted),
                },
                tuple(row.code for row in counted),
            )
        )
    return Table(
        "annex-entities",
        _("Entidades"),
        (
            Column("acronym", _("Sigla"), 2),
            Column("name", _("Nombre"), 5),
            Column("role", _("Relación con la MTIGM"), 2),
            Column("interventions", _("Intervenciones")),
        ),
        tuple(rows),
    )


def _glossary() -> Table:
    terms = {
        "FEMI": _("Foro de Examen de la Migración Internacional"),
        "MRE": _("Ministerio de Relaciones Exteriores"),
        "MTIGM": _("Mesa de Trabajo Intersectorial para la Gestión Migratoria"),
        "NNA": _("Niñas, niños y adolescentes"),
        "PMM": _("Pacto Mundial para la Migración Segura, Ordenada y Regular"),
        "PNM": _("Política Nacional Migratoria"),
        _("No señala"): _("La entidad no reportó el dato"),
    }
    return Table(
        "glossary",
        _("Glosario"),
        (Column("term", _("Término"), 1), Column("meaning", _("Significado"), 4)),
        tuple(Row({"term": term, "meaning": meaning}) for term, meaning in terms.items()),
    )


def _manifest(facts: Facts) -> Table:
    rows = tuple(
        Row({"code": row.code, "version": row.version, "title": row.title}, (row.code,))
        for row in facts.interventions
    )
    return Table(
        "manifest",
        _("Manifiesto: registros y versiones con que se compiló el informe"),
        (
            Column("code", _("Código"), 1),
            Column("version", _("Versión"), 1),
            Column("title", _("Intervención"), 5),
        ),
        rows,
        note="" if rows else _("El ciclo no tiene intervenciones validadas."),
    )
