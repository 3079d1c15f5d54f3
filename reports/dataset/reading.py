"""Tables read from the database at one moment, and written as CSV.

Rows are sorted here by their key: two databases sort texts each in its own way, and equal data must
give equal bytes.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from api.downloads.cells import harmless
from reports.dataset.columns import Column, Table

GROUP = 2_000
"""Rows fetched at once."""


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is as it stood at one moment, whatever others write meanwhile.

    SQLite reads so in any transaction; PostgreSQL must be asked before the first query, so inside
    a transaction of the caller (a test's) it is the caller's level that holds.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def rows_of(table: Table) -> list[list[Any]]:
    """The published values of each row, in the order of the key."""
    paths = dict.fromkeys(column.path for column in table.columns if column.path)
    lookups = list(paths | dict.fromkeys(table.order))
    stored = table.rows().order_by().values_list(*lookups).iterator(chunk_size=GROUP)
    found = [dict(zip(lookups, values, strict=True)) for values in stored]
    by_name = {column.name: column for column in table.columns}
    parent = [by_name[name].path for name in table.key if by_name[name].path]

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[path] for path in parent)

    found.sort(key=lambda row: (key(row), tuple(row[path] for path in table.order)))
    told = []
    for _parent, group in groupby(found, key):
        for sequence, row in enumerate(group, start=1):
            told.append([_value(column, row, sequence) for column in table.columns])
    return told


def _value(column: Column, row: dict[str, Any], sequence: int) -> Any:
    if not column.path:
        return sequence
    stored = row[column.path]
    return column.value(stored) if column.value else stored


def csv_of(table: Table, rows: list[list[Any]]) -> bytes:
    """The table as RFC 4180 has it: a line of names, commas, CRLF; in UTF-8 without a mark."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[as_cell(value) for value in row] for row in rows])
    return text.getvalue().encode()


def as_cell(value: Any) -> str:
    """A value as its type's text in a Table Schema; nothing is an empty cell.

    A text that a spreadsheet would run gets an apostrophe before it, as in every CSV file of the
    registry; `api.downloads.cells.as_written` takes it away again.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return harmless(value) if isinstance(value, str) else str(value)
