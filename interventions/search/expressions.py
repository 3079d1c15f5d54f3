"""A question to the index as a small tree, and how each database writes it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """A word, or words that stand one after the other; a `beginning` has one word."""

    words: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True)
class AnyOf:
    """One of these occurs."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class AllOf:
    """All of these occur."""

    parts: tuple["Expression", ...]


Expression = Phrase | AnyOf | AllOf


def any_of(parts: Iterable[Expression]) -> AnyOf:
    """One of `parts`, each named once."""
    return AnyOf(tuple(dict.fromkeys(parts)))


def in_sqlite(expression: Expression) -> str:
    """For FTS5."""
    if isinstance(expression, Phrase):
        words = '"' + " ".join(expression.words) + '"'
        return f"{words} *" if expression.beginning else words
    sign = " OR " if isinstance(expression, AnyOf) else " AND "
    return "(" + sign.join(map(in_sqlite, expression.parts)) + ")"


def in_postgresql(expression: Expression, weight: str = "") -> str:
    """For `to_tsquery`; with `weight`, where it occurs in a part of this weight."""
    if isinstance(expression, Phrase):
        mark = f":{'*' if expression.beginning else ''}{weight}".rstrip(":")
        words = " <-> ".join(f"'{word}'{mark}" for word in expression.words)
        return f"({words})"
    sign = " | " if isinstance(expression, AnyOf) else " & "
    return "(" + sign.join(in_postgresql(part, weight) for part in expression.parts) + ")"
