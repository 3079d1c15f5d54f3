"""What every picture is drawn with: shapes, text that wraps, links, and the colours of the ground.

A colour is a name of `face.tokens`. In a page it becomes a class (`f-q3` fills, `s-edge` draws),
which the style sheet paints for light and for dark ground; on paper and in files it is written
out. There is never a style attribute: the content policy of the pages refuses it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from face.tokens import LIGHT

Wording = Callable[[str], str]
"""How a text is shown: as written, or with what the fonts of the paper can print."""

Paint = dict[str, Any]
"""`fill` and `stroke` (names of colours), `stroke_width` and `dash`."""

FONTS = "Carlito, Calibri, 'Source Sans 3', sans-serif"
LEADING = 1.22
"""From one line of text to the next, in sizes of the text."""

SOFT_HYPHEN = "\u00ad"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

VOWEL = "aeiouáéíóúü"
SYLLABLE = re.compile(f"[{VOWEL}](?=[^{VOWEL}\\W][{VOWEL}])", re.IGNORECASE)
"""A vowel after which a word may be parted: one consonant and a vowel follow."""

NARROW, WIDE = frozenset("iljtfrI.,;:'|!()[]-· "), frozenset("mwMWÑQ@%—…")


class Mode(StrEnum):
    """Where a picture is shown."""

    PAGE = "page"
    """In a page: classes, links."""
    PAPER = "paper"
    """Inside a document that has its own caption: colours written out, no links."""
    FILE = "file"
    """Taken away by itself: as on paper, with its finding above and its source beneath."""


def shown(amount: int) -> str:
    """A number as it is read: thousands apart by a hard space."""
    return f"{amount:,}".replace(",", "\u00a0")


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is; rather too wide, since nobody knows the reader's fonts."""
    ems = 0.0
    for letter in text:
        if letter == SOFT_HYPHEN:
            continue
        if letter in NARROW:
            ems += 0.29
        elif letter in WIDE:
            ems += 0.83
        else:
            ems += 0.62 if letter.isupper() else 0.51
    return ems * size * (1.06 if bold else 1)


def wrap(
    text: str, width: float, size: float, *, most: int = 99, bold: bool = False
) -> tuple[str, ...]:
    """`text` in lines no wider than `width`; the last of `most` lines ends in an ellipsis if cut.

    A word too wide for a line is parted at its soft hyphens, and where it has none, anywhere.
    """
    lines: list[str] = []
    line = ""
    for word in (part for whole in text.split(" ") for part in _parts(whole, width, size, bold)):
        longer = line + word if line.endswith(SOFT_HYPHEN) else f"{line} {word}".strip(" ")
        if line and measure(longer, size, bold=bold) > width:
            lines.append(line.replace(SOFT_HYPHEN, "-") if line.endswith(SOFT_HYPHEN) else line)
            longer = word
        line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip("-,. ") + "…"]
    return tuple(line.replace(SOFT_HYPHEN, "") for line in lines if line)


