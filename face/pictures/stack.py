"""A stack of states: how the call goes. A state is a fill, a sign and a word."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, shown, wrap

WIDTH, HEIGHT, GAP = 760, 34, 3
SIZE = 13.0
MOST_BOXES = 60
"""More things are drawn as one box per state, as long as its share."""


class Fill(StrEnum):
    """How a state is filled, so that it is told apart without colour."""

    FULL = "full"
    HALF = "half"
    STRIPES = "stripes"
    DASHES = "dashes"


@dataclass(frozen=True)
class Item:
    """One thing in a state, what is said of it, where it is, and its name in full."""

    name: str
    note: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class State:
    """A state in words ("respondieron"), its fill, and what is in it."""

    name: str
    fill: Fill
    items: tuple[Item, ...]

    @property
    def number(self) -> str:
        """How many, as it is read."""
        return shown(len(self.items))


@dataclass(frozen=True, kw_only=True)
class Stack(Picture):
    """All things of a call, by state."""

    states: tuple[State, ...]
    row_word: str

    @property
    def total(self) -> int:
        """How many things there are."""
        return sum(len(state.items) for state in self.states)

    @property
    def in_boxes(self) -> bool:
        """Whether each thing has a box of its own."""
        return 0 < self.total <= MOST_BOXES


def table(stack: Stack) -> Table:
    """Every thing with its state."""
    rows = tuple(
        (item.name, state.name, item.note) for state in stack.states for item in state.items
    )
    return Table((stack.row_word, _("Situación"), _("Detalle")), rows)


def draw(stack: Stack, canvas: Canvas) -> float:
    """The boxes, and beneath them the states with their names; gives the height."""
    if stack.in_boxes:
        width = (WIDTH + GAP) / stack.total
        fills = [state.fill for state in stack.states for _item in state.items]
        for place, fill in enumerate(fills):
            draw_box(canvas, place * width + 1, 1, min(width - GAP, 60), HEIGHT, fill)
    else:
        draw_shares(canvas, stack)
    column = WIDTH / max(len(stack.states), 1)
    below = [
        _names(canvas, state, place * column, column - 18)
        for place, state in enumerate(stack.states)
    ]
    return max(below, default=HEIGHT + 4.0)


def draw_box(
    canvas: Canvas, left: float, top: float, width: float, height: float, fill: Fill
) -> None:
    """A box filled as its state."""
    if fill == Fill.FULL:
        canvas.rect(left, top, width, height, rounded=2, fill="q5", stroke="q5")
    elif fill == Fill.HALF:
        canvas.rect(left, top + height / 2, width, height / 2, fill="q3")
        canvas.rect(left, top, width, height, rounded=2, stroke="q3", stroke_width="1.8")
    elif fill == Fill.STRIPES:
        for start, end in stripes(width, height):
            canvas.line(
                left + start[0],
                top + start[1],
                left + end[0],
                top + end[1],
                stroke="grana-ink",
                stroke_width="2.4",
            )
        canvas.rect(left, top, width, height, rounded=2, stroke="grana-ink", stroke_width="1.8")
    else:
        canvas.rect(
            left, top, width, height, rounded=2, stroke="edge", stroke_width="1.6", dash="5 3"
        )


def stripes(
    width: float, height: float, apart: float = 7
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Slanted lines inside a box, from its left and lower edges to its upper and right ones."""
    lines = []
    reach = apart
    while reach < width + height:
        start = (max(0.0, reach - height), min(reach, height))
        end = (min(reach, width), max(0.0, reach - width))
        lines.append((start, end))
        reach += apart
    return lines


def draw_shares(canvas: Canvas, stack: Stack) -> None:
    """One box per state, as long as its share."""
    left = 1.0
    for state in stack.states:
        width = (WIDTH - 2) * len(state.items) / (stack.total or 1)
        if width:
            draw_box(canvas, left, 1, max(width - GAP, 1), HEIGHT, state.fill)
        left += width


def _names(canvas: Canvas, state: State, left: float, width: float) -> float:
    """A state: its fill as a sign, how many, its word, and the names."""
    draw_box(canvas, left + 1, HEIGHT + 17, 16, 16, state.fill)
    number = state.number
    canvas.text(left + 24, HEIGHT + 32, number, size=20, bold=True)
    words = wrap(state.name, width - 30 - 12 * len(number), SIZE, bold=True)
    y = canvas.block(left + 30 + 12 * len(number), HEIGHT + 31, words, size=SIZE, bold=True)
    y += 8
    for item in state.items[:MOST_BOXES]:
        lines = wrap(f"{item.name} · {item.note}" if item.note else item.name, width, SIZE)
        with canvas.link(item.href, item.name):
            y = canvas.block(left, y, lines, size=SIZE) + 3
    if len(state.items) > MOST_BOXES:
        words = (_("y %(count)s más") % {"count": shown(len(state.items) - MOST_BOXES)},)
        y = canvas.block(left, y, words, size=SIZE, fill="quiet")
    return y - SIZE * (LEADING - 1)
