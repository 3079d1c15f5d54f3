"""Text that people edited, or a draft in its place, marked automatic."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.models import Challenge, Intervention
from reports.compile.facts import Facts, executors
from reports.content import Text


def narrative_or(facts: Facts, block: str, title: str, drafted: Iterable[str]) -> Text:
    """The narrative that the secretariat wrote for `block`, or the draft where there is none."""
    written = facts.narratives.get(block)
    if written is None:
        return Text(block, title, tuple(drafted))
    paragraphs = [part.strip() for part in written.text.replace("\r\n", "\n").split("\n\n")]
    return Text(
        block,
        title,
        tuple(part for part in paragraphs if part),
        automatic=False,
        source=written.source,
    )


def enumeration(words: list[str]) -> str:
    """`a`, `a y b`, `a, b y c`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s y %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def drafted_summary(
    heading: str, interventions: list[Intervention], challenges: list[Challenge]
) -> str:
    """One paragraph on an objective or guideline: how many, by whom, results, difficulties."""
    if not interventions and not challenges:
        return _("%(heading)s: no se reportan intervenciones validadas.") % {"heading": heading}
    total = len(interventions)
    entities = list(dict.fromkeys(name for row in interventions for name in executors(row)))
    entities += [
        row.entity.acronym
        for row in challenges
        if row.entity is not None and row.entity.acronym not in entities
    ]
    with_results = sum(row.results_reporting == "reported" for row in interventions)
    with_challenges = sum(row.challenges_reporting == "reported" for row in interventions)
    sentences = [
        ngettext(
            "%(heading)s: %(total)s intervención, reportada por %(entities)s.",
            "%(heading)s: %(total)s intervenciones, reportadas por %(entities)s.",
            total,
        )
        % {"heading": heading, "total": total, "entities": enumeration(entities)},
        _("Con resultados: %(count)s; con dificultades: %(challenges)s.")
        % {"count": with_results, "challenges": with_challenges},
    ]
    if challenges:
        sentences.append(_("Se señalan dificultades sin una intervención asociada."))
    return " ".join(sentences)
