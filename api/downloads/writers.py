"""Rows into bytes, a few at a time: memory does not grow with the number of rows."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from itertools import chain, islice
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from api.downloads.cells import (
    clean,
    figure,
    harmless,
    harmless_list,
    joined_codes,
    joined_figures,
    joined_texts,
)
from api.downloads.columns import Column, Record
from api.downloads.paper import lie_on_a4

ROWS_AT_ONCE = 500
ROW_GROUP = 1_000
"""Rows of a Parquet file that are held at once."""

MOST_SHEET_ROWS = 1_048_575
"""Rows that a sheet of Excel takes below its header."""

LONGEST_CELL = 32_767
"""Letters that a cell of Excel takes."""

CUT = " […]"
SOME_DAY = datetime(2018, 12, 10, tzinfo=UTC)
"""When every workbook says that it was made (the Pact's day): equal rows give equal bytes."""


class ParquetMissingError(Exception):
    """The library that writes Parquet is not installed here."""


def as_csv(
    columns: Sequence[Column], records: Iterable[Record], *, separator: str = ",", bom: bool = False
) -> Iterator[bytes]:
    """A CSV file in UTF-8, with the columns' names in the first line."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    buffer.write("\ufeff" if bom else "")
    writer.writerow(harmless(column.name) for column in columns)
    readers = [(column.value, CSV_CELLS.get(column.kind, _csv_other)) for column in columns]
    for number, record in enumerate(records, start=1):
        writer.writerow([cell(value(record)) for value, cell in readers])
        if number % ROWS_AT_ONCE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def _csv_text(value: str | None) -> str:
    if not value:
        return ""
    return harmless(value.replace("\x00", "") if "\x00" in value else value)


def _csv_codes(value: list[str]) -> str:
    return _csv_text(joined_codes(value)) if value else ""


def _csv_texts(value: list[str]) -> str:
    return harmless_list(joined_texts(value).replace("\x00", "")) if value else ""


def _csv_other(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_value(value) if isinstance(value, date | Decimal) else str(value)


CSV_CELLS: dict[str, Callable[[Any], str]] = {
    "text": _csv_text,
    "codes": _csv_codes,
    "texts": _csv_texts,
    "figures": joined_figures,
}
"""Kind of a column -> how its values are written; the others by `_csv_other`."""


def plain_value(value: Any) -> str:
    """A date, time or decimal as the API writes it."""
    if isinstance(value, datetime):
        text = timezone.localtime(value).isoformat() if timezone.is_aware(value) else str(value)
        return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text
    if isinstance(value, Decimal):
        return figure(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is not written")


def _as_json(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=plain_value)


def as_jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    """One JSON object per line."""
    lines: list[str] = []
    for record in records:
        lines.append(_as_json(record))
        if len(lines) == ROWS_AT_ONCE:
            yield ("\n".join(lines) + "\n").encode("utf-8", "replace")
            lines = []
    if lines:
        yield ("\n".join(lines) + "\n").encode("utf-8", "replace")


def as_json(records: Iterable[Record]) -> Iterator[bytes]:
    """One JSON list, an object per line of the file."""
    opening = "["
    lines: list[str] = []
    for record in records:
        lines.append(_as_json(record))
        if len(lines) == ROWS_AT_ONCE:
            yield (opening + "\n" + ",\n".join(lines)).encode("utf-8", "replace")
            opening, lines = ",", []
    last = "\n" + ",\n".join(lines) if lines else ""
    yield ((opening if lines or opening == "[" else "") + last + "\n]\n").encode("utf-8", "replace")


PAGE_WIDTH = 180
"""Letters beside each other on a printed page that can still be read."""


def write_xlsx(file: BinaryIO, columns: Sequence[Column], records: Iterable[Record]) -> None:
    """A workbook: the rows in one sheet, what the columns mean in another.

    Texts are written as texts, whatever they begin with; what does not fit into a cell is cut, and
    the cut is shown.
    """
    import xlsxwriter  # slow to load, and few requests need it

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": SOME_DAY.replace(tzinfo=None), "author": "MTIGM"})
    bold = book.add_format({"bold": True})
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    sheet = book.add_worksheet(_("Datos"))
    sheet.freeze_panes(1, 1)
    widths = [30 if column.kind in {"text", "texts"} else 16 for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(0, place, clean(column.name), bold)
    for line, record in enumerate(records, start=1):
        for place, column in enumerate(columns):
            _write_cell(sheet, line, place, column.value(record), column.kind, formats)
    sheet.repeat_columns(0)
    _set_paper(sheet, pages=1 + sum(widths) // PAGE_WIDTH)
    if any(column.title for column in columns):
        meanings = book.add_worksheet(_("Columnas"))
        meanings.set_column(0, 0, 24)
        meanings.set_column(1, 1, 90)
        for line, column in enumerate(columns):
            meanings.write_string(line, 0, clean(column.name), bold)
            meanings.write_string(line, 1, clean(str(column.title)))
        _set_paper(meanings, pages=1)
    book.close()


def _set_paper(sheet: Any, *, pages: int) -> None:
    """A4 lying down, so many pages wide, the names of the columns on each."""
    lie_on_a4(sheet, pages=pages)
    sheet.repeat_rows(0)


LISTS: dict[str, Callable[[Any], str]] = {
    "codes": joined_codes,
    "texts": joined_texts,
    "figures": joined_figures,
}
"""Kind of a column with several values -> how they stand in one cell."""


def _write_cell(
    sheet: Any, line: int, place: int, value: Any, kind: str, formats: dict[str, Any]
) -> None:
    if kind in LISTS:
        alone = value[0] if kind == "figures" and len(value) == 1 else None
        value = LISTS[kind](value) if alone is None else alone
    if value is None or value == "":
        return
    if isinstance(value, str):
        text = clean(value)
        fits = len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL
        sheet.write_string(line, place, text if fits else _cut(text))
    elif isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, datetime):
        naive = timezone.localtime(value).replace(tzinfo=None)
        sheet.write_datetime(line, place, naive, formats["moment"])
    elif isinstance(value, date):
        # Excel knows no day before 1900.
        if value.year < 1900:
            sheet.write_string(line, place, value.isoformat())
        else:
            sheet.write_datetime(line, place, value, formats["date"])
    else:
        sheet.write_number(line, place, value)


def _cut(text: str) -> str:
    room = 2 * (LONGEST_CELL - len(CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


PARQUET_KINDS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "text": ("string", ()),
    "integer": ("int64", ()),
    "boolean": ("bool_", ()),
    "date": ("date32", ()),
    "moment": ("timestamp", ("us", "UTC")),
    "decimal": ("decimal128", (24, 4)),
}


def write_parquet(file: BinaryIO, columns: Sequence[Column], records: Iterable[Record]) -> None:
    """A Parquet file with typed columns; raises `ParquetMissingError` where pyarrow is missing."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise ParquetMissingError from error

    def type_of(kind: str) -> Any:
        if kind in LISTS:
            return arrow.list_(type_of("decimal" if kind == "figures" else "text"))
        name, arguments = PARQUET_KINDS[kind]
        return getattr(arrow, name)(*arguments)

    meaning = {column.name: {"description": str(column.title)} for column in columns}
    schema = arrow.schema(
        [
            arrow.field(column.name, type_of(column.kind), metadata=meaning[column.name])
            for column in columns
        ]
    )
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for some in in_groups(records, ROW_GROUP):
            held = {column.name: [column.value(record) for record in some] for column in columns}
            writer.write_table(arrow.table(held, schema=schema))


def in_groups(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    iterator = iter(items)
    while group := list(islice(iterator, size)):
        yield group


def peeked(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same parts, the first one made already: what fails at once fails before the answer."""
    first = next(parts, b"")
    return chain([first], parts)
