"""What became of the interventions of the cycles before."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from interventions.choices import DiscontinuationOutcome, ImplementationStatus
from interventions.models import Intervention
from reports.compile.facts import Facts


class Change(StrEnum):
    """How an intervention stands against the cycles before, in the order of the report."""

    NEW = "new"
    KEPT = "kept"
    ENDED = "ended"
    DROPPED = "dropped"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Changed:
    """An intervention, what became of it, and the reason where the entity gave one."""

    change: Change
    intervention: Intervention
    reason: str = ""


def change_words() -> dict[Change, str]:
    """How each change reads, in the report's language."""
    return {
        Change.NEW: _("Nueva"),
        Change.KEPT: _("Continúa"),
        Change.ENDED: _("Concluida"),
        Change.DROPPED: _("Se dejó de hacer"),
        Change.UNTOLD: _("No se informó"),
    }


def changes_of(facts: Facts) -> list[Changed]:
    """Every intervention of this cycle and of those before that had not ended, by change.

    What was reported as concluded before and is not taken up changed nothing: it is not told again.
    """
    told = [Changed(_change_of(facts, row), row) for row in facts.interventions]
    codes = {row.code for row in facts.interventions}
    before = [row for code, row in facts.previous.items() if code not in codes]
    told += [
        _gone(facts, row)
        for row in before
        if row.code in facts.discontinued or row.status != ImplementationStatus.COMPLETED
    ]
    order = list(Change)
    return sorted(told, key=lambda one: order.index(one.change))


def _change_of(facts: Facts, row: Intervention) -> Change:
    if row.code not in facts.previous:
        return Change.NEW
    return Change.ENDED if row.status == ImplementationStatus.COMPLETED else Change.KEPT


def _gone(facts: Facts, row: Intervention) -> Changed:
    """A row that nobody took up: ended or dropped where that was told, going on where its lead has
    nothing new to report, else nobody told.
    """
    told = facts.discontinued.get(row.code)
    if told is not None:
        ended = told.outcome == DiscontinuationOutcome.ENDED
        return Changed(Change.ENDED if ended else Change.DROPPED, row, told.reason)
    lead = row.lead_participation
    if lead is not None and lead.entity_id in facts.nothing_new:
        return Changed(Change.KEPT, row, _("La entidad respondió que no tiene novedades."))
    return Changed(Change.UNTOLD, row)
