"""What became of the interventions of the cycle before."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from interventions.choices import DiscontinuationOutcome, ImplementationStatus
from interventions.models import Intervention
from reports.compile.facts import Facts


class Change(StrEnum):
    """How an intervention stands against the cycle before, in the order of the report."""

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
    """Every intervention of this cycle and of the one before, by change."""
    told = [Changed(_change_of(facts, row), row) for row in facts.interventions]
    codes = {row.code for row in facts.interventions}
    told += [_gone(facts, row) for code, row in facts.previous.items() if code not in codes]
    order = list(Change)
    return sorted(told, key=lambda one: order.index(one.change))


def _change_of(facts: Facts, row: Intervention) -> Change:
    if row.code not in facts.previous:
        return Change.NEW
    return Change.ENDED if row.status == ImplementationStatus.COMPLETED else Change.KEPT


def _gone(facts: Facts, row: Intervention) -> Changed:
    """A row that nobody took up: ended or dropped where that was told, else nobody told."""
    told = facts.discontinued.get(row.pk)
    if told is None:
        return Changed(Change.UNTOLD, row)
    ended = told.outcome == DiscontinuationOutcome.ENDED
    return Changed(Change.ENDED if ended else Change.DROPPED, row, told.reason)
