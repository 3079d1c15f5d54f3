"""Results and difficulties made as they are told, for many interventions at once.

One that several interventions share is one row with a link to each. What is told of it through one
changes for all, and whoever is given one or loses it through another is changed too: all of those
must be open to the person. Taken out of one it stays with the others; out of the last, it is
deleted. Called by `contents.write` alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from interventions import permissions, rules
from interventions.actions.codes import free_codes
from interventions.actions.history import TOGETHER, recorded_as, some_of
from interventions.actions.on_behalf import entities_acted_for
from interventions.actions.parts import places
from interventions.actions.shared_lines import Line, Pairing, Record
from interventions.models import Intervention, Participation
from interventions.values import Part, Values, stored_links

Codes = Mapping[tuple[int, str], int]
"""Cycle and code of an intervention -> its key."""


@dataclass
class Sharing:
    """What writing the shared rows of one kind did."""

    changed: set[int] = field(default_factory=set)
    """Keys of the interventions that say something else now."""

    given: set[int] = field(default_factory=set)
    """Those that were given one through another intervention."""

    others: dict[int, Intervention] = field(default_factory=dict)
    """Of both, those that were not told themselves, as the database has them, held."""


def replace_shared(
    part: Part,
    rows: Mapping[int, Intervention],
    told: Mapping[int, list[Values]],
    codes: Codes,
    *,
    by: User | None,
    now: datetime,
) -> Sharing:
    """Make the rows of one kind of each intervention those `told` (by key), in that order.

    `rows` are the interventions told, `codes` those by which they name each other beside the stored
    ones. Raises `ValidationError` where a code is none of the cycle, or another intervention would
    change that `by` may not.
    """
    lines = _lines(part, rows, told, codes)
    named = set().union(*(line.sharers or () for line in lines))
    stored = {
        key: links
        for some in some_of(sorted(named | told.keys()))
        for key, links in stored_links(part, some).items()
    }
    records = _records(part, stored)
    own = {
        key: [records[getattr(link, part.link_key).pk] for link in links]
        for key, links in stored.items()
    }
    paired = Pairing(part, lines, own).pair()
    every = list(dict.fromkeys([*records.values(), *paired]))
    plan = _Plan(part, every, lines, told, stored)
    plan.settle()
    plan.sharing.others = _held(part, plan.others(), rows, by=by)
    plan.write(by=by, now=now)
    return plan.sharing


def delete_orphans(part: Part, keys: Sequence[int], *, by: User) -> None:
    """Delete what only the interventions `keys` report, which are about to be deleted."""
    own = part.link.objects.filter(intervention__in=keys).values(f"{part.link_key}_id")
    shared = part.link.objects.exclude(intervention__in=keys).values(f"{part.link_key}_id")
    rows = part.model.objects.filter(pk__in=own).exclude(pk__in=shared)
    with recorded_as(by):
        part.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


# -- what is told --------------------------------------------------------------------------------


def _records(part: Part, stored: Mapping[int, list[Any]]) -> dict[int, Record]:
    """Key of a stored row -> the row with all that share it."""
    rows = {
        row.pk: row
        for links in stored.values()
        for row in (getattr(link, part.link_key) for link in links)
    }
    sharers: dict[int, set[int]] = {key: set() for key in rows}
    for some in some_of(list(rows)):
        links = part.link.objects.filter(**{f"{part.link_key}__in": some})
        for key, sharer in links.values_list(f"{part.link_key}_id", "intervention_id"):
            sharers[key].add(sharer)
    return {key: Record(row, frozenset(sharers[key])) for key, row in rows.items()}


def _lines(
    part: Part,
    rows: Mapping[int, Intervention],
    told: Mapping[int, list[Values]],
    codes: Codes,
) -> list[Line]:
    named = {
        (rows[key].cycle_id, code)
        for key, lines in told.items()
        for line in lines
        for code in line.get("shared_with", ())
    }
    known = {**_stored_codes(named - codes.keys()), **codes}
    if unknown := sorted(code for cycle, code in named if (cycle, code) not in known):
        text = rules.NOT_OF_CYCLE % {"codes": ", ".join(unknown[:20])}
        raise ValidationError({part.name: text})
    return [
        Line(key, line, _sharers(key, rows[key].cycle_id, line, known))
        for key, lines in told.items()
        for line in lines
    ]


def _sharers(key: int, cycle: int, line: Values, known: Codes) -> frozenset[int] | None:
    if "shared_with" not in line:
        return None
    return frozenset({key, *(known[cycle, code] for code in line["shared_with"])})


def _stored_codes(named: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for some in some_of(sorted({code for _cycle, code in named})):
        rows = Intervention.objects.filter(
            cycle__in={cycle for cycle, _code in named}, code__in=some
        )
        found |= {(cycle, code): pk for pk, cycle, code in rows.values_list("pk", "cycle", "code")}
    return found


# -- whom it changes -----------------------------------------------------------------------------


def _held(
    part: Part, keys: Iterable[int], rows: Mapping[int, Intervention], *, by: User | None
) -> dict[int, Intervention]:
    """Hold the interventions that change through others, and see that `by` may write them."""
    found: dict[int, Intervention] = {}
    own = permissions.writes_for(by) if by is not None and keys else frozenset()
    for some in some_of(sorted(keys)):
        held = Intervention.objects.select_for_update().filter(pk__in=some).order_by("pk")
        found |= {row.pk: row for row in held}
        if by is None:
            continue
        roles: dict[int, dict[int, str]] = {}
        parts = Participation.objects.filter(intervention__in=some)
        for key, entity, role in parts.values_list("intervention_id", "entity_id", "role"):
            roles.setdefault(key, {})[entity] = role
        acted = entities_acted_for(some, by=by)
        for key in some:
            row, entities = found[key], roles.get(key, {})
            if permissions.why_not_shared(
                own, part.name, entities=entities, state=row.state, acts_for=acted.get(key)
            ):
                raise ValidationError({part.name: rules.shared_is_shut(row.code)})
    return found


class _Plan:
    """What becomes of each record and link."""

    def __init__(
        self,
        part: Part,
        records: list[Record],
        lines: list[Line],
        told: Mapping[int, list[Values]],
        stored: Mapping[int, list[Any]],
    ) -> None:
        self.part, self.records, self.lines, self.told = part, records, lines, told
        self.links = {
            (getattr(link, part.link_key).pk, key): link
            for key, links in stored.items()
            for link in links
        }
        self.sharing = Sharing()
        self.wanted: dict[Record, frozenset[int]] = {}
        self.changes: dict[Record, Values] = {}
        self.through_others: set[int] = set()

    def settle(self) -> None:
        """Find whose each record shall be and what of it changes."""
        for record in self.records:
            wanted = self.wanted[record] = record.wanted(self.told)
            try:
                changes = record.changes(self.part)
            except ValueError:
                text = rules.SHARED_TOLD_TWICE % {"text": record.row.text[:80]}
                raise ValidationError({self.part.name: text}) from None
            moved = wanted ^ record.stored
            if changes and record.row.pk:
                self.changes[record] = changes
                moved |= wanted
            self.sharing.changed |= moved
            self.sharing.given |= wanted - record.stored - record.tellers
            self.through_others |= moved - self.told.keys()
        self._drop_copies()

    def _drop_copies(self) -> None:
        """Whoever is given what it says already in the same words has it once: its copy goes."""
        untold: dict[int, list[Record]] = {}
        for record in self.records:
            for key in record.stored - self.told.keys() if not record.lines else ():
                untold.setdefault(key, []).append(record)
        for record in self.records:
            said = {name: getattr(record.row, name) for name in self.part.fields}
            said |= self.changes.get(record, {})
            for key in self.wanted[record] - record.stored - self.told.keys():
                for copy in untold.get(key, ()):
                    if all(getattr(copy.row, name) == value for name, value in said.items()):
                        self.wanted[copy] -= {key}

    def others(self) -> set[int]:
        """The interventions that change and were not told."""
        return self.through_others

    # -- writing ---------------------------------------------------------------------------------

    def write(self, *, by: User | None, now: datetime) -> None:
        """Write the records, then the links; delete what is nobody's any more."""
        self._write_records(by=by, now=now)
        gone = self._gone()
        new, moved = self._placed()
        history: dict[str, Any] = {"default_user": by, "default_date": now, "batch_size": TOGETHER}
        with recorded_as(by):
            for some in some_of(gone):
                self.part.link.objects.filter(pk__in=some).delete()
        if moved:
            bulk_update_with_history(moved, self.part.link, ["position"], **history)
            self.sharing.changed |= {link.intervention_id for link in moved}
        if new:
            bulk_create_with_history(new, self.part.link, **history)
        orphans = [one.row.pk for one in self.records if one.stored and not self.wanted[one]]
        with recorded_as(by):
            for some in some_of(orphans):
                self.part.model.objects.filter(pk__in=some).delete()

    def _write_records(self, *, by: User | None, now: datetime) -> None:
        model = self.part.model
        new = [record.row for record in self.records if record.row.pk is None]
        make = model._meta.get_field("code").default
        for row, code in zip(new, free_codes(model, [row.code for row in new], make), strict=True):
            row.code = code
        for record, changes in self.changes.items():
            for name, value in changes.items():
                setattr(record.row, name, value)
        history: dict[str, Any] = {"default_user": by, "default_date": now, "batch_size": TOGETHER}
        if self.changes:
            names = list(self.part.fields)
            changed = [record.row for record in self.changes]
            bulk_update_with_history(changed, model, names, **history)
        if new:
            bulk_create_with_history(new, model, **history)

    def _gone(self) -> list[int]:
        """The keys of the links that are no more, those of other interventions among them."""
        lost = {
            (record.row.pk, key)
            for record in self.records
            for key in record.stored - self.wanted[record]
        }
        gone = [self.links[pair].pk for pair in lost if pair in self.links]
        elsewhere = {row: key for row, key in lost if (row, key) not in self.links}
        for some in some_of(sorted(elsewhere)):
            links = self.part.link.objects.filter(**{f"{self.part.link_key}__in": some})
            for pk, row, key in links.values_list("pk", f"{self.part.link_key}_id", "intervention"):
                if (row, key) in lost and (row, key) not in self.links:
                    gone.append(pk)
        return gone

    def _placed(self) -> tuple[list[Any], list[Any]]:
        """The new links, and those that stand in another place now."""
        of_key: dict[int, list[Record]] = {key: [] for key in self.told}
        for line in self.lines:
            if line.record is not None:
                of_key[line.key].append(line.record)
        for record in self.records:
            for key in self.wanted[record] & of_key.keys():
                if record not in of_key[key]:
                    of_key[key].append(record)
        new, moved = [], []
        for key, records in of_key.items():
            links = [self.links.get((record.row.pk, key)) for record in records]
            for record, link, place in zip(records, links, places(links), strict=True):
                if link is None:
                    new.append(self._link(record, key, place))
                elif link.position != place:
                    link.position = place
                    moved.append(link)
        return [*new, *self._given()], moved

    def _given(self) -> list[Any]:
        """The links of interventions that were not told, after those that they have."""
        given = [
            (record, key)
            for record in self.records
            for key in sorted(self.wanted[record] - record.stored - self.told.keys())
        ]
        held: dict[int, list[int]] = {key: [] for _record, key in given}
        for some in some_of(list(held)):
            links = self.part.link.objects.filter(intervention__in=some)
            for key, position in links.values_list("intervention_id", "position"):
                held[key].append(position)
        made = []
        for record, key in given:
            if problem := rules.few_enough(self.part.name, len(held[key]) + 1):
                raise ValidationError(problem)
            held[key].append(max(held[key], default=-1) + 1)
            made.append(self._link(record, key, held[key][-1]))
        return made

    def _link(self, record: Record, key: int, place: int) -> Any:
        return self.part.link(
            intervention_id=key, position=place, **{self.part.link_key: record.row}
        )
