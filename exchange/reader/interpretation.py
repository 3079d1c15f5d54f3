"""What a file says: rows of values with what is wrong in each, before anything is compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from entities.models import Entity
from exchange.headers import (
    Header,
    find_header,
    is_blank,
    problems_of_header,
    title_of,
    wanted_sheets,
)
from exchange.lists import Lists
from exchange.names import squeezed
from exchange.reader.book import Book, Cell, Sheet, UnreadableFileError
from exchange.reader.cells import RowReader
from exchange.reader.messages import Message, critical, error, warning
from exchange.reader.parsing import ORDER, text_of
from exchange.reader.process import read
from exchange.tables import CHILDREN, INTERVENTIONS, Table
from exchange.workbook_identity import Record, record_of, require_fitting
from interventions import rules
from interventions.choices import DatePrecision


@dataclass
class UnderstoodRow:
    """A row of the sheet of interventions with its rows of the other sheets."""

    row: int
    key: str
    values: dict[str, Any]
    messages: list[Message] = field(default_factory=list)
    source: dict[str, Any] = field(default_factory=dict)
    """The cells as they came, to be given back beside what is wrong with them."""


@dataclass
class UnderstoodFile:
    """Everything that a file says."""

    rows: list[UnderstoodRow]
    messages: list[Message]
    record: Record | None


def understand(body: bytes, lists: Lists, *, entity: Entity) -> UnderstoodFile:
    """Read a file that `entity` sent in for the cycle of `lists`.

    Raises `UnreadableFileError` where nothing of it can be taken, or it is for somebody else.
    """
    book = read(body, wanted_sheets())
    record = record_of(book.sheets)
    require_fitting(record, entity=entity, cycle=lists.cycle)
    main = _sheet_of(book, INTERVENTIONS)
    alone = book.is_text or len(book.names) == 1
    if main is None and alone:
        main = next(iter(book.sheets), None)
    if main is None:
        names = ", ".join(f"«{name}»" for name in book.names[:10])
        raise UnreadableFileError(
            _("No se encuentra la hoja «Intervenciones». El archivo tiene: %(names)s.")
            % {"names": names or "—"}
        )
    header = find_header(main, INTERVENTIONS, alone=alone)
    messages = problems_of_header(main, header, INTERVENTIONS, alone=alone)
    refusals = [message for message in messages if message.level == "critical"]
    if refusals or header is None:
        raise UnreadableFileError(" ".join(str(message) for message in refusals))
    messages += _merged(main)
    rows = list(_rows_of_interventions(main, header, lists))
    by_key: dict[str, UnderstoodRow] = {}
    for row in rows:
        if row.key:
            by_key.setdefault(row.key.upper(), row)
    for table in CHILDREN:
        messages += _read_children(book, table, lists, by_key, rows)
    if not rows:
        raise UnreadableFileError(_("El archivo no tiene ninguna intervención escrita."))
    return UnderstoodFile(rows, messages, record)


def _sheet_of(book: Book, table: Table) -> Sheet | None:
    wanted = squeezed(title_of(table))
    return next((sheet for sheet in book.sheets if squeezed(sheet.name) == wanted), None)


def _merged(sheet: Sheet) -> list[Message]:
    return [
        warning(
            _("Las celdas %(range)s están combinadas: solo cuenta la primera.") % {"range": ref},
            sheet=sheet.name,
        )
        for ref in sheet.facts.merged[:20]
    ]


def _written_rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Cell]]]:
    for number, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 1):
        has_fault = any((number, place) in sheet.facts.faults for place in header.columns)
        if has_fault or not is_blank(row, header):
            yield number, row


def _read_row(
    sheet: Sheet, header: Header, number: int, row: list[Cell], lists: Lists
) -> tuple[RowReader, dict[str, Any]]:
    reader = RowReader(lists, sheet.name or title_of(INTERVENTIONS), number + 1)
    source = {}
    for place, column in header.columns.items():
        cell = row[place] if place < len(row) else None
        reader.read(column, cell, sheet.facts.faults.get((number, place)))
        if text := text_of(cell):
            is_number = isinstance(cell, int | float) and isfinite(cell)  # JSON has no infinity
            source[column.key] = cell if is_number else text[:32_000]
    return reader, source


def _key_of(header: Header, row: list[Cell]) -> str:
    for place, column in header.columns.items():
        if column.key == "key" and place < len(row):
            return text_of(row[place])[:40]
    return ""


def _rows_of_interventions(sheet: Sheet, header: Header, lists: Lists) -> Iterator[UnderstoodRow]:
    for number, row in _written_rows(sheet, header):
        reader, source = _read_row(sheet, header, number, row, lists)
        _settle_dates(reader)
        _settle_budget(reader)
        _settle_objectives(reader, lists)
        yield UnderstoodRow(
            row=number + 1,
            key=_key_of(header, row),
            values=reader.values,
            messages=reader.messages,
            source={"main": source},
        )


def _settle_dates(reader: RowReader) -> None:
    """The precision is no finer than what was written; the end does not come first."""
    values = reader.values
    told, written = values.get("date_precision"), reader.precision
    if written and (not told or ORDER.index(DatePrecision(told)) < ORDER.index(written)):
        values["date_precision"] = written
        if told:
            column = INTERVENTIONS.column("date_precision")
            reader.warn(column, _("Se tomó la precisión con que están escritas las fechas."))
    if values.get("date_precision") == "":
        del values["date_precision"]
    for key, text in rules.dates_in_order(values.get("start_date"), values.get("end_date")).items():
        reader.refuse(INTERVENTIONS.column(key), text)
        del values[key]


def _settle_budget(reader: RowReader) -> None:
    values = reader.values
    if "budget_currency" not in values:  # what is stored may say it: `settling` looks
        return
    amount, currency = values.get("budget_amount"), values["budget_currency"]
    for key, text in rules.budget_has_currency(amount, currency).items():
        reader.refuse(INTERVENTIONS.column(key), text)
        reader.kept_out.add("budget_amount")
        del values["budget_amount"], values["budget_currency"]


def _settle_objectives(reader: RowReader, lists: Lists) -> None:
    """The main objective is not repeated among the others, whose order says nothing."""
    if "others" in reader.values:
        order = list(lists.provision_rows)
        others = [key for key in reader.values["others"] if key != reader.values.get("primary")]
        reader.values["others"] = sorted(others, key=order.index)
    for name in ("regions", "countries", "target_groups"):
        if name in reader.values:
            reader.values[name] = sorted(reader.values[name])


def _read_children(
    book: Book,
    table: Table,
    lists: Lists,
    by_key: dict[str, UnderstoodRow],
    rows: list[UnderstoodRow],
) -> list[Message]:
    """Give each intervention its rows of one sheet; a sheet that is not there changes nothing."""
    sheet = _sheet_of(book, table)
    if sheet is None:
        return []
    header = find_header(sheet, table)
    messages = problems_of_header(sheet, header, table)
    if header is None or any(message.level == "critical" for message in messages):
        return [*messages, error(_("La hoja no se leyó."), sheet=sheet.name)]
    for row in rows:
        row.values[table.key] = []
    kept_out: set[str] = set()
    for number, cells in _written_rows(sheet, header):
        key = _key_of(header, cells)
        parent = by_key.get(key.upper())
        if parent is None:
            messages.append(_orphan(sheet, number, key))
            continue
        reader, source = _read_row(sheet, header, number, cells, lists)
        _require(reader, table)
        _settle_child(reader, table)
        parent.messages += reader.messages
        parent.source.setdefault(table.key, []).append(source)
        too_many = rules.few_enough("text", len(parent.values.get(table.key, [])) + 1)
        if too_many and parent.key.upper() not in kept_out:
            reader.refuse(table.columns[1], too_many["text"])
            parent.messages.append(reader.messages[-1])
        if reader.kept_out:
            kept_out.add(parent.key.upper())
        elif table.key in parent.values:
            parent.values[table.key].append(reader.values)
    for key in kept_out:
        by_key[key].values.pop(table.key, None)
        by_key[key].messages.append(
            error(
                _("Sus filas de la hoja «%(sheet)s» no se toman hasta corregirlas.")
                % {"sheet": sheet.name},
                sheet=title_of(INTERVENTIONS),
                row=by_key[key].row,
            )
        )
    return messages + _merged(sheet)


def _orphan(sheet: Sheet, number: int, key: str) -> Message:
    place = {"sheet": sheet.name, "row": number + 1, "column": _("Código")}
    if not key:
        return critical(_("Falta el código de la intervención: la fila no se toma."), **place)
    return critical(
        _("Ninguna fila de «Intervenciones» tiene el código «%(key)s»: la fila no se toma.")
        % {"key": key},
        **place,
    )


def _require(reader: RowReader, table: Table) -> None:
    for column in table.columns:
        asked = column.required and column.key not in {"key", *reader.kept_out}
        if asked and reader.values.get(column.key) in (None, ""):
            reader.refuse(column, _("Falta este dato."))


def _settle_child(reader: RowReader, table: Table) -> None:
    values = reader.values
    if table.key == "results":
        for key, text in rules.figure_has_unit(values.get("value"), values.get("unit", "")).items():
            reader.refuse(table.column(key), text)
    if table.key == "challenges":
        values["kind"] = values.get("kind") or "difficulty"
        values["status"] = values.get("status") or "open"
