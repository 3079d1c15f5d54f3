"""Rows that somebody means to validate together, and what speaks against each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from interventions.actions import missing_to_submit
from interventions.choices import State
from interventions.models import Intervention
from interventions.permissions import not_validated_alone
from workspace.queries.queue import Waiting, waiting


@dataclass(frozen=True)
class Candidate:
    """A row to validate, the version that was seen of it, and why it cannot be validated."""

    waiting: Waiting
    seen: int
    problems: list[str]
    unconfirmed: list[str]
    """Acronyms of the partners that have not confirmed."""

    @property
    def ready(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.problems


def candidates(seen: Mapping[int, int], person: User) -> list[Candidate]:
    """The rows of `seen` (key -> version) that exist, in its order; a fixed number of queries."""
    rows = waiting(Intervention.objects.filter(pk__in=seen), whole=True)
    found = {one.intervention.pk: one for one in rows}
    alone = not_validated_alone(person, found)
    return [
        Candidate(
            found[pk],
            version,
            _problems(found[pk], version, person) or ([alone[pk]] if pk in alone else []),
            unconfirmed_in(found[pk].intervention),
        )
        for pk, version in seen.items()
        if pk in found
    ]


def unconfirmed_in(row: Intervention) -> list[str]:
    """Acronyms of the partners that have not confirmed; no query where they are prefetched."""
    return [part.entity.acronym for part in row.participations.all() if not part.is_confirmed]


def _problems(one: Waiting, version: int, person: User) -> list[str]:
    row = one.intervention
    if row.state != State.SUBMITTED:
        return [_("Está en estado «%(state)s».") % {"state": row.get_state_display()}]
    if not row.cycle.is_open:
        return [_("Su ciclo está cerrado.")]
    if row.version != version:
        return [_("Cambió desde que usted vio la lista: ábrala y revísela.")]
    if one.claim is not None and one.claim.by_id != person.pk:
        return [_("La está revisando %(person)s.") % {"person": one.claim.by}]
    return list(missing_to_submit(row).values())
