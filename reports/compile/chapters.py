"""A chapter per thematic area of the Pact and per axis of the national policy."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alignment.choices import ProvisionKind
from alignment.models import Provision
from cycles.choices import CycleNoteKind
from interventions.models import Challenge, Intervention
from reports.compile.facts import Facts, named_executors
from reports.compile.prose import drafted_summary, narrative_or
from reports.content import Block, Column, Heading, Row, Table


def area_blocks(facts: Facts) -> Iterator[Block]:
    """`area-N` and `summary-area-N` for each thematic area."""
    for area in facts.of_kind(facts.pact, ProvisionKind.AREA):
        heading = _("Área temática %(code)s: %(title)s") % {
            "code": area.code,
            "title": facts.title(area),
        }
        yield from _chapter(facts, area, f"area-{area.code}", heading, "objective", area)


def axis_blocks(facts: Facts) -> Iterator[Block]:
    """`axis-N` and `summary-axis-N` for each axis of the policy in force."""
    for axis in facts.of_kind(facts.policy, ProvisionKind.AXIS):
        heading = _("Eje %(code)s de la Política Nacional Migratoria: %(title)s") % {
            "code": axis.code,
            "title": facts.title(axis),
        }
        yield from _chapter(facts, axis, f"axis-{axis.code}", heading, "guideline", None)


def _chapter(
    facts: Facts,
    group: Provision,
    block: str,
    heading: str,
    key: str,
    area: Provision | None,
) -> Iterator[Block]:
    kinds = {"objective": ProvisionKind.OBJECTIVE, "guideline": ProvisionKind.GUIDELINE}
    provisions = [row for row in facts.members(group) if row.kind == kinds[key]]
    yield Heading(f"chapter-{block}", heading)
    drafted = [
        drafted_summary(
            facts,
            provision_heading(facts, provision, key),
            facts.contributing(provision, area),
            facts.challenges_without_intervention(provision),
        )
        for provision in provisions
    ]
    yield narrative_or(facts, block, _("Síntesis"), drafted)
    rows = [row for provision in provisions for row in summary_rows(facts, provision, key, area)]
    yield Table(
        f"summary-{block}",
        _("Cuadro resumen de intervenciones del Perú. %(heading)s") % {"heading": heading},
        summary_columns(key),
        tuple(rows) if any(_says_something(row) for row in rows) else (),
        note=" ".join(
            [
                _("«No señala» indica que la entidad no reportó el dato."),
                *_notes(facts, provisions, key),
            ]
        ),
        wide=True,
    )


def _says_something(row: Row) -> bool:
    """Whether anything was reported: an objective with nothing keeps its row beside others."""
    return bool(row.cells["interventions"] or row.cells["challenges"])


def _notes(facts: Facts, provisions: list[Provision], key: str) -> Iterator[str]:
    """What the source tells of these objectives or guidelines beside its rows."""
    for note in facts.notes_of(CycleNoteKind.DETAIL, provisions):
        yield note.text
    for provision in provisions:
        for note in facts.notes_of(CycleNoteKind.GAP, [provision]):
            yield f"{provision_heading(facts, provision, key)}: {note.text}"


def provision_heading(facts: Facts, provision: Provision, key: str) -> str:
    """`Objetivo 7 (Reducir vulnerabilidades)`, or the same of a guideline."""
    words = {"objective": _("Objetivo"), "guideline": _("Lineamiento")}
    return f"{words[key]} {provision.code} ({facts.label(provision)})"


def summary_columns(key: str) -> tuple[Column, ...]:
    """The columns of a cuadro resumen."""
    first = {"objective": _("Objetivo"), "guideline": _("Lineamiento")}[key]
    return (
        Column(key, first),
        Column("title", _("Nombre"), 2),
        Column("entities", _("Entidad ejecutora"), 2),
        Column("interventions", _("Estrategia / política / programa / acción"), 5),
        Column("results", _("Resultados"), 4),
        Column("challenges", _("Dificultades / desafíos"), 4),
    )


def summary_rows(facts: Facts, provision: Provision, key: str, area: Provision | None) -> list[Row]:
    """One row per set of executing entities; one empty row where nothing was reported."""
    grouped: dict[frozenset[str], tuple[list[str], list[Intervention], list[Challenge]]] = {}
    for intervention in facts.contributing(provision, area):
        names = named_executors(intervention)
        grouped.setdefault(frozenset(names), (names, [], []))[1].append(intervention)
    for challenge in facts.challenges_without_intervention(provision):
        names = [challenge.entity.acronym] if challenge.entity else []
        grouped.setdefault(frozenset(names), (names, [], []))[2].append(challenge)
    if not grouped:
        grouped[frozenset()] = ([], [], [])
    return [
        _summary_row(facts, provision, key, names, interventions, challenges)
        for names, interventions, challenges in grouped.values()
    ]


def _summary_row(
    facts: Facts,
    provision: Provision,
    key: str,
    names: list[str],
    interventions: list[Intervention],
    challenges: list[Challenge],
) -> Row:
    results = [result.text for row in interventions for result in row.results.all()]
    difficulties = [challenge.text for row in interventions for challenge in row.challenges.all()]
    difficulties += [challenge.text for challenge in challenges]
    return Row(
        {
            key: provision.code,
            "title": facts.label(provision),
            "entities": names,
            "interventions": [row.told_title for row in interventions],
            "results": list(dict.fromkeys(results)),
            "challenges": list(dict.fromkeys(difficulties)),
        },
        tuple(row.code for row in interventions),
    )
