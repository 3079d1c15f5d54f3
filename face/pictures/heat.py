"""The heat table: who answers to what. A page shows it as a table; paper gets this drawing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, measure, shown, wrap
from face.pictures.scale import ON_STEPS, draw_legend, paint_of
from face.tokens import step_of

WIDTH, NAMES, TOTAL = 760, 214, 44
ROW, SIZE = 22, 12.0
MOST_COLUMNS = 30
"""More do not fit on paper with letters that can be read."""


@dataclass(frozen=True)
class Column:
    """What is counted across; `quiet` where nothing is: it is kept, in grey."""

    code: str
    title: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Cell:
    """How many, and where they are listed."""

    amount: int
    href: str = ""

    @property
    def step(self) -> int:
        """The step of blue, 0 to 5."""
        return step_of(self.amount)

    @property
    def number(self) -> str:
        """The amount as it is read; nothing is a point."""
        return shown(self.amount) if self.amount else "·"


@dataclass(frozen=True)
class Line:
    """A row: its code and name, a cell per column, the distinct total, and the group it opens."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    total: int
    group: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Heat(Picture):
    """Rows by columns. The total is of distinct things: a joint one counts in several columns."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    row_word: str

    def grouped(self) -> Iterator[tuple[str, Line]]:
        """Each line with the name of its group where a new one begins, else nothing."""
        before = ""
        for line in self.lines:
            yield (line.group if line.group != before else "", line)
            before = line.group


def table(heat: Heat) -> Table:
    """The same rows and columns, with the totals."""
    headings = (heat.row_word, *(column.title or column.code for column in heat.columns))
    rows: list[tuple[str | int, ...]] = [
        (_named(line), *(cell.amount for cell in line.cells), line.total) for line in heat.lines
    ]
    return Table((*headings, _("Total distinto")), tuple(rows))


def draw(heat: Heat, canvas: Canvas) -> float:
    """The table as a drawing; gives its height."""
    columns = heat.columns[:MOST_COLUMNS]
    width = min(44.0, (WIDTH - NAMES - TOTAL) / max(len(columns), 1))
    slanted = 10 + max((measure(column.code, SIZE) for column in columns), default=0)
    top = min(slanted, 150)
    for place, column in enumerate(columns):
        _head(canvas, column, NAMES + (place + 0.5) * width, top)
    canvas.text(
        NAMES + len(columns) * width + TOTAL - 4,
        top - 6,
        _("Total"),
        size=SIZE,
        anchor="end",
        bold=True,
    )
    for group, line in heat.grouped():
        if group:
            canvas.text(0, top + 19, group, size=SIZE, fill="quiet", bold=True)
            top += 26
        top = _line(canvas, line, len(columns), top, width)
    return draw_legend(canvas, NAMES, top + 10, none=False)


def _head(canvas: Canvas, column: Column, x: float, bottom: float) -> None:
    """A heading, turned to read upwards."""
    fill = "quiet" if column.quiet else "ink"
    shortened = wrap(column.code, 140, SIZE, most=1)[0] if column.code else ""
    canvas.turned(x + 4, bottom - 6, shortened, size=SIZE, fill=fill)


def _line(canvas: Canvas, line: Line, columns: int, top: float, width: float) -> float:
    lines = wrap(line.name, NAMES - 34, SIZE)
    height = max(ROW, len(lines) * SIZE * LEADING + 7)
    colour = "ink" if line.total else "grana-ink"
    first = top + (height - len(lines) * SIZE * LEADING) / 2 + SIZE
    canvas.text(0, first, line.code, size=SIZE, fill=colour, bold=True)
    canvas.block(26, first, lines, size=SIZE, fill=colour)
    middle = top + height / 2 + 4.5
    for place, cell in enumerate(line.cells[:columns]):
        left = NAMES + place * width
        paint = paint_of(cell.step) if cell.amount else {"fill": "raised"}
        with canvas.link(cell.href, f"{line.code} {cell.amount}"):
            canvas.rect(left + 1, top + 1, width - 2, height - 2, rounded=2, **paint)
            canvas.text(
                left + width / 2,
                middle,
                cell.number,
                size=SIZE,
                fill=ON_STEPS[cell.step] if cell.amount else "quiet",
                anchor="middle",
                bold=bool(cell.amount),
            )
    canvas.text(
        NAMES + columns * width + TOTAL - 4,
        middle,
        shown(line.total),
        size=SIZE + 1,
        fill=colour,
        anchor="end",
        bold=True,
    )
    return top + height


def _named(line: Line) -> str:
    return f"{line.code}. {line.name}" if line.code else line.name
