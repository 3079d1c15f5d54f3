"""What has rows of its own in an intervention, made as it is told, for many interventions at once.

What stays as it was keeps its row and its history; what changed is changed in place, in the order
in which it stands; only what is gone is deleted. Called by `contents.write` alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import inf
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from interventions import rules
from interventions.actions.history import TOGETHER, recorded_as
from interventions.models import Intervention, Participation
from interventions.values import OF_FILE, TO_MANY, Part, Values, stored_rows, target_of

Pairs = list[tuple[Any, Values]]
"""A stored row, or nothing, and what it shall say."""


def replace_links(told: Mapping[int, Values], *, fresh: bool) -> set[int]:
    """Make the regions, countries and groups of each intervention (by key) those told.

    With `fresh` there are none yet. Gives the keys of the interventions in which something changed.
    """
    changed: set[int] = set()
    for name in TO_MANY:
        wanted = {key: set(values[name]) for key, values in told.items() if name in values}
        through, target = getattr(Intervention, name).through, target_of(name)
        stored: dict[int, dict[int, int]] = {key: {} for key in wanted}
        if wanted and not fresh:
            links = through.objects.filter(intervention__in=list(wanted))
            for pk, key, other in links.values_list("pk", "intervention_id", target):
                stored[key][other] = pk
        gone = [
            pk for key in wanted for other, pk in stored[key].items() if other not in wanted[key]
        ]
        new = [
            through(intervention_id=key, **{target: other})
            for key in wanted
            for other in sorted(wanted[key] - stored[key].keys())
        ]
        through.objects.filter(pk__in=gone).delete()
        through.objects.bulk_create(new, batch_size=TOGETHER)
        changed |= {key for key in wanted if wanted[key] != stored[key].keys()}
    return changed


def replace_rows(
    part: Part, told: Mapping[int, list[Values]], *, by: User | None, now: datetime, fresh: bool
) -> set[int]:
    """Make the rows of one kind of each intervention (by key) those told, in that order.

    With `fresh` there are none yet. Gives the keys of the interventions in which something changed.
    """
    stored = {} if fresh else stored_rows(part, told)
    new: list[Any] = []
    changed: list[Any] = []
    gone: list[Any] = []
    for key, wanted in told.items():
        rows = stored.get(key, [])
        pairs = _paired(part, rows, _with_one_primary(part, rows, wanted))
        kept = {row.pk for row, _values in pairs if row is not None}
        gone += [row for row in rows if row.pk not in kept]
        for (row, values), place in zip(pairs, _places(part, pairs), strict=True):
            fields = {name: values[name] for name in _told(part, values)} | place
            if row is None:
                new.append(_new(part, key, fields, by=by))
            elif any(getattr(row, name) != value for name, value in fields.items()):
                change(row, fields)
                changed.append(row)
    _write(part, new, changed, gone, by=by, now=now)
    return {row.intervention_id for row in (*new, *changed, *gone)}


def _told(part: Part, values: Values) -> list[str]:
    """The fields that `values` tell; what it says of a file that it does not name is no field."""
    left_out = () if "file_id" in values else OF_FILE
    return [name for name in part.fields if name in values and name not in left_out]


def change_texts(
    told: Mapping[int, Mapping[int, str]], *, by: User | None, now: datetime
) -> set[int]:
    """Write the entities' own texts (intervention -> entity -> text) of those that take part."""
    changed = []
    for part in Participation.objects.filter(intervention__in=list(told)):
        text = told[part.intervention_id].get(part.entity_id, part.contribution_text)
        if text != part.contribution_text:
            change(part, {"contribution_text": text})
            changed.append(part)
    _update(Participation, changed, ["contribution_text", *CONFIRMATION], by=by, now=now)
    return {part.intervention_id for part in changed}


def _new(part: Part, key: int, fields: Values, *, by: User | None) -> Any:
    """A row that is not there yet; who takes part in what is loaded is stated by its source."""
    row = part.model(intervention_id=key, **fields)
    if isinstance(row, Participation) and by is None:
        row.stated_by_source = not row.is_lead
    return row


WHAT_IS_CONFIRMED = ("entity_id", "role", "contribution_text")
CONFIRMATION = ["confirmed_by", "confirmed_at", "stated_by_source"]


