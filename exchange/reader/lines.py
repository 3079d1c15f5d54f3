"""How a file that was read travels from its process to the registry: a line of JSON for each row.

Never as objects of the language: what reads strange files is not to be trusted with those.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from exchange.reader.book import (
    Book,
    Cell,
    LongFileError,
    Sheet,
    SheetFacts,
    UnreadableFileError,
)
from exchange.reader.files import Source

LONGEST_SHARED = 60
"""Letters of a text that comes again in other rows, as a choice does: it is kept once."""

MOMENTS: dict[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def lines_of(source: Source) -> Iterator[bytes]:
    """The book, its sheets and their rows, a line each, and a last one that says it is whole."""
    yield _line({"names": source.names, "is_text": source.is_text, "notes": source.notes})
    for name, facts, rows in source.sheets:
        faults = [[*place, fault] for place, fault in facts.faults.items()]
        hidden = {"rows": facts.hidden_rows, "columns": facts.hidden_columns}
        yield _line({"sheet": name, "faults": faults, "merged": facts.merged, "hidden": hidden})
        for row in rows:
            while row and row[-1] in ("", None):
                row.pop()
            yield _line(row)
    yield _line({"whole": True})


def refusal_line(text: str) -> bytes:
    """The one line of a file that cannot be taken; `text` says why."""
    return _line({"refused": text})


def book_of(lines: Iterable[bytes], most_rows: int | None = None) -> Book | None:
    """The book that `lines` tell, or nothing where they break off.

    Raises `UnreadableFileError` where they say that the file cannot be taken, and `LongFileError`
    at the first written row past `most_rows`.
    """
    book = Book([], [])
    rows = 0
    shared: dict[str, str] = {}
    for line in lines:
        data = json.loads(line)
        if isinstance(data, list):
            rows += bool(data)
            if most_rows is not None and rows > most_rows:
                raise LongFileError
            book.sheets[-1].rows.append([_cell(value, shared) for value in data])
        elif "refused" in data:
            raise UnreadableFileError(data["refused"])
        elif "whole" in data:
            return book
        elif "sheet" in data:
            faults = {(row, column): fault for row, column, fault in data["faults"]}
            hidden = data["hidden"]
            columns = [(first, last) for first, last in hidden["columns"]]
            facts = SheetFacts(faults, data["merged"], hidden["rows"], columns)
            book.sheets.append(Sheet(data["sheet"], [], facts))
        else:
            book.names, book.is_text, book.notes = (
                data["names"],
                data["is_text"],
                data.get("notes", []),
            )
    return None


def _line(data: Any) -> bytes:
    return json.dumps(data, default=_tagged, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _tagged(cell: Any) -> dict[str, Any]:
    """A cell that JSON has no words for."""
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    return {type(cell).__name__: cell.isoformat()}


def _cell(value: Any, shared: dict[str, str]) -> Cell:
    if isinstance(value, str):
        return shared.setdefault(value, value) if len(value) <= LONGEST_SHARED else value
    if not isinstance(value, dict):
        return value
    [(kind, text)] = value.items()
    if kind == "timedelta":
        return timedelta(seconds=text)
    return MOMENTS[kind](text)
