"""Bars: who does most, alone and with others; up to five series laid end to end, in one hue."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, Paint, measure, shown, wrap

WIDTH, NAMES, RIGHT = 620, 230, 52
SIZE, THICK = 13.0, 17
MOST_SERIES = 5
FULL = 1000
"""Length of the longest bar where a page draws it by itself."""

SOLID, OPEN = {"fill": "q4"}, {"fill": "q1", "stroke": "q4", "stroke_width": "1.2"}
STEPPED = tuple(
    {"fill": f"q{step}", "stroke": "q5", "stroke_width": "0.6"} for step in (5, 1, 3, 2, 4)
)
"""Neighbours are far apart in lightness: told apart in grey, too."""


@dataclass(frozen=True)
class Bar:
    """A name, a value per series, the name in full, and where it leads."""

    name: str
    values: tuple[int, ...]
    title: str = ""
    href: str = ""

    @property
    def total(self) -> int:
        """The length of the bar."""
        return sum(self.values)

    @property
    def number(self) -> str:
        """The total as it is read."""
        return shown(self.total)


@dataclass(frozen=True, kw_only=True)
class Bars(Picture):
    """Bars in the order in which they are given; `series` names what each part is."""

    series: tuple[str, ...]
    rows: tuple[Bar, ...]
    row_word: str

    def __post_init__(self) -> None:
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"at most {MOST_SERIES} series")


@dataclass(frozen=True)
class Part:
    """A part of a bar: where it begins, how long it is, and how it is painted."""

    left: float
    width: float
    paint: Paint


def paints_of(bars: Bars) -> tuple[Paint, ...]:
    """A paint per series: solid and open for two, steps of blue for more."""
    return (SOLID, OPEN) if len(bars.series) <= 2 else STEPPED[: len(bars.series)]


def parts_of(bars: Bars, row: Bar, full: float = FULL) -> list[Part]:
    """The parts of a bar that have a length, where the longest bar is `full` long."""
    longest = max((each.total for each in bars.rows), default=0) or 1
    left, parts = 0.0, []
    for value, paint in zip(row.values, paints_of(bars), strict=False):
        width = full * value / longest
        if width:
            parts.append(Part(left, width, paint))
        left += width
    return parts


def table(bars: Bars) -> Table:
    """Every value by itself; the sum only where there are several."""
    several = len(bars.series) > 1
    rows: list[tuple[str | int, ...]] = []
    for row in bars.rows:
        sums = [row.total] if several else []
        rows.append((row.title or row.name, *row.values, *sums))
    return Table((bars.row_word, *bars.series, *([_("Total")] if several else [])), tuple(rows))


def draw(bars: Bars, canvas: Canvas) -> float:
    """The bars for paper and files; gives their height."""
    top = _legend(canvas, bars) if len(bars.series) > 1 else 4.0
    begun = top
    for row in bars.rows:
        lines = wrap(row.name, NAMES - 10, SIZE, most=4)
        height = max(24.0, len(lines) * SIZE * LEADING + 8)
        middle = top + height / 2
        first = middle - (len(lines) - 1) * SIZE * 0.61 + SIZE * 0.35
        with canvas.link(row.href, f"{row.title or row.name}: {row.number}"):
            canvas.block(NAMES - 8, first, lines, size=SIZE, anchor="end")
            end = 0.0
            for part in parts_of(bars, row, WIDTH - NAMES - RIGHT):
                canvas.rect(NAMES + part.left, middle - THICK / 2, part.width, THICK, **part.paint)
                end = part.left + part.width
            canvas.text(
                NAMES + end + 6,
                middle + SIZE * 0.35,
                row.number,
                size=SIZE,
                fill="ink" if row.total else "quiet",
                bold=True,
            )
        top += height
    if bars.rows:
        canvas.line(NAMES, begun - 2, NAMES, top, stroke="edge")
    return top + 2


def _legend(canvas: Canvas, bars: Bars) -> float:
    """What each part of a bar stands for, from the bars' own left edge on."""
    left, top = float(NAMES), 2.0
    for name, paint in zip(bars.series, paints_of(bars), strict=True):
        width = 26 + measure(name, SIZE) + 16
        if left + width > WIDTH + 14 and left > NAMES:
            left, top = float(NAMES), top + 20
        canvas.rect(left + 1, top, 18, 13, **paint)
        canvas.text(left + 25, top + 11.5, name, size=SIZE)
        left += width
    return top + 26
