"""A text in a cell: nothing that a spreadsheet would run, and nothing lost."""

import re
from collections.abc import Iterable
from decimal import Decimal

CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that neither XML nor a reader can take."""

COMMAND = re.compile("'*[ \u00a0]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula, also behind apostrophes, spaces or in full width."""

BEGINNINGS = frozenset("'=+-@\t\r\n \u00a0\uff1d\uff0b\uff0d\uff20")
"""How all of those begin: most texts are told apart by one letter."""

FIGURE = re.compile(r"[+-]\d+(?:[ .,]\d+)*%?")
"""A signed figure or a telephone number (`-5`, `+51 1 204`): no spreadsheet runs it."""


def clean(text: str) -> str:
    """`text` without control characters."""
    return CONTROL_CHARACTERS.sub("", text)


def harmless(text: str) -> str:
    """`text` for a cell of a CSV file: an apostrophe before what could run as a formula.

    `as_written` takes the apostrophe away again, so that nothing is lost.
    """
    if text and text[0] in BEGINNINGS and _is_command(text):
        return f"'{text}"
    return text


def as_written(cell: str) -> str:
    """The text that `harmless` was given."""
    return cell[1:] if cell.startswith("'") and _is_command(cell[1:]) else cell


def _is_command(text: str) -> bool:
    return COMMAND.match(text) is not None and FIGURE.fullmatch(text) is None


def figure(value: Decimal | None) -> str:
    """A figure without the places that nobody wrote: 21522 and not 21522.0000; nothing as ""."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def joined_figures(figures: Iterable[Decimal | None]) -> str:
    """Figures in one cell, each in its place; nothing where there is none at all."""
    return joined_codes(figure(value) for value in figures)


def joined_codes(codes: Iterable[object]) -> str:
    """Codes in one cell: none of them holds a semicolon. Nothing where all of them are empty."""
    written = [str(code) for code in codes]
    return "; ".join(written) if any(written) else ""


def joined_texts(texts: Iterable[str]) -> str:
    """Texts in one cell, each on a line of its own; nothing where all of them are empty.

    A line break inside a text is followed by a space, so that the texts can be told apart again:
    split at the line breaks that no space follows.
    """
    written = [text.replace("\n", "\n ") for text in texts]
    return "\n".join(written) if any(written) else ""


def harmless_list(cell: str) -> str:
    """What `joined_texts` gave, for a cell of a CSV file.

    A line break of ours at its head, which keeps the place of an empty text, runs nothing: what
    counts is what follows it. `as_written` undoes this too.
    """
    first = cell.lstrip("\n")
    return cell if cell != first and harmless(first) == first else harmless(cell)
