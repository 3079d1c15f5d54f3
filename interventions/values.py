"""What an intervention says, as plain values: what every door hands to `actions.contents.write`.

`Values` maps names to values; a name that is not there stays as it is stored:

- the fields of `PLAIN`, as the model takes them;
- `regions`, `countries`, `target_groups`: keys of rows, in any order;
- `results`, `challenges`, `evidence`: in their order, each a mapping of the fields of `PARTS` (one
  that is not there stays as it is stored), with the `id` of the stored row where it is known;
- `contributions`: `provision_id`, `group_id` and `is_primary` of each;
- `participations`: `entity_id`, `role` and `contribution_text` of each, the lead among them;
- `contribution_texts`: key of an entity -> its own text, the other entities left as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from interventions.fields import OWN, TO_MANY
from interventions.models import (
    Challenge,
    Contribution,
    Evidence,
    Intervention,
    Participation,
    Result,
)

Values = dict[str, Any]

PLAIN = OWN
"""Fields of the intervention itself."""


@dataclass(frozen=True)
class Part:
    """What has rows of its own: `key` is the field that tells them apart, empty where their order
    does; `fields` are those that are told.
    """

    name: str
    model: Any
    fields: tuple[str, ...]
    key: str = ""

    @property
    def has_position(self) -> bool:
        """Whether its rows stand in an order of their own."""
        return any(field.name == "position" for field in self.model._meta.fields)


PARTS = (
    Part("participations", Participation, ("entity_id", "role", "contribution_text"), "entity_id"),
    Part("contributions", Contribution, ("provision_id", "group_id", "is_primary"), "provision_id"),
    Part("results", Result, ("text", "value", "unit", "as_of", "disaggregation")),
    Part(
        "challenges",
        Challenge,
        ("kind", "category", "text", "would_unblock", "who_can", "status"),
    ),
    Part(
        "evidence", Evidence, ("kind", "title", "norm_type", "number", "date", "url", "reference")
    ),
)


def target_of(name: str) -> str:
    """The column of the link table of a many-to-many field that names the other row."""
    field = Intervention._meta.get_field(name)
    return f"{field.m2m_reverse_field_name()}_id"  # type: ignore[union-attr]


def read_values(interventions: Sequence[Intervention]) -> list[Values]:
    """Everything that each says, in their order: what `write` would have to be given."""
    keys = [row.pk for row in interventions]
    found: dict[int, Values] = {
        row.pk: {name: getattr(row, name) for name in PLAIN} for row in interventions
    }
    for name in TO_MANY:
        links = getattr(Intervention, name).through.objects.filter(intervention__in=keys)
        for values in found.values():
            values[name] = []
        for key, target in links.values_list("intervention_id", target_of(name)):
            found[key][name].append(target)
        for values in found.values():
            values[name].sort()
    for part in PARTS:
        stored = stored_rows(part, keys)
        for key, values in found.items():
            values[part.name] = [
                {"id": row.pk, **{name: getattr(row, name) for name in part.fields}}
                for row in stored.get(key, [])
            ]
    return [found[key] for key in keys]


def stored_rows(part: Part, keys: Iterable[int]) -> dict[int, list[Any]]:
    """Key of an intervention -> its rows of one kind, in their order."""
    found: dict[int, list[Any]] = {}
    for row in part.model.objects.filter(intervention__in=list(keys)).order_by(
        *(name for name in part.model._meta.ordering if name != "intervention")
    ):
        found.setdefault(row.intervention_id, []).append(row)
    return found
