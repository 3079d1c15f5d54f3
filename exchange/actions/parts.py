"""What has rows of its own in an intervention, replaced for many interventions at once.

What stays as it was keeps its row and its history; what changed is changed in place, in the order
in which it stands; only what is gone is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from alignment.models import ThematicArea
from exchange.lists import Lists
from interventions import rules
from interventions.models import (
    Challenge,
    Contribution,
    Evidence,
    Intervention,
    Participation,
    Result,
)

TOGETHER = 500
Wanted = dict[str, Any]
"""Field -> value of one row."""


@dataclass
class Writing:
    """An intervention and what to write into it (`exchange.row_values`); unnamed fields stay."""

    intervention: Intervention
    values: dict[str, Any]


def replace_rows(
    writings: Sequence[Writing], *, lists: Lists, by: User, fresh: bool = False
) -> None:
    """Make each intervention's results, difficulties, evidence, partners and objectives as told.

    With `fresh` the interventions are known to have none yet.
    """
    replace = Replacement(by=by, fresh=fresh)
    replace.rows(Result, _told(writings, "results", _result), _in_order)
    replace.rows(Challenge, _told(writings, "challenges", _challenge), _in_order)
    replace.rows(Evidence, _told(writings, "evidence", _evidence), _in_order)
    partners = _told(writings, "partners", lambda child, place: _partner(child, place, lists))
    replace.rows(Participation, partners, _by_field("entity_id"), skip={"role": "lead"})
    replace.rows(Contribution, _contributions(writings, lists), _by_field("provision_id"))


class Replacement:
    """Compares what is stored with what is wanted, and writes the difference with its history."""

    def __init__(self, *, by: User, fresh: bool) -> None:
        self.by = by
        self.fresh = fresh

    def rows(
        self,
        model: Any,
        wanted: dict[Intervention, list[Wanted]],
        pair: Callable[[list[Any], list[Wanted]], list[tuple[Any, Wanted]]],
        skip: dict[str, Any] | None = None,
    ) -> None:
        """Make the rows of `model` those wanted; those that `skip` describes are left alone."""
        interventions = list(wanted)
        for start in range(0, len(interventions), TOGETHER):
            some = interventions[start : start + TOGETHER]
            stored = {} if self.fresh else _stored(model, some, skip or {})
            new, changed, gone = [], [], []
            for intervention in some:
                rows = stored.get(intervention.pk, [])
                pairs = pair(rows, wanted[intervention])
                kept = [row for row, _fields in pairs if row is not None]
                gone += [row.pk for row in rows if row not in kept]
                for row, fields in pairs:
                    if row is None:
                        new.append(model(intervention=intervention, **fields))
                    elif any(getattr(row, name) != value for name, value in fields.items()):
                        change(row, fields)
                        changed.append(row)
            names = sorted({name for rows in wanted.values() for told in rows for name in told})
            if model is Participation:
                names += CONFIRMATION
            self._write(model, new, changed, gone, names)

    def _write(
        self, model: Any, new: list[Any], changed: list[Any], gone: list[int], names: list[str]
    ) -> None:
        if gone:
            model.objects.filter(pk__in=gone).delete()
        # One objective is the main one at every moment: the old one steps back first.
        for rows in (
            [row for row in changed if not getattr(row, "is_primary", False)],
            [row for row in changed if getattr(row, "is_primary", False)],
        ):
            if rows:
                bulk_update_with_history(
                    rows, model, names, batch_size=TOGETHER, default_user=self.by
                )
        if new:
            bulk_create_with_history(new, model, batch_size=TOGETHER, default_user=self.by)


CONFIRMATION = ["confirmed_by", "confirmed_at"]


def change(row: Any, fields: Wanted) -> None:
    """Set the fields of a row; what an entity had confirmed and is otherwise now, it has not."""
    before = {name: getattr(row, name, None) for name in CONFIRMED}
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, Participation) and row.confirmed_at:
        after = {name: getattr(row, name) for name in CONFIRMED}
        if not rules.confirmation_stands(before, after):
            row.confirmed_by = row.confirmed_at = None


CONFIRMED = ("entity_id", "role", "contribution_text")


def _stored(
    model: Any, interventions: Sequence[Intervention], skip: dict[str, Any]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = model.objects.filter(intervention__in=[row.pk for row in interventions])
    for row in rows.exclude(**skip) if skip else rows:
        found.setdefault(row.intervention_id, []).append(row)
    return found


def _in_order(rows: list[Any], wanted: list[Wanted]) -> list[tuple[Any, Wanted]]:
    """Rows that say the same stay themselves; the others are taken in turn."""
    left = list(rows)
    pairs: list[tuple[Any, Wanted]] = []
    for fields in wanted:
        content = {name: value for name, value in fields.items() if name != "position"}
        same = next(
            (row for row in left if all(getattr(row, k) == v for k, v in content.items())), None
        )
        if same is not None:
            left.remove(same)
        pairs.append((same, fields))
    return [
        (row if row is not None else (left.pop(0) if left else None), fields)
        for row, fields in pairs
    ]


def _by_field(name: str) -> Callable[[list[Any], list[Wanted]], list[tuple[Any, Wanted]]]:
    def pair(rows: list[Any], wanted: list[Wanted]) -> list[tuple[Any, Wanted]]:
        stored = {getattr(row, name): row for row in rows}
        return [(stored.get(fields[name]), fields) for fields in wanted]

    return pair


def _told(
    writings: Sequence[Writing], key: str, make: Callable[[Wanted, int], Wanted]
) -> dict[Intervention, list[Wanted]]:
    return {
        writing.intervention: [make(child, place) for place, child in enumerate(children)]
        for writing in writings
        if (children := writing.values.get(key)) is not None
    }


def _result(child: Wanted, place: int) -> Wanted:
    return child | {
        "position": place,
        "value": Decimal(child["value"]) if child["value"] else None,
        "as_of": date.fromisoformat(child["as_of"]) if child["as_of"] else None,
    }


def _challenge(child: Wanted, place: int) -> Wanted:
    return child | {"position": place}


def _evidence(child: Wanted, _place: int) -> Wanted:
    return child | {"date": date.fromisoformat(child["date"]) if child["date"] else None}


def _partner(child: Wanted, place: int, lists: Lists) -> Wanted:
    entity = lists.entity_rows[child["entity"]]
    return {"entity_id": entity.pk, "role": child["role"], "position": place + 1}


def _contributions(writings: Sequence[Writing], lists: Lists) -> dict[Intervention, list[Wanted]]:
    """The main objective, the others and the area are told together or not at all."""
    areas = {area.code: area.pk for area in ThematicArea.objects.all()}
    wanted = {}
    for writing in writings:
        values = writing.values
        if "primary" not in values or "others" not in values:
            continue
        keys = [key for key in (values["primary"], *values["others"]) if key]
        primary = rules.primary_of(keys, values["primary"])
        wanted[writing.intervention] = [
            {
                "provision_id": lists.provision_rows[key].pk,
                "is_primary": key == primary,
                # Where there is nothing to choose, what somebody chose in another form stays.
                **({"group_id": areas.get(values["area"])} if lists.areas_of[key][1:] else {}),
            }
            for key in keys
            if key in lists.provision_rows
        ]
    return wanted
