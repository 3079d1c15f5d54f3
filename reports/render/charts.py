"""A chart of the report as SVG: the same picture in the page, in the PDF and in Word.

No style attributes: the page's content policy would refuse them. Series differ in lightness, so
that they can be told apart in print and without colour.
"""

import textwrap
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from reports.content import Chart
from reports.render.cells import clean

FONT = "Carlito, Calibri, sans-serif"
INK, QUIET, LINE = "#1c2430", "#4d5866", "#c5ccd4"
COLOURS = ("#4a0a15", "#0b4a9c", "#d9475f", "#9dbfe6", "#f7dfe2")
WIDTH, LABELS, RIGHT = 720, 250, 46  # of the picture, of the names, of the totals
BAR, STEP, TOP, LEGEND = 16, 24, 10, 26
LETTERS = 44  # of a line of a category's name
MOST_SERIES = len(COLOURS)


def colours_of(chart: Chart) -> tuple[str, ...]:
    """A colour per series, as far apart in lightness as they can be."""
    return (COLOURS[0], COLOURS[3]) if len(chart.series) == 2 else COLOURS[: len(chart.series)]


Wording = Callable[[str], str]
"""How a text is shown: as written, or with what our fonts can print."""


def as_svg(chart: Chart, wording: Wording = clean) -> str:
    """The chart; an empty one is an empty picture (its note says why). Five series at the most."""
    if len(chart.series) > MOST_SERIES:
        raise ValueError(f"{chart.id}: at most {MOST_SERIES} series")
    legend = LEGEND if len(chart.series) > 1 else 0
    height = TOP + legend + STEP * len(chart.categories) + 4
    longest = max(chart.totals, default=0) or 1
    alternative = quoteattr(wording(chart.alternative))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label={alternative} '
        f'font-family="{FONT}" font-size="12">'
    ]
    if legend:
        parts += _legend(chart, wording)
    parts.append(
        f'<line x1="{LABELS}" y1="{TOP + legend - 2}" x2="{LABELS}" y2="{height}" '
        f'stroke="{LINE}" stroke-width="1"/>'
    )
    for place in chart.places:
        parts += _bar(chart, place, TOP + legend + STEP * place, longest, wording)
    parts.append("</svg>")
    return "".join(parts)


def _legend(chart: Chart, wording: Wording) -> list[str]:
    parts, left = [], LABELS
    for colour, series in zip(colours_of(chart), chart.series, strict=True):
        name = escape(wording(series.name))
        parts.append(
            f'<rect x="{left}" y="{TOP - 4}" width="12" height="12" fill="{colour}" '
            f'stroke="{INK}" stroke-width="0.5"/>'
            f'<text x="{left + 17}" y="{TOP + 6}" fill="{INK}">{name}</text>'
        )
        left += 34 + 7 * len(series.name)
    return parts


def _bar(chart: Chart, place: int, top: int, longest: int, wording: Wording) -> list[str]:
    name = textwrap.shorten(wording(chart.categories[place]), LETTERS, placeholder="…")
    middle = top + BAR - 4
    parts = [
        f'<text x="{LABELS - 8}" y="{middle}" text-anchor="end" fill="{INK}">{escape(name)}</text>'
    ]
    left = float(LABELS)
    for colour, series in zip(colours_of(chart), chart.series, strict=True):
        width = (WIDTH - LABELS - RIGHT) * series.values[place] / longest
        if width:
            parts.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" '
                f'fill="{colour}" stroke="{INK}" stroke-width="0.4"/>'
            )
        left += width
    total = chart.totals[place]
    parts.append(
        f'<text x="{left + 6:.1f}" y="{middle}" fill="{INK if total else QUIET}">{total}</text>'
    )
    return parts
