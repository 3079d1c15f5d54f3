"""The full matrices, who took part, the terms, and what everything was made of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alignment.models.keys import spanish_key
from entities.models import Entity
from interventions.models import Intervention
from reports.compile.analysis import alignments
from reports.compile.facts import Facts
from reports.compile.matrices import matrix, matrix_row
from reports.content import ANNEXES, Block, Column, Heading, Row, Table, digest


def blocks(facts: Facts) -> Iterator[Block]:
    """The annexes."""
    yield Heading(ANNEXES, _("Anexos"))
    yield Heading("annex-objectives", _("Matrices por objetivo del Pacto Mundial"), 2)
    for objective in facts.objectives:
        yield from matrix(facts, objective, "objective")
    yield Heading("annex-guidelines", _("Matrices por lineamiento de la política"), 2)
    for guideline in facts.guidelines:
        yield from matrix(facts, guideline, "guideline")
    yield Heading("alignment", _("Alineación entre instrumentos"), 2)
    yield from alignments(facts)
    yield Heading("annex-words", _("Entidades y términos"), 2)
    yield _entities(facts)
    yield _glossary(facts)
    yield Heading("annex-sources", _("Fuentes y manifiesto"), 2)
    yield from _files(facts)
    yield _bibliography(facts)
    yield _manifest(facts)
    yield _manifest_frameworks(facts)


def _files(facts: Facts) -> Iterator[Block]:
    """The files that support the interventions, by name; nothing where there is none."""
    rows = tuple(
        Row(
            {
                "code": intervention.code,
                "intervention": intervention.told_title,
                "evidence": evidence.title,
                "file": evidence.file_words,
            },
            (intervention.code,),
        )
        for intervention in facts.interventions
        for evidence in intervention.evidence.all()
        if evidence.file_name
    )
    if rows:
        yield Table(
            "annex-files",
            _("Archivos de sustento, que se descargan en la página de cada intervención"),
            (
                Column("code", _("Código"), 2),
                Column("intervention", _("Intervención"), 5),
                Column("evidence", _("Sustento"), 4),
                Column("file", _("Archivo"), 4),
            ),
            rows,
        )


def _entities(facts: Facts) -> Table:
    takes_part: dict[int, list[Intervention]] = {}
    for intervention in facts.interventions:
        for participation in intervention.participations.all():
            if not participation.is_confirmed:
                continue
            takes_part.setdefault(participation.entity_id, []).append(intervention)
    rows = []
    for entity in facts.entities:
        counted = takes_part.get(entity.pk, [])
        rows.append(
            Row(
                {
                    "acronym": entity.acronym,
                    "name": _with_parent(entity),
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
            Column("interventions", _("Intervenciones en que participa")),
        ),
        tuple(rows),
    )


def _with_parent(entity: Entity) -> str:
    """The name, and the entity that it belongs to, if any."""
    if entity.parent is None:
        return entity.name
    return _("%(name)s (adscrita a %(parent)s)") % {
        "name": entity.name,
        "parent": entity.parent.acronym,
    }


def _glossary(facts: Facts) -> Table:
    """The terms of the frame, and the instruments by their acronyms; entities have their table."""
    in_english = facts.language == "en"
    terms = {
        row.acronym: row.name_en if in_english and row.name_en else row.name_es
        for row in facts.frameworks
    }
    terms |= {
        "CAD": _("Comité de Asistencia para el Desarrollo de la OCDE"),
        "FEMI": _("Foro de Examen de la Migración Internacional"),
        "MRE": _("Ministerio de Relaciones Exteriores"),
        "MTIGM": _("Mesa de Trabajo Intersectorial para la Gestión Migratoria"),
        "OCDE": _("Organización para la Cooperación y el Desarrollo Económicos"),
        "OCDE/CAD": _("Criterios con que el CAD valora una intervención"),
        "NNA": _("Niñas, niños y adolescentes"),
        "PMM": _("Pacto Mundial para la Migración Segura, Ordenada y Regular"),
        "PNM": _("Política Nacional Migratoria"),
        "SHA-256": _("Suma con la que se comprueba que un contenido no ha cambiado"),
        _("No señala"): _("La entidad no reportó el dato"),
    }
    parts = (part for row in facts.interventions for part in row.participations.all())
    if not all(part.is_confirmed for part in parts):
        terms[_("(sin confirmar)")] = _(
            "La entidad fue nombrada y no ha confirmado que participa: no cuenta como ejecutora"
        )
    return Table(
        "glossary",
        _("Glosario"),
        (Column("term", _("Término"), 1), Column("meaning", _("Significado"), 4)),
        tuple(
            Row({"term": term, "meaning": meaning})
            for term, meaning in sorted(terms.items(), key=lambda term: spanish_key(term[0]))
        ),
    )


def _bibliography(facts: Facts) -> Table:
    """Each source once; everything else cites it by the words of the first column."""
    rows = tuple(
        Row({"reference": row.reference, "entry": row.entry, "note": row.note})
        for row in facts.bibliography
    )
    return Table(
        "bibliography",
        _("Bibliografía"),
        (
            Column("reference", _("Cómo se cita"), 3),
            Column("entry", _("Referencia"), 5),
            Column("note", _("Nota"), 5),
        ),
        rows,
    )


def _manifest(facts: Facts) -> Table:
    rows = tuple(
        Row(
            {
                "code": row.code,
                "version": row.version,
                "title": row.title,
                "checksum": digest(_told_of(facts, row))[:16],
            },
            (row.code,),
        )
        for row in facts.interventions
    )
    total = digest([row.as_dict() for row in rows])
    return Table(
        "manifest",
        _("Manifiesto: registros y versiones con que se compiló el informe"),
        (
            Column("code", _("Código"), 2),
            Column("version", _("Versión"), 1),
            Column("title", _("Intervención"), 7),
            Column("checksum", _("SHA-256 (inicio)"), 3),
        ),
        rows,
        note=_("SHA-256 del manifiesto: %(checksum)s") % {"checksum": total},
    )


def _told_of(facts: Facts, intervention: Intervention) -> list[object]:
    """What the report says of an intervention, and where: what its checksum stands for."""
    contributions = [
        [
            row.provision.framework.code,
            row.provision.kind,
            row.provision.code,
            row.group.code if row.group else "",
        ]
        for row in intervention.contributions.all()
    ]
    return [intervention.version, matrix_row(facts, intervention).as_dict(), contributions]


def _manifest_frameworks(facts: Facts) -> Table:
    rows = tuple(
        Row(
            {
                "framework": row.code,
                "name": row.name_en if facts.language == "en" and row.name_en else row.name_es,
                "version": row.version,
                "provisions": sum(
                    provision.framework_id == row.pk for provision in facts.provisions
                ),
            }
        )
        for row in facts.frameworks
    )
    return Table(
        "manifest-frameworks",
        _("Manifiesto: instrumentos de política con que se compiló el informe"),
        (
            Column("framework", _("Instrumento"), 3),
            Column("name", _("Nombre"), 6),
            Column("version", _("Versión"), 2),
            Column("provisions", _("Disposiciones"), 1),
        ),
        rows,
    )
