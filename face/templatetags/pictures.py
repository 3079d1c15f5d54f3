"""`{% picture weave downloads=downloads %}`: a picture in a page, with its table and its files."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import mark_safe

from face.pictures import Mode, Picture, as_svg, bars, kind_of, scale, stack, table_of
from face.pictures.canvas import Canvas, Paint

register = template.Library()

LAID_OUT = frozenset({"weave", "heat", "bars", "stack", "timeline"})
"""Kinds that a page lays out in HTML, so that their words wrap and never shrink on a phone."""

Downloads = Sequence[tuple[str, str]]
"""The name of a format and its address."""


@register.inclusion_tag("face/pictures/picture.html")
def picture(shown: Picture, downloads: Downloads = (), titled: bool = True) -> dict[str, Any]:
    """A figure. `titled=False` where the finding stands above as a heading already."""
    kind = kind_of(shown)
    context = {
        "picture": shown,
        "kind": kind,
        "titled": titled,
        "table": table_of(shown),
        "downloads": downloads,
    }
    if kind in LAID_OUT:
        return context | {"layout": f"face/pictures/{kind}.html", "shown": LAYOUTS[kind](shown)}
    return context | {"drawing": safe(as_svg(shown, Mode.PAGE))}


def safe(svg: str) -> str:
    """Marks a drawing of ours: its texts are escaped where it is drawn."""
    return mark_safe(svg)  # noqa: S308


def _bars(shown: bars.Bars) -> dict[str, Any]:
    """Each bar as a little drawing that stretches, and the legend."""
    return {
        "rows": [(row, _bar(shown, row)) for row in shown.rows],
        "legend": [
            (_swatch(paint), name)
            for paint, name in zip(bars.paints_of(shown), shown.series, strict=False)
        ]
        if len(shown.series) > 1
        else [],
    }


def _bar(shown: bars.Bars, row: bars.Bar) -> str:
    canvas = Canvas(bars.FULL, Mode.PAGE)
    for part in bars.parts_of(shown, row):
        canvas.rect(part.left, 0, part.width, 20, **part.paint)
    return safe(canvas.plain(20))


def _swatch(paint: Paint) -> str:
    canvas = Canvas(22, Mode.PAGE)
    canvas.rect(1, 1, 20, 14, **paint)
    return safe(canvas.plain(16))


def _stack(shown: stack.Stack) -> dict[str, Any]:
    """Each state with its sign; one box per thing, or one per state where there are many."""
    if shown.in_boxes:
        boxes = [_box(state.fill) for state in shown.states for _item in state.items]
    else:
        boxes = []
    return {
        "boxes": boxes,
        "shares": "" if boxes else safe(_shares(shown)),
        "states": [(state, _box(state.fill, 18)) for state in shown.states],
    }


def _box(fill: stack.Fill, height: int = stack.HEIGHT) -> str:
    canvas = Canvas(36 if height > 18 else 18, Mode.PAGE)
    stack.draw_box(canvas, 1, 1, canvas.width - 2, height - 2, fill)
    return safe(canvas.plain(height))


def _shares(shown: stack.Stack) -> str:
    canvas = Canvas(stack.WIDTH, Mode.PAGE)
    stack.draw_shares(canvas, shown)
    return canvas.plain(stack.HEIGHT + 2)


def _with_legend(shown: Picture) -> dict[str, Any]:
    return {"legend": scale.legend(none=kind_of(shown) == "weave")}


LAYOUTS: dict[str, Any] = {
    "weave": _with_legend,
    "heat": _with_legend,
    "bars": _bars,
    "stack": _stack,
    "timeline": lambda _shown: {},
}
