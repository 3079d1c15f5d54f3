"""Workbooks as people edit them, and the rows that they describe."""

import csv
from io import BytesIO, StringIO

import openpyxl

from exchange.actions import importing
from exchange.models import ImportBatch
from exchange.writer.entity_workbook import workbook_of


def opened(body: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(body))


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def column_of(sheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def row_of(sheet, key: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == key)


def write(book, key: str, sheet: str = "Intervenciones", **cells) -> None:
    """Type into the row of `key`; the names are headers with "_" for spaces."""
    page = book[sheet]
    line = row_of(page, key)
    for name, value in cells.items():
        page.cell(line, column_of(page, name.replace("_", " ")), value)


def append(book, sheet: str, key: str, **cells) -> None:
    """Type a row at the end of another sheet."""
    page = book[sheet]
    line = max((cell.row for cell in page["A"] if cell.value), default=1) + 1
    page.cell(line, 1, key)
    for name, value in cells.items():
        page.cell(line, column_of(page, name.replace("_", " ")), value)


def csv_of(rows: list[list[str]], encoding: str = "cp1252", delimiter: str = ";") -> bytes:
    file = StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def book_of(sheets: dict[str, list[list]]) -> bytes:
    """A workbook of somebody's own making."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return saved(book)


def send(body: bytes, entity, cycle, by, name: str = "intervenciones.xlsx") -> ImportBatch:
    batch = importing.start_import(
        body, name=name, entity=entity, cycle=cycle, by=by, on_behalf="Sin punto focal"
    )
    importing.run_import(batch.pk)  # a large file waits for a worker; a small one was read
    batch.refresh_from_db()
    return batch


def downloaded(entity, cycle) -> openpyxl.Workbook:
    return opened(workbook_of(entity, cycle))


def outcomes(batch: ImportBatch) -> list[str]:
    return list(batch.rows.values_list("outcome", flat=True))


def texts(batch: ImportBatch) -> str:
    """Everything that was said of the file."""
    told = [batch.error, *(message["text"] for message in batch.messages)]
    for row in batch.rows.all():
        told += [message["text"] for message in row.messages]
    return "\n".join(told)
