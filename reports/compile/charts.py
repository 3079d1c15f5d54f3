"""Where people would rather look: the charts of the report, counted from the same facts."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import ProvisionKind
from alignment.models.keys import spanish_key
from cycles.choices import CycleNoteKind
from interventions.choices import ChallengeCategory
from reports.compile.bases import base_of_objectives, written
from reports.compile.comparison import Change, change_words, changes_of
from reports.compile.facts import Facts, executors
from reports.content import Block, Chart, Series

MOST_ENTITIES = 15
"""Entities of the chart; the others stand together in its last bar."""


def granularity(facts: Facts) -> list[str]:
    """Which objectives are told in more detail than the others that they stand beside."""
    return [note.text for note in facts.notes_of(CycleNoteKind.DETAIL, facts.objectives)]


def coverage(facts: Facts) -> Iterator[Block]:
    """Interventions of each objective, by one entity alone and by two or more."""
    single, joint = [], []
    for objective in facts.objectives:
        counted = facts.contributing(objective)
        together = sum(len(executors(row)) > 1 for row in counted)
        single.append(len(counted) - together)
        joint.append(together)
    yield Chart(
        "chart-coverage",
        _("Intervenciones por objetivo del Pacto, según ejecución"),
        _("Objetivo"),
        tuple(f"{row.code}. {facts.label(row)}" for row in facts.objectives),
        (
            Series(_("Una entidad"), tuple(single)),
            Series(_("Dos o más entidades"), tuple(joint)),
        ),
        note=" ".join(
            [
                base_of_objectives(facts),
                _("Una intervención cuenta en cada objetivo al que contribuye."),
                *granularity(facts),
            ]
        ),
    )


def entities_by_area(facts: Facts) -> Iterator[Block]:
    """Interventions of the entities that execute most, by thematic area.

    All that an entity executes gives its place, also what is of no area.
    """
    areas = facts.of_kind(facts.pact, ProvisionKind.AREA)
    totals = Counter(name for row in facts.interventions for name in executors(row))
    counts: dict[str, Counter[str]] = {name: Counter() for name in totals}
    for area in areas:
        told = {
            row.pk: row
            for objective in facts.members(area)
            if objective.kind == ProvisionKind.OBJECTIVE
            for row in facts.contributing(objective, area)
        }
        for row in told.values():
            for name in executors(row):
                counts[name][area.code] += 1
    ranked = sorted(totals, key=lambda name: (-totals[name], spanish_key(name)))
    shown, others = ranked[:MOST_ENTITIES], ranked[MOST_ENTITIES:]
    names = [f"{name} ({written(totals[name])})" for name in shown]
    if others:
        shown.append("")
        names.append(_("Las demás: %(count)s entidades") % {"count": written(len(others))})
        counts[""] = sum((counts[name] for name in others), Counter())
    yield Chart(
        "chart-entities",
        _("Intervenciones por entidad ejecutora y área temática"),
        _("Entidad"),
        tuple(names),
        tuple(
            Series(
                _("Área %(code)s") % {"code": area.code},
                tuple(counts[name][area.code] for name in shown),
            )
            for area in areas
        ),
        note=" ".join(
            [
                base_of_objectives(facts),
                _(
                    "Entre paréntesis, todo lo que ejecuta cada entidad, que da el orden. Una "
                    "intervención conjunta cuenta en cada entidad que la ejecuta."
                ),
            ]
        ),
    )


def challenges(facts: Facts) -> Iterator[Block]:
    """How many difficulties there are of each category, one of several interventions once."""
    told = {one.pk: one for row in facts.interventions for one in row.challenges.all()}
    counts = Counter(one.category for one in (*told.values(), *facts.entity_challenges))
    order = ChallengeCategory.values
    ranked = sorted(counts, key=lambda category: (-counts[category], order.index(category)))
    yield Chart(
        "chart-challenges",
        _("Dificultades por categoría"),
        _("Categoría"),
        tuple(str(ChallengeCategory(category).label) for category in ranked),
        (Series(_("Dificultades"), tuple(counts[one] for one in ranked)),),
        note=_base_of_challenges(facts),
    )


def _base_of_challenges(facts: Facts) -> str:
    """How many interventions report a difficulty, and how many difficulties stand alone."""
    reporting = sum(bool(row.challenges.all()) for row in facts.interventions)
    base = _("Base: lo que señalan %(counted)s de %(total)s intervenciones") % {
        "counted": written(reporting),
        "total": written(len(facts.interventions)),
    }
    alone = len(facts.entity_challenges)
    if not alone:
        return f"{base}."
    return ngettext(
        "%(base)s y %(alone)s dificultad sin una intervención asociada.",
        "%(base)s y %(alone)s dificultades sin una intervención asociada.",
        alone,
    ) % {"base": base, "alone": written(alone)}


def response_rate(facts: Facts) -> Iterator[Block]:
    """Entities that were expected to answer, by whether they did."""
    expected, answered = facts.responses["expected"], facts.responses["answered"]
    known = expected > 0
    yield Chart(
        "chart-responses",
        _("Respuesta de las entidades convocadas"),
        _("Respuesta"),
        (_("Respondieron"), _("No respondieron")) if known else (),
        (Series(_("Entidades"), (answered, expected - answered) if known else ()),),
        note=_("Base: entidades convocadas (%(total)s).") % {"total": written(expected)},
    )


def changes(facts: Facts) -> Iterator[Block]:
    """What became of the interventions against the previous cycle."""
    known = bool(facts.previous)
    counted = Counter(one.change for one in changes_of(facts))
    yield Chart(
        "chart-changes",
        _("Intervenciones frente a los ciclos anteriores"),
        _("Situación"),
        tuple(change_words().values()) if known else (),
        (Series(_("Intervenciones"), tuple(counted[one] for one in Change) if known else ()),),
        note=_("Base: intervenciones de este ciclo y de los anteriores (%(total)s).")
        % {"total": written(counted.total())},
    )
