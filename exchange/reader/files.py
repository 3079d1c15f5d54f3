"""From the bytes of a file to sheets of cells: bounded, and in words where it cannot be read.

Runs in a process of its own (`child`): nothing here may need the models or the database.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from exchange.reader import guard
from exchange.reader.book import Cell, SheetFacts, UnreadableFileError, Wanted
from exchange.reader.formats import Formats
from exchange.reader.guard import Names, Package, Strings
from exchange.reader.sheet_cells import Cells
from exchange.reader.text_encoding import decoded, no_text

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PDF, PNG = b"%PDF", b"\x89PNG"
DELIMITERS = (";", ",", "\t", "|")
MOST_LINES = 500_000
"""Ends of lines in a text: a cell may have some of its own."""

MOST_DELIMITERS = guard.MOST_ROWS * guard.MOST_COLUMNS


@dataclass
class Source:
    """A file that may be read: its sheets one after the other, their rows one at a time."""

    names: list[str]
    """Of every sheet in the file, whether it is read or not."""

    sheets: Iterator[tuple[str, SheetFacts, Iterator[list[Cell]]]]
    is_text: bool = False
    notes: list[str] = field(default_factory=list)
    """What is to be said of how it is read."""


def opened(body: bytes, wanted: Wanted) -> Source:
    """The sheets of a workbook that `wanted` picks from all its names, or the one of a CSV.

    The content decides what a file is, not its name. Raises `UnreadableFileError`.
    """
    if not body:
        raise UnreadableFileError(_("El archivo está vacío."))
    if len(body) > guard.MOST_BYTES:
        raise guard.too_large(_("pesa más de 10 MB"))
    if body.startswith(OLE):
        raise UnreadableFileError(
            _(
                "El archivo está protegido con contraseña o es del formato antiguo de Excel "
                "(.xls): quite la contraseña y guárdelo como «Libro de Excel (.xlsx)»."
            )
        )
    if body.startswith(ZIP):
        return _read_workbook(body, wanted)
    has_nul = b"\x00" in body[:2000] and not body.startswith(UTF_16)
    if has_nul or body.startswith((PDF, PNG)):
        raise no_text()
    text, note = decoded(body)
    rows = _read_csv(text.removeprefix("\ufeff"))
    return Source([], iter([("", SheetFacts(), rows)]), is_text=True, notes=[note] if note else [])


def _read_workbook(body: bytes, wanted: Wanted) -> Source:
    package = Package(body)
    _refuse_other_formats(package)
    book, relations = Names(), Names()
    formats = Formats()
    for name, handler in ((guard.TYPES, None), (guard.ROOT, None), (guard.STYLES, formats)):
        if name in package.members:
            package.keep(name, handler)
    package.keep(guard.WORKBOOK, book)
    package.keep(guard.RELATIONS, relations)
    strings = Strings()
    if guard.STRINGS in package.members:
        package.keep(guard.STRINGS, strings)
    names = [name for name, _relation in book.sheets]
    chosen = wanted.of(names)
    facts: dict[str, Cells] = {}
    for name, relation in book.sheets:
        part = relations.parts.get(relation, "")
        if name in chosen and name not in facts and part in package.members:
            facts[name] = Cells(strings.lengths, formats)
            package.keep(part, facts[name])
    return Source(names, _sheets_of(package.finished(), facts))


def _refuse_other_formats(package: Package) -> None:
    members = package.members
    if "xl/vbaProject.bin" in members:
        raise UnreadableFileError(
            _("El archivo tiene macros (.xlsm): guárdelo como «Libro de Excel (.xlsx)».")
        )
    if guard.WORKBOOK in members and guard.TYPES in members and guard.RELATIONS in members:
        return
    if "xl/workbook.bin" in members:
        found = _("un libro binario de Excel (.xlsb)")
    elif "content.xml" in members:
        found = _("un archivo de LibreOffice")
    elif "word/document.xml" in members:
        found = _("un documento de Word")
    else:
        found = _("un archivo comprimido")
    raise UnreadableFileError(
        _("El archivo es %(found)s: guárdelo como «Libro de Excel (.xlsx)».") % {"found": found}
    )


def _sheets_of(
    body: bytes, facts: dict[str, Cells]
) -> Iterator[tuple[str, SheetFacts, Iterator[list[Cell]]]]:
    """Only what passed the guard is in `body`."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        for name, seen in facts.items():
            yield name, seen.facts, _rows_of(book, name, seen)
    except (CalamineError, ValueError, OSError, OverflowError) as problem:
        raise guard.damaged() from problem


def _rows_of(book: CalamineWorkbook, name: str, seen: Cells) -> Iterator[list[Cell]]:
    try:
        for number, row in enumerate(book.get_sheet_by_name(name).iter_rows()):
            yield seen.marks.shown(number, cast("list[Cell]", row))
    except (CalamineError, ValueError, OverflowError) as problem:
        raise guard.damaged() from problem


def _read_csv(text: str) -> Iterator[list[Cell]]:
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise guard.too_large(_("tiene demasiadas líneas"))
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _split(rest, first.strip()[4])
    header = _header_of(text)
    return _split(text, max(DELIMITERS, key=header.count))


def _header_of(text: str) -> str:
    """The first line that says something, without what stands between quotes."""
    line = next((line for line in text[:20_000].splitlines() if line.strip(" ;,\t|")), "")
    return "".join(line.split('"')[::2])


def _split(text: str, delimiter: str) -> Iterator[list[Cell]]:
    if text.count(delimiter) > MOST_DELIMITERS:
        raise guard.too_large(_("tiene demasiadas columnas o filas"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    kept = 0
    try:
        for row in reader:
            if kept >= guard.MOST_ROWS and any(row):
                most = f"{guard.MOST_ROWS - 1:,}"
                raise guard.too_large(_("tiene más de %(most)s filas") % {"most": most})
            if len(row) > guard.MOST_COLUMNS and any(row[guard.MOST_COLUMNS :]):
                raise guard.too_large(
                    _("tiene más de %(most)s columnas") % {"most": guard.MOST_COLUMNS}
                )
            if kept < guard.MOST_ROWS:
                kept += 1
                yield [_unarmed(cell) for cell in row[: guard.MOST_COLUMNS]]
    except csv.Error as problem:
        raise UnreadableFileError(
            _(
                "El texto separado por comas no se entiende cerca de la línea %(line)s: revise las "
                "comillas, o guárdelo como «Libro de Excel (.xlsx)»."
            )
            % {"line": reader.line_num}
        ) from problem


def _unarmed(cell: str) -> str:
    """Without the apostrophe that exports put before what a spreadsheet would calculate."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r") else cell
