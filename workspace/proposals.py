"""Objectives and guidelines proposed to who writes an intervention, each with its reason."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alignment.choices import REPORTABLE_KINDS
from alignment.models import Provision
from alignment.queries import aligned_with_any
from interventions.models import Intervention
from interventions.similarity import propose_objectives


@dataclass(frozen=True)
class Proposed:
    """A provision to tick and why it is proposed."""

    provision: Provision
    why: str


def proposals_of_text(row: Intervention) -> dict[int, str]:
    """Key of each objective that the text of the row resembles, three at most -> why."""
    found: dict[int, str] = {}
    for proposal in propose_objectives(f"{row.title} {row.description}"):
        words = ", ".join(f"«{word}»" for word in proposal.shared)
        found[proposal.provision.pk] = (
            _("Su texto comparte %(words)s con «%(title)s», ya validada.")
            % {"words": words, "title": proposal.example}
            if proposal.example
            else _("Su texto comparte %(words)s con el objetivo.") % {"words": words}
        )
    return found


def aligned_proposals(row: Intervention, chosen: Collection[int]) -> list[Proposed]:
    """What is aligned with the provisions `chosen` (keys) and not among them."""
    frameworks = list(row.cycle.frameworks.all()) or None
    found: dict[int, Proposed] = {}
    for aligned in aligned_with_any(chosen, frameworks) if chosen else []:
        if aligned.provision.kind in REPORTABLE_KINDS and aligned.provision.pk not in chosen:
            mark = _("confirmada") if aligned.confirmed else aligned.provenance.lower()
            why = _("alineado con %(other)s (%(mark)s)") % {
                "other": f"{aligned.answers.framework.acronym} {aligned.answers.code}",
                "mark": mark,
            }
            found.setdefault(aligned.provision.pk, Proposed(aligned.provision, capfirst(why)))
    return list(found.values())
