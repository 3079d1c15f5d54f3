"""A line with its goal: does it improve? Every value is printed at its point."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, measure, wrap

WIDTH, LEFT, RIGHT, TOP, PLOT = 400, 24, 24, 34, 170
SIZE = 14.0


@dataclass(frozen=True)
class Point:
    """A measurement: its place in time, the words of that time, its value, how it is read."""

    at: float
    when: str
    value: float
    shown: str


@dataclass(frozen=True)
class Goal:
    """What was promised."""

    value: float
    shown: str


@dataclass(frozen=True, kw_only=True)
class Line(Picture):
    """Measurements of one indicator in the order of time, and its goal if somebody set one."""

    points: tuple[Point, ...]
    goal: Goal | None = None
    time_word: str
    value_word: str


def table(line: Line) -> Table:
    """Every measurement as it is read; the goal in the last row."""
    rows = [(point.when, point.shown) for point in line.points]
    if line.goal:
        rows.append((_("Meta"), line.goal.shown))
    return Table((line.time_word, line.value_word), tuple(rows))


def draw(line: Line, canvas: Canvas) -> float:
    """The line over its ground; gives its height."""
    if not line.points:
        canvas.text(0, SIZE + 4, _("Nadie registró una medición"), size=SIZE, fill="quiet")
        return SIZE * 2
    values = [point.value for point in line.points] + ([line.goal.value] if line.goal else [])
    low, high = _ends(values)
    base = TOP + PLOT

    def height_of(value: float) -> float:
        return base - PLOT * (value - low) / (high - low)

    foot = height_of(0)
    canvas.line(LEFT, foot, WIDTH - 4, foot, stroke="ink", stroke_width="1.4")
    canvas.text(LEFT - 8, foot + 5, "0", size=SIZE, fill="quiet", anchor="end")
    _goal(canvas, line, height_of, base)
    places = [(_across(line, point), height_of(point.value)) for point in line.points]
    canvas.path(places, stroke="q4", stroke_width="3")
    _points(canvas, line, places, base)
    if line.goal:
        return base + 30
    canvas.text(LEFT, base + 46, _("Nadie registró una meta"), size=SIZE, fill="quiet")
    return base + 56


def _points(canvas: Canvas, line: Line, places: list[tuple[float, float]], base: float) -> None:
    """The points with their values; of many, only as many words as find room."""
    free, free_when = -WIDTH * 1.0, -WIDTH * 1.0
    last = len(places) - 1
    for place, ((x, y), point) in enumerate(zip(places, line.points, strict=True)):
        canvas.circle(x, y, 5, fill="paper", stroke="q4", stroke_width="2.5")
        width = measure(point.shown, SIZE + 1, bold=True)
        middle = min(max(x, width / 2), WIDTH - width / 2)
        if place == last or middle - width / 2 > free:
            canvas.text(middle, y - 12, point.shown, size=SIZE + 1, anchor="middle", bold=True)
            free = middle + width / 2 + 2
        width = measure(point.when, SIZE)
        middle = min(max(x, width / 2), WIDTH - width / 2)
        if middle - width / 2 > free_when:
            canvas.text(middle, base + 22, point.when, size=SIZE, fill="quiet", anchor="middle")
            free_when = middle + width / 2 + 6


def _goal(canvas: Canvas, line: Line, height_of: Callable[[float], float], base: float) -> None:
    """The dashed rule of the goal, and its words where the line does not pass."""
    if line.goal is None:
        return
    y = height_of(line.goal.value)
    canvas.line(LEFT, y, WIDTH - 4, y, stroke="grana-ink", stroke_width="2", dash="7 5")
    words = _("Meta: %(goal)s") % {"goal": line.goal.shown}
    near = height_of(line.points[0].value)
    lines = wrap(words, WIDTH - LEFT - 10, SIZE, bold=True)
    below = near <= y and y + SIZE * LEADING * len(lines) < base
    first = y + SIZE + 4 if below else y - 8 - SIZE * LEADING * (len(lines) - 1)
    canvas.block(LEFT + 6, first, lines, size=SIZE, fill="grana-ink", bold=True)


def _across(line: Line, point: Point) -> float:
    """Where a point stands: time is drawn to scale."""
    first, last = line.points[0].at, line.points[-1].at
    left, right = LEFT + 26, WIDTH - RIGHT
    return (
        (left + right) / 2
        if first == last
        else (left + (right - left) * (point.at - first) / (last - first))
    )


def _ends(values: list[float]) -> tuple[float, float]:
    """Round ends of the ground: from zero, unless something is below it."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    span = (high - low) or 1.0
    step = 10 ** floor(log10(span))
    step = next(part * step for part in (0.2, 0.5, 1, 2) if span <= part * step * 10)
    return floor(low / step) * step, (ceil(high / step) or 1) * step
