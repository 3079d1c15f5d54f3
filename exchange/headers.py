"""Which column of a sheet is which: found by name, wherever it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from exchange.columns import Column, Table
from exchange.names import squeezed
from exchange.reader.book import Cell, Sheet, Wanted
from exchange.reader.messages import Message, critical, warning
from exchange.reader.text_encoding import unclear_letters
from exchange.tables import INTERVENTIONS, LINES, REASONS, RECORD_SHEET, TABLES
from interventions.reading.cells import text_of

HEADER_WITHIN = 15
"""Rows from the top among which the header is looked for: people put titles above."""


MOST_UNKNOWN = 20
"""Columns that are named as unknown."""


@dataclass(frozen=True)
class Header:
    """Where the header stands (row from 0) and which column is which (from 0)."""

    row: int
    columns: dict[int, Column]


def title_of(named: Column | Table) -> str:
    """The Spanish name of a column or sheet, whatever the language of the page."""
    return _title(str(named.key), id(named), named)


@lru_cache(maxsize=256)
def _title(_key: str, _identity: int, named: Column | Table) -> str:
    with translation.override("es"):
        return str(named.title)


@lru_cache(maxsize=16)
def _names(table_key: str, with_lines: bool) -> dict[str, Column]:
    """Every name under which a column of a table goes, the proper ones first."""
    table = next(table for table in TABLES if table.key == table_key)
    columns = [*table.columns, *(LINES if with_lines else ()), REASONS]
    names: dict[str, Column] = {}
    for column in columns:
        for name in (title_of(column), column.key):
            names.setdefault(squeezed(name), column)
    for column in columns:
        for name in column.aliases:
            names.setdefault(squeezed(name), column)
    return names


def wanted_sheets() -> Wanted:
    """The sheets to read: those of the workbook by name, else the only one there is."""
    return Wanted(
        names=frozenset(squeezed(title_of(table)) for table in TABLES),
        main=squeezed(title_of(INTERVENTIONS)),
        prefix=RECORD_SHEET,
    )


def find_header(sheet: Sheet, table: Table, *, alone: bool = False) -> Header | None:
    """The row near the top that names most columns; nothing where none names its first ones."""
    names = _names(table.key, alone and table is INTERVENTIONS)
    best: Header | None = None
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = {
            place: names[squeezed(text_of(cell))]
            for place, cell in enumerate(row)
            if isinstance(cell, str) and squeezed(text_of(cell)) in names
        }
        if len(found) > (len(best.columns) if best else 0):
            best = Header(number, found)
    return best


def problems_of_header(
    sheet: Sheet, header: Header | None, table: Table, *, alone: bool = False
) -> list[Message]:
    """What is missing, repeated or unknown among the columns."""
    place = {"sheet": sheet.name}
    required = [column for column in table.columns if column.required]
    if header is None and alone and _lost_letters(sheet, None):
        return [critical(str(unclear_letters()), **place)]
    if header is None:
        columns = ", ".join(f"«{title_of(column)}»" for column in required)
        return [
            critical(
                _("No se encuentran las columnas %(columns)s.") % {"columns": columns}, **place
            )
        ]
    keys = [column.key for column in header.columns.values()]
    if "title" not in keys and table is INTERVENTIONS and _lost_letters(sheet, header):
        return [critical(str(unclear_letters()), **place)]
    messages = [
        critical(
            _("Hay dos columnas «%(column)s»: deje una.") % {"column": title_of(column)}, **place
        )
        for column in dict.fromkeys(header.columns.values())
        if keys.count(column.key) > 1
    ]
    essential = ["title"] if table is INTERVENTIONS else [column.key for column in required]
    messages += [
        critical(
            _("Falta la columna «%(column)s».") % {"column": title_of(table.column(key))}, **place
        )
        for key in essential
        if key not in keys
    ]
    return messages + _unknown_columns(sheet, header, table, alone)


LOST = re.compile(r"[A-Za-z](\?|[^\x00-\x7fáéíóúüñÁÉÍÓÚÜÑºª°’·])(?=[A-Za-z])")
"""A sign inside a word where a letter with an accent should be."""


def _lost_letters(sheet: Sheet, header: Header | None) -> bool:
    """Whether the titles of columns hold signs in the place of letters: «Intervenci?n»."""
    rows = [sheet.rows[header.row]] if header else sheet.rows[:1]
    return any(isinstance(cell, str) and LOST.search(cell) for row in rows for cell in row)


def _unknown_columns(sheet: Sheet, header: Header, table: Table, alone: bool) -> list[Message]:
    names = _names(table.key, alone and table is INTERVENTIONS)
    messages: list[Message] = []
    for place, cell in enumerate(sheet.rows[header.row]):
        text = text_of(cell)
        if not text or place in header.columns:
            continue
        if len(messages) == MOST_UNKNOWN:
            text = _("Hay más columnas que no se conocen y no se leen: no se nombran todas.")
            messages.append(warning(text, sheet=sheet.name, row=header.row + 1))
            break
        near = get_close_matches(squeezed(text)[:80], names, n=1, cutoff=0.7)
        hint = did_you_mean([title_of(names[name]) for name in near])
        messages.append(
            warning(
                _("La columna «%(column)s» no se conoce y no se lee.%(hint)s")
                % {"column": text[:60], "hint": hint},
                sheet=sheet.name,
                row=header.row + 1,
            )
        )
    return messages


def did_you_mean(labels: Sequence[str]) -> str:
    """A question such as " ¿Quiso decir «Programa» o «Plan»?", or nothing."""
    if not labels:
        return ""
    told = _(" o ").join(f"«{label}»" for label in labels)
    return " " + _("¿Quiso decir %(labels)s?") % {"labels": told}


def is_blank(row: list[Cell], header: Header) -> bool:
    """Whether no column says anything, but for the key that the workbook wrote beforehand."""
    return not any(
        text_of(row[place])
        for place, column in header.columns.items()
        if place < len(row) and column.key not in {"key", "state", "reasons"}
    )
