"""A file with one table, as the Resource of a catalogue takes it.

What reads workbooks and texts is `process`: in a process of its own, with its limits. The library
that imports never sees a file, only the plain cells that came through.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from tablib import Dataset

from api.downloads.cells import as_written
from exchange.names import squeezed
from exchange.reader import process
from exchange.reader.book import Cell, Sheet, UnreadableFileError, Wanted
from exchange.reader.messages import Message, warning
from interventions.reading.cells import text_of

HEADER_WITHIN = 15
"""Rows from the top among which the header is looked for: people put titles above."""

MOST_UNKNOWN, MOST_MERGED = 20, 20
"""Columns that are named as unknown, and ranges of merged cells that are named."""

FAULTS: dict[str, Callable[[], str]] = {
    "error": lambda: _("La celda tiene un error de Excel: escriba el valor."),
    "formula": lambda: _("La fórmula no tiene un valor guardado: escriba el valor."),
}


@dataclass
class Table:
    """The rows of a file: a data set with the columns that are known, and where each row stands."""

    data: Dataset
    numbers: list[int]
    """Of each row in the file, from 1, as a person counts them."""

    faults: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Number of a row -> column and what is wrong with its cell."""

    messages: list[Message] = field(default_factory=list)


def read_table(
    body: bytes,
    *,
    title: str,
    names: Mapping[str, str],
    required: list[str],
    most_rows: int | None = None,
) -> Table:
    """The table of the file `body`: of its sheet called `title`, or of the only one there is.

    `names` gives for each name of a column (`squeezed`) what the column is called; `required` are
    those without which no row can be known. Raises `UnreadableFileError`, and `LongFileError` past
    `most_rows`.
    """
    main = squeezed(title)
    wanted = Wanted(frozenset({main}), main, "\x00")
    book = process.read(body, wanted, most_rows=most_rows)
    if not book.sheets:
        raise UnreadableFileError(_("El libro no tiene la hoja «%(title)s».") % {"title": title})
    sheet = book.sheets[0]
    header, columns = _header_of(sheet, names)
    _require(columns, required, names)
    table = Table(Dataset(headers=list(columns.values())), [])
    table.messages += [warning(note) for note in book.notes]
    table.messages += _unknown(sheet, header, columns, names)
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        _take_row(table, sheet, number, row, columns, is_text=book.is_text)
    table.messages += _unseen(sheet, table, columns)
    return table


def _header_of(sheet: Sheet, names: Mapping[str, str]) -> tuple[int, dict[int, str]]:
    """Number of the row that names most columns, and which column stands where (both from 0)."""
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        named = [(place, squeezed(text_of(cell))) for place, cell in enumerate(row)]
        found = {place: names[name] for place, name in named if name in names}
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def _require(columns: dict[int, str], required: list[str], names: Mapping[str, str]) -> None:
    """Raises `UnreadableFileError` where a column stands twice, or one is missing."""
    there = list(columns.values())
    for column in dict.fromkeys(there):
        if there.count(column) > 1:
            text = _("Hay dos columnas «%(column)s»: deje una.")
            raise UnreadableFileError(text % {"column": column})
    missing = [f"«{column}»" for column in required if column not in there]
    if missing:
        text = _("Faltan columnas: %(columns)s. Descargue la plantilla y use sus títulos.")
        raise UnreadableFileError(text % {"columns": ", ".join(missing)})


def _unknown(
    sheet: Sheet, header: int, columns: dict[int, str], names: Mapping[str, str]
) -> list[Message]:
    messages: list[Message] = []
    for place, cell in enumerate(sheet.rows[header]):
        text = text_of(cell)
        if not text or place in columns or len(messages) == MOST_UNKNOWN:
            continue
        near = get_close_matches(squeezed(text)[:80], names, n=1, cutoff=0.7)
        hint = _(" ¿Quiso decir «%(column)s»?") % {"column": names[near[0]]} if near else ""
        told = {"column": text[:60], "hint": hint}
        text = _("La columna «%(column)s» no se conoce y no se lee.%(hint)s") % told
        messages.append(warning(text, row=header + 1))
    return messages


def _take_row(
    table: Table,
    sheet: Sheet,
    number: int,
    row: list[Cell],
    columns: dict[int, str],
    *,
    is_text: bool,
) -> None:
    """Take in a row that says something."""
    cells: list[Any] = [row[place] if place < len(row) else None for place in columns]
    if is_text:
        cells = [as_written(cell) if isinstance(cell, str) else cell for cell in cells]
    faults = [
        (column, FAULTS[fault]())
        for place, column in columns.items()
        if (fault := sheet.facts.faults.get((number, place))) in FAULTS
    ]
    if not faults and not any(text_of(cell) for cell in cells):
        return
    if faults:
        table.faults[number + 1] = faults
    table.numbers.append(number + 1)
    table.data.append(cells)


def _unseen(sheet: Sheet, table: Table, columns: dict[int, str]) -> list[Message]:
    """What a person may not have seen of the sheet."""
    messages = [
        warning(
            _("Las celdas %(range)s están combinadas: solo cuenta la primera.") % {"range": ref}
        )
        for ref in sheet.facts.merged[:MOST_MERGED]
    ]
    hidden = [row + 1 for row in sheet.facts.hidden_rows if row + 1 in set(table.numbers)]
    if hidden:
        numbers = ", ".join(map(str, hidden[:10])) + ("…" if hidden[10:] else "")
        text = _("Hay filas ocultas con datos, que también se leyeron: %(rows)s.")
        messages.append(warning(text % {"rows": numbers}))
    ranges = sheet.facts.hidden_columns
    shut = [
        f"«{column}»"
        for place, column in columns.items()
        if any(first <= place <= last for first, last in ranges)
    ]
    if shut:
        text = _("Hay columnas ocultas, que también se leyeron: %(columns)s.")
        messages.append(warning(text % {"columns": ", ".join(shut)}))
    return messages
