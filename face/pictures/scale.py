"""The one scale of amount: the steps of blue, their words, and the legend that explains them."""

from django.utils.translation import gettext as _

from face.pictures.canvas import Canvas, Paint, measure, shown
from face.tokens import STEPS

NONE = {"fill": "q0", "stroke": "grana-ink", "stroke_width": "1.5", "dash": "5 3"}
"""How nothing is drawn: bare, with a dashed border in the colour of what is missing."""

ON_STEPS = ("grana-ink", "on-low", "on-low", "on-mid", "on-high", "on-high")
"""The colour of a number on each step."""

KEY, BOX = 12.5, 20
"""The size of the legend's words, and the width of its boxes."""


def paint_of(step: int) -> Paint:
    """How a tile of this step is filled; the palest has a thin border, or it fades on paper."""
    if step == 0:
        return NONE
    return {"fill": f"q{step}"} | ({"stroke": "q2"} if step == 1 else {})


def legend(*, none: bool = True) -> list[tuple[int, str]]:
    """The steps with their words, the least first; without `none` from one on."""
    words = []
    for step, least in enumerate(STEPS):
        most = STEPS[step + 1] - 1 if step + 1 < len(STEPS) else None
        if most is None:
            words.append((step, _("%(least)s o más") % {"least": shown(least)}))
        elif least == most:
            words.append((step, shown(least) if least else _("Ninguna")))
        else:
            words.append(
                (step, _("%(least)s a %(most)s") % {"least": shown(least), "most": shown(most)})
            )
    return words if none else words[1:]


def draw_legend(canvas: Canvas, left: float, top: float, *, none: bool = True) -> float:
    """The legend in a row, wrapped at the right edge; gives the height beneath it."""
    x = left
    for step, words in legend(none=none):
        width = BOX + 6 + measure(words, KEY) + 16
        if x + width - 16 > canvas.width and x > left:
            x, top = left, top + 22
        canvas.rect(x + 1, top, BOX, 14, rounded=2, **paint_of(step))
        canvas.text(x + BOX + 7, top + 11.5, words, size=KEY, fill="ink")
        x += width
    return top + 22
