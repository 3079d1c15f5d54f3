"""Two versions of a field beside each other: which lines belong together, and which words changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CHANGED = "same", "changed"

WORDS = re.compile(r"\d+(?:[.,]\d+)*|\w+|\s+|[^\w\s]")
"""A number with its separators, a word, a run of spaces, or one sign."""

ALIKE = 0.4
"""Lines less alike than this are two lines, not one that changed."""

MOST_WORDS = 6000
"""Longer lines are shown whole: comparing them word by word would take too long."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both versions have (`same`) or only this one (`changed`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A line as it was and as it is; nothing where the line is new or gone."""

    before: list[Piece] | None
    now: list[Piece] | None

    @property
    def changed(self) -> bool:
        """Whether the line differs."""
        pieces = [*(self.before or []), *(self.now or [])]
        return any(piece.kind == CHANGED for piece in pieces)


def marked(before: list[str], now: list[str]) -> list[Pair]:
    """The lines of both versions, aligned, with what changed marked word by word."""
    pairs: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += [Pair(_whole(line, SAME), _whole(line, SAME)) for line in now[c:d]]
        else:
            pairs += _aligned(before[a:b], now[c:d])
    return pairs


def _aligned(before: list[str], now: list[str]) -> Iterator[Pair]:
    """Each new line beside the old one that it most likely came from, in the order of the new."""
    left = list(before)
    for line in now:
        origin = max(left, key=lambda old: _likeness(old, line), default=None)
        if origin is None or _likeness(origin, line) < ALIKE:
            continue
        while left[0] != origin and left.index(origin) > 0 and _gone(left[0], now):
            yield Pair(_whole(left.pop(0), CHANGED), None)
        left.remove(origin)
        yield from ()
    yield from _in_order(before, now)
