"""What a sheet of the workbook is made of: columns, and what their cells hold."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise

Text = str | Promise


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    SEVERAL = "several"
    LINES = "lines"
    CODES = "codes"
    KEY = "key"
    SHOWN = "shown"
    FILE = "file"
    """The name of a file: shown, and read back to tell whose it is; never changed."""


@dataclass(frozen=True)
class Column:
    """One column: its key in code, its header, what it takes and up to how many letters."""

    key: str
    title: Text
    kind: Kind = Kind.TEXT
    list: str = ""
    """Name of the closed list (`lists.Lists`) that its values are of."""
    most: int = 0
    """Letters of a text; digits before the point of a decimal."""
    places: int = 2
    aliases: tuple[str, ...] = ()
    help: Text = ""
    width: int = 18
    required: bool = False

    @property
    def is_one_line(self) -> bool:
        """Whether it is a text that stands on one line, as a name does."""
        return self.kind is Kind.TEXT and 0 < self.most < LONG


LONG = 20_000
"""Letters that a long text may have (a cell of Excel takes 32,767)."""


@dataclass(frozen=True)
class Table:
    """One sheet."""

    key: str
    title: Text
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)