def _parts(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """A word whole if it fits, else in pieces that end in a soft hyphen."""
    if measure(word, size, bold=bold) <= width:
        yield word
        return
    if SOFT_HYPHEN in word:
        *firsts, last = word.split(SOFT_HYPHEN)
        yield from (first + SOFT_HYPHEN for first in firsts)
        yield last
        return
    while measure(word, size, bold=bold) > width:
        end = _cut(word, width, size, bold)
        yield word[:end] + SOFT_HYPHEN
        word = word[end:]
    yield word


def _cut(word: str, width: float, size: float, bold: bool) -> int:
    """Where a word is parted: as late as fits, at a Spanish syllable if there is one."""
    fitting = [
        end for end in range(2, len(word)) if measure(f"{word[:end]}-", size, bold=bold) <= width
    ] or [min(2, len(word))]
    syllables = [end for end in fitting if SYLLABLE.match(word, end - 1) and end > 2]
    return (syllables or fitting)[-1]


class Canvas:
    """A picture while it is drawn, from the top down; `svg` gives it."""

    def __init__(self, width: int, mode: Mode, wording: Wording = str) -> None:
        self.width = width
        self.mode = mode
        self.wording = wording
        self._parts: list[str] = []
        self._linked = False

    def rect(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        rounded: float = 0,
        **paint: str,
    ) -> None:
        """A box; `paint` says `fill`, `stroke`, `stroke_width` and `dash`."""
        corner = f' rx="{_figure(rounded)}"' if rounded else ""
        self._add(
            f'<rect x="{_figure(left)}" y="{_figure(top)}" width="{_figure(width)}" '
            f'height="{_figure(height)}"{corner}{self._paint(**paint)}/>'
        )

    def line(self, left: float, top: float, right: float, bottom: float, **paint: str) -> None:
        """A straight line."""
        self._add(
            f'<line x1="{_figure(left)}" y1="{_figure(top)}" x2="{_figure(right)}" '
            f'y2="{_figure(bottom)}"{self._paint(**paint)}/>'
        )

    def circle(self, x: float, y: float, radius: float, **paint: str) -> None:
        """A circle around a point."""
        self._add(
            f'<circle cx="{_figure(x)}" cy="{_figure(y)}" r="{_figure(radius)}"'
            f"{self._paint(**paint)}/>"
        )

    def path(self, points: Sequence[tuple[float, float]], **paint: str) -> None:
        """A line through points, in their order."""
        drawn = " ".join(f"{_figure(x)},{_figure(y)}" for x, y in points)
        self._add(f'<polyline points="{drawn}"{self._paint(**paint)}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        fill: str = "ink",
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """One line of text; `y` is the line on which it stands."""
        more = f' text-anchor="{anchor}"' if anchor != "start" else ""
        more += ' font-weight="600"' if bold else ""
        self._add(
            f'<text x="{_figure(x)}" y="{_figure(y)}" font-size="{_figure(size)}"{more}'
            f"{self._paint(fill=fill)}>{self._words(words)}</text>"
        )

    def turned(self, x: float, y: float, words: str, *, size: float, fill: str = "ink") -> None:
        """One line of text that reads upwards from (x, y)."""
        self._add(
            f'<text transform="translate({_figure(x)} {_figure(y)}) rotate(-90)" '
            f'font-size="{_figure(size)}"{self._paint(fill=fill)}>{self._words(words)}</text>'
        )

    def block(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float,
        fill: str = "ink",
        anchor: str = "start",
        bold: bool = False,
    ) -> float:
        """Lines of text, one beneath the other; gives the place of the line after the last."""
        for line in lines:
            self.text(x, y, line, size=size, fill=fill, anchor=anchor, bold=bold)
            y += size * LEADING
        return y

    @contextmanager
    def link(self, address: str, name: str = "") -> Iterator[None]:
        """What is drawn meanwhile leads to `address`, in a page only."""
        linked = bool(address) and self.mode == Mode.PAGE
        if linked:
            self._linked = True
            label = f" aria-label={quoteattr(self._clean(name))}" if name else ""
            self._add(f"<a href={quoteattr(self._clean(address))}{label}>")
        yield
        if linked:
            self._add("</a>")

    def svg(self, height: float, label: str, *, top: float = 0, margin: float = 0) -> str:
        """The whole picture from `top` to `height`; `label` says what it shows."""
        # A picture whose parts are links is no image to a reader: an image hides its parts.
        role = "group" if self._linked else "img"
        left, wide, high = -margin, self.width + 2 * margin, height - top + 2 * margin
        box = " ".join(_figure(number) for number in (left, top - margin, wide, high))
        more, ground = "", ""
        if self.mode != Mode.PAGE:
            more = f' width="{_figure(wide)}" height="{_figure(high)}" font-family="{FONTS}"'
        if self.mode == Mode.FILE:
            ground = (
                f'<rect x="{_figure(left)}" y="{_figure(top - margin)}" width="{_figure(wide)}" '
                f'height="{_figure(high)}"{self._paint(fill="paper")}/>'
            )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"{more} role="{role}" '
            f"aria-label={quoteattr(self._clean(self.wording(label)))}>"
            f"{ground}{''.join(self._parts)}</svg>"
        )

    def plain(self, height: float) -> str:
        """A part of a page's own layout, which says in words what it shows: nobody reads it."""
        return (
            f'<svg viewBox="0 0 {self.width} {_figure(height)}" preserveAspectRatio="none" '
            f'aria-hidden="true" focusable="false">{"".join(self._parts)}</svg>'
        )

    def _add(self, part: str) -> None:
        self._parts.append(part)

    def _words(self, text: str) -> str:
        return escape(self._clean(self.wording(text)))

    @staticmethod
    def _clean(text: str) -> str:
        return NOT_XML.sub("", text)

    def _paint(
        self, fill: str = "", stroke: str = "", stroke_width: str = "1", dash: str = ""
    ) -> str:
        fixed = "" if fill else ' fill="none"'
        if stroke:
            fixed += f' stroke-width="{stroke_width}"'
        if dash:
            fixed += f' stroke-dasharray="{dash}"'
        if self.mode != Mode.PAGE:
            colours = (("fill", fill), ("stroke", stroke))
            return "".join(f' {name}="{LIGHT[token]}"' for name, token in colours if token) + fixed
        classes = " ".join(
            f"{kind}-{token}" for kind, token in (("f", fill), ("s", stroke)) if token
        )
        return f' class="{classes}"{fixed}'


def _figure(number: float) -> str:
    """A number without needless digits."""
    return f"{number:.1f}".removesuffix(".0")
