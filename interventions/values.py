"""What an intervention says, as plain values: what every door hands to `actions.contents.write`.

`Values` maps names to values; a name that is not there stays as it is stored:

- the fields of `PLAIN`, as the model takes them;
- `regions`, `countries`, `target_groups`: keys of rows, in any order;
- `results`, `challenges`, `evidence`: in their order, each a mapping of the fields of `PARTS` (one
  that is not there stays as it is stored), with the `id` of the stored row where it is known;
- of `evidence` also `file_id`, the key of a kept file, or nothing of none; without it the file of
  the row stays, and `file_name` only helps to tell which row is meant;
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
    ChallengeLink,
    Contribution,
    Evidence,
    Intervention,
    Participation,
    Result,
    ResultLink,
)

Values = dict[str, Any]

PLAIN = OWN
"""Fields of the intervention itself."""


@dataclass(frozen=True)
class Part:
    """What has rows of its own: `key` is the field that tells them apart, empty where their order
    does; `fields` are those that are told. Where several interventions may share a row, `link` is
    the model that says whose it is.
    """

    name: str
    model: Any
    fields: tuple[str, ...]
    key: str = ""
    link: Any = None

    @property
    def link_key(self) -> str:
        """The field of `link` that names the shared row."""
        return str(self.model._meta.model_name)

    @property
    def has_position(self) -> bool:
        """Whether its rows stand in an order of their own."""
        return any(field.name == "position" for field in self.model._meta.fields)


OF_FILE = ("file_id", "file_name", "file_type", "file_size", "file_sha256")
"""What a row says of its file; a door names the file, and the writer says the rest."""

PARTS = (
    Part("participations", Participation, ("entity_id", "role", "contribution_text"), "entity_id"),
    Part("contributions", Contribution, ("provision_id", "group_id", "is_primary"), "provision_id"),
    Part(
        "results",
        Result,
        ("text", "value", "unit", "as_of", "disaggregation"),
        link=ResultLink,
    ),
    Part(
        "challenges",
        Challenge,
        ("kind", "category", "text", "would_unblock", "who_can", "status"),
        link=ChallengeLink,
    ),
    Part(
        "evidence",
        Evidence,
        ("kind", "title", "norm_type", "number", "date", "url", "reference", *OF_FILE),
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
        codes = codes_of_sharers(part, keys) if part.link else {}
        for key, values in found.items():
            values[part.name] = [
                {"id": row.pk}
                | {name: getattr(row, name) for name in part.fields}
                | ({"shared_with": _others(codes[row.pk], key)} if part.link else {})
                for row in stored.get(key, [])
            ]
    return [found[key] for key in keys]


def _others(codes: dict[int, str], key: int) -> list[str]:
    return sorted(code for sharer, code in codes.items() if sharer != key)


def codes_of_sharers(part: Part, keys: Iterable[int]) -> dict[int, dict[int, str]]:
    """Key of a shared row of the interventions `keys` -> key -> code of each that shares it."""
    found: dict[int, dict[int, str]] = {}
    own = part.link.objects.filter(intervention__in=list(keys)).values(part.link_key)
    links = part.link.objects.filter(**{f"{part.link_key}__in": own})
    for row, key, code in links.values_list(
        f"{part.link_key}_id", "intervention_id", "intervention__code"
    ):
        found.setdefault(row, {})[key] = code
    return found


def stored_rows(part: Part, keys: Iterable[int]) -> dict[int, list[Any]]:
    """Key of an intervention -> its rows of one kind, in their order."""
    found: dict[int, list[Any]] = {}
    if part.link is not None:
        for key, links in stored_links(part, keys).items():
            found[key] = [getattr(link, part.link_key) for link in links]
        return found
    for row in part.model.objects.filter(intervention__in=list(keys)).order_by(
        *(name for name in part.model._meta.ordering if name != "intervention")
    ):
        found.setdefault(row.intervention_id, []).append(row)
    return found


def stored_links(part: Part, keys: Iterable[int]) -> dict[int, list[Any]]:
    """Key of an intervention -> its links to rows of a shared kind, in their order.

    Two links to the same row hold the same object.
    """
    found: dict[int, list[Any]] = {}
    rows: dict[int, Any] = {}
    links = part.link.objects.filter(intervention__in=list(keys)).select_related(part.link_key)
    for link in links.order_by("position", "pk"):
        row = getattr(link, part.link_key)
        setattr(link, part.link_key, rows.setdefault(row.pk, row))
        found.setdefault(link.intervention_id, []).append(link)
    return found
