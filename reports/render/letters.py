"""What can be printed: letters that no font has get a stand-in sign, and are named.

Exact against typst: a document with a letter that no font has is no PDF/UA, and typst refuses it
whole. Which letters those are was measured from the fonts (`coverage.py`, `fonts/coverage.txt`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from reports.content import Chart, CountryReportContent, Row, Table, Text
from reports.render.cells import clean, lines_of

COVERAGE = Path(__file__).resolve().parent / "fonts" / "coverage.txt"
STAND_IN = "□"


@dataclass(frozen=True)
class Coverage:
    """The fonts' letters as compiled patterns."""

    odd: re.Pattern[str]
    """Whatever needs a second look: not printed, or a mark."""
    dropped: re.Pattern[str]
    missing: re.Pattern[str]
    marked: re.Pattern[str]
    """A letter (or nothing) and the marks on it."""
    foreign: re.Pattern[str]
    fitting: re.Pattern[str]
    """A letter with foreign marks that one font has both."""


@cache
def coverage() -> Coverage:
    """The committed list, read once in a process."""
    sets = dict(line.split(" ", 1) for line in COVERAGE.read_text().splitlines())
    classes = {name: _class_of(ranges) for name, ranges in sets.items()}
    printed, marks = classes["printed"], classes["marks"]
    return Coverage(
        odd=re.compile(f"[^{printed}\n\r\t]|[{marks}]"),
        dropped=re.compile(f"[{classes['dropped']}]"),
        missing=re.compile(f"[^{printed}\n\r\t]"),
        marked=re.compile(f"([^{marks}]?)([{marks}]+)"),
        foreign=re.compile(f"[{classes['foreign']}]"),
        fitting=re.compile(
            f"[{classes['own']}][{marks}]+|[{classes['letters']}][{classes['general']}]+"
        ),
    )


def _class_of(ranges: str) -> str:
    parts = [part.split("-") for part in ranges.split()]
    return "".join("-".join(f"\\U{int(end, 16):08x}" for end in part) for part in parts)


def printable(text: str) -> str:
    """`text` as it is printed: cleaned, without what nobody sees, `□` for what no font has."""
    text = clean(text)
    known = coverage()
    if known.odd.search(text) is None:
        return text
    text = known.missing.sub(STAND_IN, known.dropped.sub("", normalize("NFC", text)))
    return known.marked.sub(_fitting, text)


def _fitting(found: re.Match[str]) -> str:
    """The letter with its marks, or with the stand-in where no one font has both."""
    letter, marks, known = found[1], found[2], coverage()
    if not letter.isalnum():
        return letter + STAND_IN
    if known.foreign.search(marks) and not known.fitting.fullmatch(found[0]):
        return letter + STAND_IN
    return found[0]


def plainest(text: str) -> str:
    """`text` with the stand-in for all but the letters of the languages of Europe's west."""
    return re.sub("[^\n\t -~\u00a1-\u017f–—‘-”•…□]", STAND_IN, clean(text))


def missing_in(text: str) -> str:
    """The letters of `text` that get a stand-in, each once, in their order."""
    text = clean(text)
    known = coverage()
    if known.odd.search(text) is None:
        return ""
    text = known.dropped.sub("", normalize("NFC", text))
    letters = known.missing.findall(text)
    for found in known.marked.finditer(known.missing.sub(STAND_IN, text)):
        if _fitting(found) != found[0]:
            letters += found[2]
    return "".join(dict.fromkeys(letters))


@dataclass(frozen=True)
class StandIn:
    """A text printed with a stand-in: of which interventions, in which field, for which letters."""

    codes: tuple[str, ...]
    field: str
    letters: str

    @property
    def points(self) -> str:
        """The letters by number too, for those that no screen shows: `U+1F984`."""
        return ", ".join(f"U+{ord(letter):04X}" for letter in self.letters)


def stand_ins(content: CountryReportContent) -> list[StandIn]:
    """Every text of a report that is printed with a stand-in, each once.

    A text stands in several tables; it is told of the row that is about the fewest interventions.
    """
    nearest: dict[str, StandIn] = {}
    for text, codes, field in _texts(content):
        letters = missing_in(text)
        if letters:
            known = nearest.get(text)
            if known is None or (codes and len(codes) < (len(known.codes) or len(codes) + 1)):
                nearest[text] = StandIn(codes, field, letters)
    return list(dict.fromkeys(nearest.values()))


def _texts(content: CountryReportContent) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every text that people wrote: with the codes it is about, and where it stands."""
    for block in content.blocks:
        if isinstance(block, Text):
            for line in (*block.paragraphs, block.source):
                yield line, (), block.title
        elif isinstance(block, Table):
            for row in block.rows:
                yield from _texts_of_row(block, row)
            yield block.note, (), block.title
        elif isinstance(block, Chart):
            for line in (*block.categories, *(series.name for series in block.series)):
                yield line, (), block.title
        yield block.title, (), block.title


def _texts_of_row(table: Table, row: Row) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for column in table.columns:
        for line in lines_of(row.cells.get(column.key)):
            yield line, row.codes, f"{column.title} ({table.title})"