def change(row: Any, fields: Mapping[str, Any]) -> None:
    """Set the fields of a row; what an entity had confirmed and is otherwise now, it has not."""
    before = {name: getattr(row, name, None) for name in WHAT_IS_CONFIRMED}
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, Participation) and (row.confirmed_at or row.stated_by_source):
        after = {name: getattr(row, name) for name in WHAT_IS_CONFIRMED}
        if not rules.confirmation_stands(before, after):
            row.confirmed_by = row.confirmed_at = None
            row.stated_by_source = False


def _with_one_primary(part: Part, rows: Sequence[Any], wanted: list[Values]) -> list[Values]:
    """Of objectives one is the main one, told or not."""
    if part.name != "contributions":
        return wanted
    keys = [values["provision_id"] for values in wanted]
    told = next((v["provision_id"] for v in wanted if v.get("is_primary")), None)
    stored = next((row.provision_id for row in rows if row.is_primary), None)
    primary = rules.primary_of(keys, told, stored)
    return [values | {"is_primary": values["provision_id"] == primary} for values in wanted]


def _paired(part: Part, rows: Sequence[Any], wanted: list[Values]) -> Pairs:
    """Each wanted row with the stored one that becomes it, or nothing."""
    if part.key:
        by_key = {getattr(row, part.key): row for row in rows}
        return [(by_key.get(values[part.key]), values) for values in wanted]
    left = {row.pk: row for row in rows}
    found: list[Any] = [left.pop(values.get("id"), None) for values in wanted]
    for place, values in enumerate(wanted):
        if found[place] is None and (same := _same(part, left, values)) is not None:
            found[place] = left.pop(same.pk)
    for place, values in enumerate(wanted):
        if found[place] is None and "id" not in values:
            fitting = (row.pk for row in left.values() if _may_become(row, values))
            found[place] = left.pop(next(fitting, None), None)
    return list(zip(found, wanted, strict=True))


def _same(part: Part, left: Mapping[int, Any], values: Values) -> Any:
    """The row among those left that says exactly that."""
    names = [name for name in part.fields if name in values]
    return next(
        (row for row in left.values() if all(getattr(row, n) == values[n] for n in names)), None
    )


def _may_become(row: Any, values: Values) -> bool:
    """Whether a stored row may be the one that is meant: one with a file is told by its name."""
    if "file_name" not in values or "file_id" in values:
        return True
    return bool(row.file_name == values["file_name"])


def _places(part: Part, pairs: Pairs) -> list[Values]:
    if not part.has_position:
        return [{} for _pair in pairs]
    return [{"position": place} for place in places([row for row, _values in pairs])]


def places(rows: Sequence[Any]) -> list[int]:
    """The positions that put the rows (or nothing, of a new one) in this order.

    Those that stand rightly keep theirs: a row is not changed because another one is.
    """
    found: list[int] = []
    last, last_key = -1, 0.0
    for row in rows:
        if row is not None and (row.position, row.pk) > (last, last_key):
            last, last_key = row.position, row.pk
        else:
            last, last_key = last + 1, inf if row is None else row.pk
        found.append(last)
    return found


def _write(
    part: Part, new: list[Any], changed: list[Any], gone: list[Any], *, by: User | None, now: Any
) -> None:
    if gone:
        with recorded_as(by):
            for start in range(0, len(gone), TOGETHER):
                keys = [row.pk for row in gone[start : start + TOGETHER]]
                part.model.objects.filter(pk__in=keys).delete()
    names = [*part.fields, *(["position"] if part.has_position else [])]
    if part.model is Participation:
        names += CONFIRMATION
    # One is the main one, and one leads, at every moment: the old one steps back first.
    _update(part.model, [row for row in changed if not _is_first(row)], names, by=by, now=now)
    _update(part.model, [row for row in changed if _is_first(row)], names, by=by, now=now)
    if new:
        bulk_create_with_history(
            new, part.model, batch_size=TOGETHER, default_user=by, default_date=now
        )


def _is_first(row: Any) -> bool:
    return bool(getattr(row, "is_primary", False) or getattr(row, "is_lead", False))


def _update(
    model: Any, rows: list[Any], names: list[str], *, by: User | None, now: datetime
) -> None:
    if rows:
        fields = [model._meta.get_field(name).name for name in names]
        bulk_update_with_history(
            rows, model, fields, batch_size=TOGETHER, default_user=by, default_date=now
        )
