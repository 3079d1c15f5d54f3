"""Which record of a result or difficulty is meant by each line that is told, and whose it is then.

Nothing here reads or writes the database. A record is told through the interventions that share it
(its sharers, by key): what one says of it holds for all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interventions.values import Part, Values

Sharers = frozenset[int]
"""Keys of interventions."""


@dataclass(eq=False)
class Record:
    """A result or difficulty (`row` as stored, or a new one) and the lines that tell it."""

    row: Any
    stored: Sharers = frozenset()
    lines: list["Line"] = field(default_factory=list)

    @property
    def tellers(self) -> Sharers:
        """Those through which it is told."""
        return frozenset(line.key for line in self.lines)

    def wanted(self, told: Mapping[int, Any]) -> Sharers:
        """Whose it shall be, where the interventions `told` say what they have.

        A line that names who shares it decides; else those stay that do not leave it out.
        """
        named: list[Sharers] = [line.sharers for line in self.lines if line.sharers is not None]
        if named:
            return frozenset().union(*named)
        return (self.stored - told.keys()) | self.tellers

    def changes(self, part: Part) -> Values:
        """What its lines say that is not stored; raises `ValueError` where they contradict."""
        changed: Values = {}
        for line in self.lines:
            for name in part.fields:
                if name not in line.values or line.values[name] == getattr(self.row, name):
                    continue
                if changed.setdefault(name, line.values[name]) != line.values[name]:
                    raise ValueError(name)
        return changed


@dataclass(eq=False)
class Line:
    """What an intervention (by key) says of one: `sharers` are all that share it, itself among
    them, or nothing where it does not say.
    """

    key: int
    values: Values
    sharers: Sharers | None
    record: Record | None = None

    @property
    def identity(self) -> tuple[Any, ...] | None:
        """What lines of several interventions have in common that speak of the same record."""
        if self.sharers is None or len(self.sharers) < 2:
            return None
        told = {name: value for name, value in self.values.items() if name not in OF_LINE}
        return (self.sharers, *sorted(told.items(), key=lambda item: item[0]))


OF_LINE = frozenset({"id", "shared_with"})


class Pairing:
    """Gives each line its record: by its key, by what it says, by who shares it, by its place.

    `stored` are the records of each intervention in their order, also of those that lines only
    name: what one of them says already is not said twice. A record of several interventions is
    never taken for another one because of its place.
    """

    def __init__(
        self, part: Part, lines: Sequence[Line], stored: Mapping[int, Sequence[Record]]
    ) -> None:
        self.part, self.lines = part, lines
        self.left = {key: {one.row.pk: one for one in records} for key, records in stored.items()}
        self.joint: dict[tuple[Any, ...], Record] = {}
        self.told = {line.key for line in lines}

    def pair(self) -> list[Record]:
        """Every record that is told, each once, new ones among them."""
        for find in (self._by_id, self._by_text, self._by_sharers, self._by_place):
            for line in self.lines:
                if line.record is None and (record := find(line)) is not None:
                    self._take(line, record)
        for line in self.lines:
            if line.record is None:
                self._take(line, self._shared(line) or Record(self._new(line)))
        return list(dict.fromkeys(line.record for line in self.lines if line.record is not None))

    def _take(self, line: Line, record: Record) -> None:
        line.record = record
        record.lines.append(line)
        self.left.get(line.key, {}).pop(record.row.pk, None)
        if line.identity is not None:
            self.joint.setdefault(line.identity, record)

    def _by_id(self, line: Line) -> Record | None:
        return self.left.get(line.key, {}).get(line.values.get("id"))

    def _by_text(self, line: Line) -> Record | None:
        if (record := self._shared(line)) is not None:
            return record
        names = [name for name in self.part.fields if name in line.values]
        places = [line.key, *sorted((line.sharers or frozenset()) - self.told)]
        return next(
            (
                record
                for key in places
                for record in self.left.get(key, {}).values()
                if all(getattr(record.row, name) == line.values[name] for name in names)
            ),
            None,
        )

    def _by_sharers(self, line: Line) -> Record | None:
        if (record := self._shared(line)) is not None or "id" in line.values:
            return record
        if line.identity is None:
            return None
        left = self.left.get(line.key, {}).values()
        return next((record for record in left if record.stored == line.sharers), None)

    def _by_place(self, line: Line) -> Record | None:
        if (record := self._shared(line)) is not None or "id" in line.values:
            return record
        left = self.left.get(line.key, {}).values()
        return next((record for record in left if len(record.stored) == 1), None)

    def _shared(self, line: Line) -> Record | None:
        """The record of a line of another intervention that says the same of the same ones."""
        record = self.joint.get(line.identity) if line.identity is not None else None
        return None if record is None or line.key in record.tellers else record

    def _new(self, line: Line) -> Any:
        told = {name: line.values[name] for name in self.part.fields if name in line.values}
        return self.part.model(**told)
