"""What Excel shows of a number or a date, where that is not what the cell holds.

«50 %» is kept as 0.5, and «mar-24» as the first of March: who reads a file must see what the
person saw.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from exchange.reader import guard
from exchange.reader.book import Cell
from interventions.reading.serials import is_trap

PERCENT, MONTH, YEAR = "percent", "month", "year"
KNOWN = {9: PERCENT, 10: PERCENT, 17: MONTH}
"""Formats that Excel has without writing them down: 0%, 0.00% and mmm-yy."""

MOST_STYLES, LONGEST_CODE = 70_000, 200
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What stands in a format without a meaning."""


class Formats(guard.Handler):
    """The styles of a workbook: which of them shows a percentage, a month or a year."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.kinds: list[str] = []
        """Number of a style -> what it shows."""
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of the formats and of the styles of cells."""
        match guard.local(name):
            case "numFmt" if len(self.codes) < MOST_STYLES:
                code = attributes.get("formatCode", "")[:LONGEST_CODE]
                self.codes[attributes.get("numFmtId", "")] = kind_of(code)
            case "cellXfs":
                self.inside = True
            case "xf" if self.inside:
                self.is_done = len(self.kinds) >= MOST_STYLES
                number = attributes.get("numFmtId", "")
                known = KNOWN.get(int(number), "") if number.isascii() and number.isdigit() else ""
                self.kinds.append(self.codes.get(number, known))

    def end(self, name: str) -> None:
        """The styles of cells are over."""
        if guard.local(name) == "cellXfs":
            self.inside, self.is_done = False, True

    def of(self, style: str) -> str:
        """What the style with this number shows, where it is none of the usual."""
        number = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else -1
        return self.kinds[number] if 0 <= number < len(self.kinds) else ""


def kind_of(code: str) -> str:
    """What a format as `0.0%` or `mmmm yyyy` shows, where it is none of the usual."""
    plain = LITERAL.sub("", code.split(";")[0]).casefold()
    if "%" in plain:
        return PERCENT
    letters = {letter for letter in plain if letter.isalpha()}
    if letters == {"m", "y"}:
        return MONTH
    return YEAR if letters == {"y"} else ""


@dataclass
class Marks:
    """The cells of a sheet that a format shows otherwise: of each row, a bit a column."""

    rows: dict[int, dict[str, int]] = field(default_factory=dict)

    def add(self, row: int, column: int, kind: str) -> None:
        """Take note of a cell."""
        kinds = self.rows.setdefault(row, {})
        kinds[kind] = kinds.get(kind, 0) | 1 << column

    def shown(self, number: int, row: list[Cell]) -> list[Cell]:
        """The row `number` as a person sees it."""
        for kind, columns in self.rows.get(number, {}).items():
            for place, cell in enumerate(row):
                if columns >> place & 1:
                    row[place] = _as_shown(cell, kind)
        return row


def _as_shown(cell: Cell, kind: str) -> Cell:
    if kind == PERCENT and isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{(Decimal(repr(cell)) * 100).normalize():f}%"
    if kind in {MONTH, YEAR} and isinstance(cell, date) and not is_trap(cell):
        return f"{cell:%m/%Y}" if kind == MONTH else f"{cell:%Y}"
    return cell
