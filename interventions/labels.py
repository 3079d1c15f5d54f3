"""What the codes of records mean, in words of a language, beside the codes themselves.

Programs keep the codes; whoever looks at an answer need not look each of them up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils import translation

from alignment.choices import ProvisionKind
from api.downloads.columns import Record
from entities.models import Country, Region, TargetGroup
from interventions.choices import Execution, OnBehalfKind, ParticipationRole
from interventions.models import Challenge, Evidence, Intervention
from interventions.records import FIELDS

LANGUAGES = ("es", "en")

Words = dict[str, str]
"""Code -> what it means."""


def labelled(records: Sequence[Record], language: str) -> list[Record]:
    """The same records, each with `labels`: field -> code that it holds -> words in `language`.

    A part of a field is named with a point: `entities.role`. Two records ask as much as one.
    """
    with translation.override(language):
        lists = {**_lists(), **_catalogues(records, language)}
        return [{**record, "labels": _labels(record, lists)} for record in records]


def _labels(record: Record, lists: Mapping[str, Words]) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for place, words in lists.items():
        known = {code: words[code] for code in _codes_at(record, place) if code in words}
        if known:
            found[place] = known
    return found


def _codes_at(record: Record, place: str) -> Iterator[Any]:
    """The codes that a record holds at `place`, the parts of a list one by one."""
    field, _dot, part = place.partition(".")
    told = record.get(field)
    for one in told if isinstance(told, list) else [told]:
        yield one.get(part) if part and isinstance(one, dict) else one


def _lists() -> dict[str, Words]:
    """Place in a record -> the words of its list of values, in the language in use."""
    told: dict[str, Any] = {
        "execution": Execution.choices,
        "on_behalf": OnBehalfKind.choices,
        "entities.role": ParticipationRole.choices,
        "provisions.kind": ProvisionKind.choices,
        "evidence.kind": _choices(Evidence, "kind"),
        "budget.currency": _choices(Intervention, "budget_currency"),
    }
    for name in ("kind", "category", "status"):
        told[f"challenges.{name}"] = _choices(Challenge, name)
    for field in Intervention._meta.fields:
        if field.choices and field.name in FIELDS:
            told[field.name] = field.choices
    return {
        place: {str(code): str(words) for code, words in choices if code}
        for place, choices in told.items()
    }


def _choices(model: type[Model], name: str) -> Any:
    return getattr(model._meta.get_field(name), "choices", ())


def _catalogues(records: Sequence[Record], language: str) -> dict[str, Words]:
    """The same of what is in a table; regions have one name in both languages."""
    name = f"name_{language}"
    return {
        "regions": _named(Region, "name", _all_at(records, "regions")),
        "countries": _named(Country, name, _all_at(records, "countries")),
        "target_groups": _named(TargetGroup, name, _all_at(records, "target_groups")),
    }


def _all_at(records: Iterable[Record], place: str) -> set[str]:
    return {code for record in records for code in _codes_at(record, place) if code}


def _named(model: Any, name: str, codes: set[str]) -> Words:
    if not codes:
        return {}
    rows = model.objects.filter(code__in=codes).order_by("code")
    return {code: words for code, words in rows.values_list("code", name) if words}
