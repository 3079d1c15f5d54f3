"""Dots against a term: each is one thing that waits; what passed the term has a sign, too."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import Canvas, measure, shown

WIDTH, LEFT, RIGHT = 400, 12, 12
SIZE, RADIUS = 13.5, 7.0
MOST_HIGH = 10
"""Dots above each other; more are said in a number."""
MOST_ACROSS = 24


@dataclass(frozen=True)
class Dot:
    """One thing: its name, how long it waits, and where it is."""

    name: str
    wait: int
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Dots(Picture):
    """What waits, and the term that it may wait; `unit` reads "días de espera"."""

    dots: tuple[Dot, ...]
    term: int
    term_words: str
    unit: str
    row_word: str

    def is_late(self, dot: Dot) -> bool:
        """Whether it passed the term."""
        return dot.wait > self.term


def table(dots: Dots) -> Table:
    """What waits longest first, with a word where it passed the term."""
    rows = tuple(
        (dot.name, dot.wait, _("Pasó el plazo") if dots.is_late(dot) else _("En plazo"))
        for dot in sorted(dots.dots, key=lambda each: -each.wait)
    )
    return Table((dots.row_word, dots.unit[:1].upper() + dots.unit[1:], _("Plazo")), rows)


def draw(dots: Dots, canvas: Canvas) -> float:
    """The dots above their line; gives the height."""
    scale = _scale(dots)
    step = (WIDTH - LEFT - RIGHT) / scale.bins
    radius = min(RADIUS, step / 2 - 0.6)
    columns: dict[int, list[Dot]] = defaultdict(list)
    for dot in dots.dots:
        columns[scale.place_of(dot.wait)].append(dot)
    high = min(MOST_HIGH, max((len(column) for column in columns.values()), default=1))
    base = 34 + max(high * (2 * radius + 2) + 30, 50)
    for place, column in sorted(columns.items()):
        late = place >= scale.first_late
        _column(canvas, column, LEFT + (place + 0.5) * step, base, radius, late=late)
    _term(canvas, dots, LEFT + scale.first_late * step, base)
    canvas.line(2, base, WIDTH - 2, base, stroke="ink", stroke_width="1.4")
    every = 5 if scale.bins > 9 else 2
    for place in range(0, scale.bins, every):
        words = shown(max(0, scale.begins(place)))
        x = LEFT + (place + 0.5) * step
        canvas.text(x, base + 18, words, size=SIZE, fill="quiet", anchor="middle")
    canvas.text(WIDTH / 2, base + 37, dots.unit, size=SIZE, fill="quiet", anchor="middle")
    return base + 44


@dataclass(frozen=True)
class _Scale:
    """Waits in columns of `wide` units; the first column past the term begins right after it."""

    wide: int
    first_late: int
    term: int
    bins: int

    def place_of(self, wait: int) -> int:
        """The column of a wait."""
        return (wait - self.term - 1) // self.wide + self.first_late

    def begins(self, place: int) -> int:
        """The shortest wait of a column; below zero in the first, if it is not whole."""
        return (place - self.first_late) * self.wide + self.term + 1


def _scale(dots: Dots) -> _Scale:
    longest = max([dots.term + 2, *(dot.wait for dot in dots.dots)])
    wide = -(-(longest + 1) // MOST_ACROSS)
    first_late = -(-(dots.term + 1) // wide)
    return _Scale(wide, first_late, dots.term, first_late + (longest - dots.term - 1) // wide + 1)


def _column(
    canvas: Canvas, column: list[Dot], x: float, base: float, radius: float, *, late: bool
) -> None:
    left_out = len(column) - MOST_HIGH
    for place, dot in enumerate(column[:MOST_HIGH]):
        y = base - 3 - radius - place * (2 * radius + 2)
        with canvas.link(dot.href, f"{dot.name}: {dot.wait}"):
            canvas.circle(x, y, radius, fill="grana-ink" if late else "q4")
            if late:
                canvas.text(
                    x,
                    y + radius * 0.6,
                    "!",
                    size=radius * 1.8,
                    fill="paper",
                    anchor="middle",
                    bold=True,
                )
    if left_out > 0:
        # Every second one higher: the numbers of neighbours are wider than their dots.
        higher = 14 if round(x / (2 * radius + 1)) % 2 else 0
        y = base - 6 - MOST_HIGH * (2 * radius + 2) - higher
        canvas.text(x, y, f"+{shown(left_out)}", size=12.5, anchor="middle", bold=True)


def _term(canvas: Canvas, dots: Dots, x: float, base: float) -> None:
    """The dashed rule of the term, with its words on the side that has room."""
    canvas.line(x, 20, x, base, stroke="grana-ink", stroke_width="2", dash="6 4")
    width = measure(dots.term_words, SIZE, bold=True)
    middle = min(max(x, width / 2 + 2), WIDTH - width / 2 - 2)
    canvas.text(
        middle, 14, dots.term_words, size=SIZE, fill="grana-ink", anchor="middle", bold=True
    )
