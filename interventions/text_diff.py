"""Two versions of a field beside each other: which lines belong together, which words changed."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

WORD = re.compile(r"(\A\s+|\d+(?:[.,]\d+)*|\w+|[^\w\s])(\s*)")
"""A number with its separators, a word or one sign, and the spaces after it."""

ALIKE = 0.4
"""Lines less alike than this are two lines, not one that changed."""

MOST_PAIRS = 2500
"""With more pairs of lines than this to choose from, lines are not matched by likeness."""

MOST_WORDS = 3000
"""Longer lines are shown whole: comparing them word by word would take too long."""

SHORT = 3
"""A lone word of at most so many letters between two changes counts as changed, to read better."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether only this version has it."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Pair:
    """A line as it was and as it is; no pieces where the line is new or gone."""

    before: list[Piece]
    now: list[Piece]

    @property
    def changed(self) -> bool:
        """Whether the line differs."""
        return any(piece.changed for piece in (*self.before, *self.now))


def marked(before: list[str], now: list[str]) -> list[Pair]:
    """The lines of both versions, aligned, with what changed marked word by word."""
    if len(before) == len(now) == 1:
        return [_pair(before[0], now[0])]
    pairs: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += [_pair(line, line) for line in now[c:d]]
        else:
            pairs += _aligned(before[a:b], now[c:d])
    return pairs


def _aligned(before: list[str], now: list[str]) -> list[Pair]:
    """Each new line beside the old one that it most likely came from; what is gone in its place."""
    origins = _origins(before, now)
    taken = set(origins.values())
    gone = [number for number in range(len(before)) if number not in taken]
    pairs = []
    for number, line in enumerate(now):
        origin = origins.get(number)
        while origin is not None and gone and gone[0] < origin:
            pairs.append(Pair(_whole(before[gone.pop(0)]), []))
        pairs.append(Pair([], _whole(line)) if origin is None else _pair(before[origin], line))
    return pairs + [Pair(_whole(before[number]), []) for number in gone]


def _origins(before: list[str], now: list[str]) -> dict[int, int]:
    """Place of a new line -> place of the old line that it came from, the most alike first."""
    if len(before) * len(now) > MOST_PAIRS:
        return {}
    old, new = ([_words_of(line) for line in lines] for lines in (before, now))
    likeness = sorted(
        ((_likeness(old[a], new[b]), -a, -b) for a in range(len(old)) for b in range(len(new))),
        reverse=True,
    )
    origins: dict[int, int] = {}
    for alike, a, b in likeness:
        if alike >= ALIKE and -b not in origins and -a not in origins.values():
            origins[-b] = -a
    return origins


def _words_of(line: str) -> Counter[str]:
    return Counter(word for word, _spaces in WORD.findall(line))


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    """Words that both have, from 0 to 1."""
    both = sum((old & new).values())
    return 2 * both / (sum(old.values()) + sum(new.values()) or 1)


def _whole(line: str, *, changed: bool = True) -> list[Piece]:
    return [Piece(line, changed)] if line else []


def _pair(before: str, now: str) -> Pair:
    """One line at two moments."""
    if before == now:
        return Pair(_whole(before, changed=False), _whole(now, changed=False))
    old, new = WORD.findall(before), WORD.findall(now)
    alike = _likeness(_words_of(before), _words_of(now))
    if alike < ALIKE or max(len(old), len(new)) > MOST_WORDS:
        return Pair(_whole(before), _whole(now))
    steps = SequenceMatcher(None, _keys(old), _keys(new)).get_opcodes()
    was: list[tuple[str, bool]] = []
    told: list[tuple[str, bool]] = []
    for place, (kind, a, b, c, d) in enumerate(steps):
        between = 0 < place < len(steps) - 1
        lonely = between and b - a == 1 and len(old[a][0]) <= SHORT
        changed = kind != "equal" or lonely
        was += [("".join(word), changed) for word in old[a:b]]
        told += [("".join(word), changed) for word in new[c:d]]
    return Pair(_joined(was), _joined(told))


def _keys(words: list[tuple[str, str]]) -> list[str]:
    return [word for word, _spaces in words]


def _joined(words: list[tuple[str, bool]]) -> list[Piece]:
    """Runs of the same sort; the spaces after what changed are not marked."""
    pieces = []
    for changed, run in groupby(words, key=lambda word: word[1]):
        text = "".join(part for part, _changed in run)
        told = text.rstrip() if changed else text
        pieces += [Piece(told, changed), Piece(text[len(told) :], False)]
    return [piece for piece in pieces if piece.text]
