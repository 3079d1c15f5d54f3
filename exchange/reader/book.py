"""What is in a file, as plain values: no models here, the process that reads files has none."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from exchange.names import squeezed

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a reader gives for a cell; a date is never a text there."""


class UnreadableFileError(Exception):
    """The file cannot be taken at all; the text says why, to be shown as it is."""


class LongFileError(Exception):
    """The file has more rows than whoever reads it has time for."""


@dataclass
class SheetFacts:
    """What the guard saw of a sheet that the library does not tell."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row, column) from 0 -> "error" (a cell such as #N/A) or "formula" (one without a value)."""

    merged: list[str] = field(default_factory=list)
    """Ranges of merged cells, as "B3:B6"."""

    hidden_rows: list[int] = field(default_factory=list)
    """Hidden rows with something in them, from 0."""

    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of hidden columns, first and last, from 0."""


@dataclass
class Sheet:
    """A sheet: its rows from the first, and what the guard saw of its cells."""

    name: str
    rows: list[list[Cell]]
    facts: SheetFacts = field(default_factory=SheetFacts)


@dataclass
class Book:
    """A file that was read."""

    sheets: list[Sheet]
    names: list[str]
    """Of every sheet in the file, whether it was read or not."""

    is_text: bool = False
    notes: list[str] = field(default_factory=list)
    """What is to be said of how it was read."""


@dataclass(frozen=True)
class Wanted:
    """Which sheets are read: those of these names, and the only one where `main` is not there."""

    names: frozenset[str]
    """As `squeezed` gives them."""

    main: str
    prefix: str

    def of(self, names: list[str]) -> list[str]:
        """Which of a workbook's sheets to read."""
        chosen = [
            name for name in names if squeezed(name) in self.names or name.startswith(self.prefix)
        ]
        if len(names) == 1 and self.main not in {squeezed(name) for name in chosen}:
            return names
        return chosen
