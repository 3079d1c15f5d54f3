"""Departments, countries and groups that ended by their date, where one would be chosen anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alignment.models.base import in_force
from interventions.actions.history import some_of
from interventions.models import Intervention
from interventions.values import TO_MANY, Values, target_of


@dataclass(frozen=True)
class Choosing:
    """What an intervention shall say, and the one (key) whose choices it may keep: itself, or the
    one that it takes up again; a new one has none.
    """

    values: Values
    keeps: int | None


def newly_ended(choosing: Sequence[Choosing], *, today: date) -> list[dict[str, list[str]]]:
    """Of each: kind (`regions`…) -> names of what ended and it does not have yet."""
    found: list[dict[str, list[str]]] = [{} for _one in choosing]
    for name in TO_MANY:
        told = {place: set(one.values.get(name, ())) for place, one in enumerate(choosing)}
        if not any(told.values()):
            continue
        model = Intervention._meta.get_field(name).related_model
        over = model._default_manager.exclude(in_force(today))  # type: ignore[union-attr]
        ended = {row.pk: str(row) for row in over}
        doubtful = {place: keys & ended.keys() for place, keys in told.items()}
        doubtful = {place: keys for place, keys in doubtful.items() if keys}
        kept = _chosen(name, {choosing[place].keeps for place in doubtful} - {None})
        for place, keys in doubtful.items():
            if new := keys - kept.get(choosing[place].keeps, set()):
                found[place][name] = sorted(ended[key] for key in new)
    return found


def _chosen(name: str, keys: Iterable[int | None]) -> Mapping[int | None, set[int]]:
    """Key of an intervention -> what it has of one kind."""
    chosen: dict[int | None, set[int]] = {}
    through, target = getattr(Intervention, name).through, target_of(name)
    for some in some_of(list(keys)):
        links = through.objects.filter(intervention__in=some)
        for key, other in links.values_list("intervention_id", target):
            chosen.setdefault(key, set()).add(other)
    return chosen
