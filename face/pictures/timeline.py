"""A timeline: steps in their order; what is done is full, now is a square, next is open."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, wrap

WIDTH, SIZE, MOST_IN_LINE = 760, 13.0, 6


class When(StrEnum):
    """Whether a step is behind, is now, or is ahead."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"

    @property
    def words(self) -> str:
        """The same to be read."""
        return {When.DONE: _("Hecho"), When.NOW: _("Hoy"), When.NEXT: _("Por venir")}[self]


@dataclass(frozen=True)
class Moment:
    """A step: what it is, when in words, what is said of it, and where it leads."""

    name: str
    date: str
    when: When = When.DONE
    note: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline(Picture):
    """Steps in their order."""

    moments: tuple[Moment, ...]


def table(timeline: Timeline) -> Table:
    """Every step with its date and whether it is behind."""
    rows = tuple((row.name, row.date, row.when.words, row.note) for row in timeline.moments)
    return Table((_("Paso"), _("Fecha"), _("Situación"), _("Detalle")), rows)


def draw(timeline: Timeline, canvas: Canvas) -> float:
    """The steps from left to right, at most six in a line; gives the height."""
    top = 0.0
    moments = timeline.moments
    for first in range(0, len(moments), MOST_IN_LINE):
        top = _draw_line(canvas, moments[first : first + MOST_IN_LINE], top) + 14
    return max(top - 14, 20)


def _draw_line(canvas: Canvas, moments: tuple[Moment, ...], top: float) -> float:
    column = WIDTH / min(max(len(moments), 3), MOST_IN_LINE)
    y = top + 12
    below = [y + 10]
    for place, moment in enumerate(moments):
        left = place * column
        done = moment.when == When.DONE
        canvas.line(
            left,
            y,
            left + column,
            y,
            stroke="q4" if done else "line",
            stroke_width="3.5",
        )
    for place, moment in enumerate(moments):
        left = place * column
        _sign(canvas, moment.when, left + 9, y)
        below.append(_words(canvas, moment, left, y + 29, column - 14))
    return max(below)


def _sign(canvas: Canvas, when: When, x: float, y: float) -> None:
    if when == When.DONE:
        canvas.circle(x, y, 8, fill="q4")
    elif when == When.NOW:
        canvas.rect(x - 8, y - 8, 16, 16, rounded=2, fill="grana-ink")
    else:
        canvas.circle(x, y, 7, fill="paper", stroke="edge", stroke_width="2.5")


def _words(canvas: Canvas, moment: Moment, left: float, y: float, width: float) -> float:
    colour = "grana-ink" if moment.when == When.NOW else "ink"
    with canvas.link(moment.href, moment.name):
        names = wrap(moment.name, width, SIZE, bold=True)
        y = canvas.block(left, y, names, size=SIZE, fill=colour, bold=True)
    for words in (moment.date, moment.note):
        if words:
            y = canvas.block(left, y, wrap(words, width, SIZE - 0.5), size=SIZE - 0.5, fill="quiet")
    return y - SIZE * (LEADING - 1)
