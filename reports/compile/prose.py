"""Text that people edited, or a draft in its place, marked automatic."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.choices import Reporting
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
    """`a`, `a y b`, `a, b y c`; `e` before the sound of an i, as in `MRE e INEI`."""
    if len(words) < 2:
        return "".join(words)
    parts = {"first": ", ".join(words[:-1]), "last": words[-1]}
    if re.match(r"h?i(?!e)", words[-1], re.IGNORECASE):
        return _("%(first)s e %(last)s") % parts
    return _("%(first)s y %(last)s") % parts


def drafted_summary(
    facts: Facts, heading: str, interventions: list[Intervention], challenges: list[Challenge]
) -> str:
    """One paragraph on an objective or guideline: how many, by whom, results, difficulties.

    `challenges` are those that entities reported without an intervention.
    """
    if interventions:
        sentences = _of_interventions(heading, interventions)
    elif facts.provenance:
        sentences = [_("%(heading)s: no se reportan intervenciones.") % {"heading": heading}]
    elif not challenges:
        return _("%(heading)s: no se reportan intervenciones validadas.") % {"heading": heading}
    else:
        sentences = [_("%(heading)s: ninguna intervención validada.") % {"heading": heading}]
    if challenges:
        entities = list(dict.fromkeys(row.entity.acronym for row in challenges if row.entity))
        sentences.append(
            ngettext(
                "%(entities)s señala dificultades sin una intervención asociada (%(about)s).",
                "%(entities)s señalan dificultades sin una intervención asociada (%(about)s).",
                len(entities),
            )
            % {"entities": enumeration(entities), "about": _categories(challenges)}
        )
    return " ".join(sentences)


def _of_interventions(heading: str, interventions: list[Intervention]) -> list[str]:
    total = len(interventions)
    entities = list(dict.fromkeys(name for row in interventions for name in executors(row)))
    reported = Reporting.REPORTED
    with_results = sum(row.results_reporting == reported for row in interventions)
    with_challenges = sum(row.challenges_reporting == reported for row in interventions)
    told = [challenge for row in interventions for challenge in row.challenges.all()]
    counted = ngettext(
        "%(heading)s: %(total)s intervención, reportada por %(entities)s.",
        "%(heading)s: %(total)s intervenciones, reportadas por %(entities)s.",
        total,
    )
    return [
        counted % {"heading": heading, "total": total, "entities": enumeration(entities)},
        _results_sentence(total, with_results),
        _challenges_sentence(total, with_challenges, _categories(told)),
    ]


def _results_sentence(total: int, count: int) -> str:
    if not count:
        return _("No se señalan resultados.")
    if total == 1:
        return _("Señala resultados.")
    return _("En %(count)s se señalan resultados.") % {"count": count}


def _challenges_sentence(total: int, count: int, about: str) -> str:
    if not count:
        return _("No se señalan dificultades.")
    if total == 1:
        return _("Señala dificultades (%(about)s).") % {"about": about}
    return _("En %(count)s se señalan dificultades (%(about)s).") % {
        "count": count,
        "about": about,
    }


def _categories(challenges: Iterable[Challenge]) -> str:
    names = dict.fromkeys(str(row.get_category_display()).lower() for row in challenges)
    return "; ".join(names)
