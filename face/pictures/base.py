"""What all pictures have: a finding as their name, a source, and what cannot be compared."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture says one thing: `finding` is a whole sentence."""

    finding: str
    source: str = ""
    note: str = ""
    """What the figures leave out, or may not be compared with."""


@dataclass(frozen=True)
class Table:
    """The same data to be read: a line of headings, and rows of as many cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
