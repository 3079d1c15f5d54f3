"""The pictures of the registry, drawn on the server: one hand for page, paper and files.

A picture is a frozen dataclass; `as_svg` draws it, `table_of` and `as_csv` say the same in rows.
Nothing here reads the database or the request: data makers are where the counts are.
"""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from face.pictures import bars, dots, heat, lines, regions, stack, timeline, weave
from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, Mode, Wording, wrap

__all__ = ["Mode", "Picture", "Table", "as_csv", "as_svg", "kind_of", "table_of"]

KINDS: dict[type[Picture], tuple[str, Any]] = {
    weave.Weave: ("weave", weave),
    heat.Heat: ("heat", heat),
    bars.Bars: ("bars", bars),
    lines.Line: ("line", lines),
    dots.Dots: ("dots", dots),
    stack.Stack: ("stack", stack),
    timeline.Timeline: ("timeline", timeline),
    regions.Regions: ("regions", regions),
}
"""Sort of picture -> its name, and the module that draws it and makes its table."""

TITLE, SMALL, MARGIN = 19.0, 12.5, 20


def kind_of(picture: Picture) -> str:
    """The name of the sort of picture: "weave", "bars"..."""
    return KINDS[type(picture)][0]


def as_svg(picture: Picture, mode: Mode = Mode.PAGE, *, wording: Wording = str) -> str:
    """The picture as SVG; `wording` says how its texts are shown on paper."""
    module = KINDS[type(picture)][1]
    canvas = Canvas(module.WIDTH, mode, wording)
    height = module.draw(picture, canvas)
    if mode != Mode.FILE:
        return canvas.svg(height, picture.finding)
    return _framed(picture, canvas, height)


def table_of(picture: Picture) -> Table:
    """What the picture shows, as headings and rows."""
    table: Table = KINDS[type(picture)][1].table(picture)
    return table


def as_csv(picture: Picture, cell: Callable[[str], str] = str) -> str:
    """The table as CSV; `cell` makes a text harmless for spreadsheets."""
    table = table_of(picture)
    file = StringIO()
    writer = csv.writer(file)
    for row in (table.headings, *table.rows):
        writer.writerow([cell(value) if isinstance(value, str) else value for value in row])
    return file.getvalue()


def _framed(picture: Picture, canvas: Canvas, height: float) -> str:
    """The picture by itself: its finding above, what it leaves out and its source beneath."""
    width = canvas.width
    title = wrap(picture.finding, width, TITLE, bold=True)
    top = -(len(title) * TITLE * LEADING + MARGIN / 2)
    canvas.block(0, top + TITLE, title, size=TITLE, bold=True)
    y = bottom = height
    if picture.note or picture.source:
        y += MARGIN + SMALL / 2
    for words in filter(None, (picture.note, picture.source)):
        y = canvas.block(0, y, wrap(words, width, SMALL), size=SMALL, fill="quiet") + 3
        bottom = y - SMALL
    return canvas.svg(bottom, picture.finding, top=top, margin=MARGIN)
