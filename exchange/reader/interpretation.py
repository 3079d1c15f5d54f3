"""What a file says: rows of values with what is wrong in each, before anything is compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from entities.models import Entity
from exchange.columns import Table
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
from exchange.reader.cells import RowReader, as_key
from exchange.reader.messages import Message, critical, error, warning
from exchange.reader.process import read
from exchange.tables import ALSO_OF, CHILDREN, INTERVENTIONS
from exchange.workbook_identity import Record, record_of, require_fitting
from interventions import rules
from interventions.choices import DatePrecision
from interventions.reading.cells import text_of
from interventions.reading.dates import ORDER, coarsest, read_date
from interventions.reading.figures import currency_beside, unit_beside
from interventions.reading.serials import is_trap

MOST_OF_ROW = 2_000
"""Rows of another sheet that are read of an intervention: it takes fewer, and then none."""


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

    rows: Iterator[UnderstoodRow]
    """Each read when it is asked for: all of them at once would not fit."""

    keys: list[str]
    """What stands as code in each of the rows."""

    messages: list[Message]
    record: Record | None


def understand(
    body: bytes, lists: Lists, *, entity: Entity, most_rows: int | None = None
) -> UnderstoodFile:
    """Read a file that `entity` sent in for the cycle of `lists`.

    Raises `UnreadableFileError` where nothing of it can be taken, or it is for somebody else, and
    `LongFileError` where it has more than `most_rows`.
    """
    book = read(body, wanted_sheets(), most_rows=most_rows)
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
    messages += [warning(note) for note in book.notes]
    written = [(number, _key_of(header, row)) for number, row in _written_rows(main, header)]
    messages += _seen_of(main, header, [number for number, _key in written])
    if not written:
        raise UnreadableFileError(_("El archivo no tiene ninguna intervención escrita."))
    keys = {key.upper() for _number, key in written if key}
    parts = []
    for table in CHILDREN:
        part, problems = _child_rows(book, table, keys)
        messages += problems
        parts += [part] if part else []
    rows = _rows_of_interventions(main, header, lists, written, parts)
    return UnderstoodFile(rows, [key for _number, key in written], messages, record)


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


def _seen_of(sheet: Sheet, header: Header, written: list[int]) -> list[Message]:
    """What a person may not have seen of a sheet whose rows `written` say something."""
    messages = _merged(sheet)
    hidden = sorted(set(sheet.facts.hidden_rows) & set(written))
    if hidden:
        numbers = ", ".join(str(row + 1) for row in hidden[:10]) + ("…" if hidden[10:] else "")
        text = _("Hay filas ocultas con datos, que también se leyeron: %(rows)s.")
        messages.append(warning(text % {"rows": numbers}, sheet=sheet.name))
    columns = [
        f"«{title_of(column)}»"
        for place, column in header.columns.items()
        if any(first <= place <= last for first, last in sheet.facts.hidden_columns)
    ]
    if columns:
        text = _("Hay columnas ocultas, que también se leyeron: %(columns)s.")
        messages.append(warning(text % {"columns": ", ".join(columns)}, sheet=sheet.name))
    return messages


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
        text = str(read_date(cell)) if is_trap(cell) else text_of(cell)
        if text:
            is_number = isinstance(cell, int | float) and isfinite(cell)  # JSON has no infinity
            source[column.key] = cell if is_number else text[:32_000]
    return reader, source


def _key_of(header: Header, row: list[Cell]) -> str:
    for place, column in header.columns.items():
        if column.key == "key" and place < len(row):
            return text_of(row[place])[:40]
    return ""


def _rows_of_interventions(
    sheet: Sheet,
    header: Header,
    lists: Lists,
    written: list[tuple[int, str]],
    parts: list["ChildRows"],
) -> Iterator[UnderstoodRow]:
    seen: set[str] = set()
    for number, key in written:
        reader, source = _read_row(sheet, header, number, sheet.rows[number], lists)
        _settle_dates(reader)
        _settle_budget(reader)
        _settle_objectives(reader, lists)
        row = UnderstoodRow(number + 1, key, reader.values, reader.messages, {"main": source})
        for part in parts:
            part.give_to(row, lists, is_first=key.upper() not in seen)
        seen.add(key.upper())
        yield row


def _settle_dates(reader: RowReader) -> None:
    """The precision is no finer than what was written; the end does not come first."""
    values = reader.values
    told, written = values.get("date_precision"), coarsest(reader.dates)
    if written not in ("", DatePrecision.DAY) and (
        not told or ORDER.index(DatePrecision(told)) < ORDER.index(DatePrecision(written))
    ):
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
    values, figure = reader.values, reader.figures.get("budget_amount")
    if figure and figure.currency:
        values.setdefault("budget_currency", "")
    if "budget_currency" not in values:  # what is stored may say it: `settling` looks
        return
    try:
        values["budget_currency"] = currency_beside(figure, values["budget_currency"])
    except ValueError as problem:
        reader.refuse(INTERVENTIONS.column("budget_amount"), str(problem))
        del values["budget_amount"], values["budget_currency"]
        reader.kept_out.add("budget_currency")
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


@dataclass
class ChildRows:
    """The rows of another sheet, and which of them belong to which intervention."""

    table: Table
    sheet: Sheet
    header: Header
    places: dict[str, list[int]]
    """Code in capitals -> rows from 0."""

    def give_to(self, row: UnderstoodRow, lists: Lists, *, is_first: bool) -> None:
        """Read those of an intervention into it; the first that has the code gets them."""
        row.values[self.table.key] = []
        is_whole = True
        places = self.places.get(row.key.upper(), []) if is_first else []
        for count, number in enumerate(places[:MOST_OF_ROW], start=1):
            if not self._add(row, number, count, lists):
                is_whole = False
        if not is_whole:
            del row.values[self.table.key]
            row.messages.append(
                error(
                    _("Sus filas de la hoja «%(sheet)s» no se toman hasta corregirlas.")
                    % {"sheet": self.sheet.name},
                    sheet=title_of(INTERVENTIONS),
                    row=row.row,
                )
            )

    def _add(self, row: UnderstoodRow, number: int, count: int, lists: Lists) -> bool:
        """Read one; gives whether it can be taken.

        A line that says that it is also of this intervention stands under another one: there it is
        shown, and said what is wrong with it.
        """
        sheet = self.sheet
        reader, source = _read_row(sheet, self.header, number, sheet.rows[number], lists)
        _require(reader, self.table)
        _settle_child(reader, self.table)
        key = as_key(_key_of(self.header, sheet.rows[number]))
        if key == as_key(row.key):
            row.messages += reader.messages
            row.source.setdefault(self.table.key, []).append(source)
        if ALSO_OF.key in reader.values:
            sharers = {key, *reader.values[ALSO_OF.key]} - {as_key(row.key)}
            reader.values[ALSO_OF.key] = sorted(sharers)
        if problem := rules.few_enough("text", count):
            if not rules.few_enough("text", count - 1):  # said once
                reader.refuse(self.table.columns[1], problem["text"])
                row.messages.append(reader.messages[-1])
            return False
        if not reader.kept_out:
            row.values[self.table.key].append(reader.values)
        return not reader.kept_out


def _child_rows(book: Book, table: Table, keys: set[str]) -> tuple[ChildRows | None, list[Message]]:
    """The rows of one sheet by intervention; a sheet that is not there changes nothing."""
    sheet = _sheet_of(book, table)
    if sheet is None:
        return None, []
    header = find_header(sheet, table)
    messages = problems_of_header(sheet, header, table)
    if header is None or any(message.level == "critical" for message in messages):
        return None, [*messages, error(_("La hoja no se leyó."), sheet=sheet.name)]
    part = ChildRows(table, sheet, header, {})
    written = list(_written_rows(sheet, header))
    for number, cells in written:
        key = _key_of(header, cells)
        if key.upper() in keys:
            for sharer in {key.upper(): None} | dict.fromkeys(_also_of(header, cells)):
                part.places.setdefault(sharer, []).append(number)
        else:
            messages.append(_orphan(sheet, number, key))
    return part, messages + _seen_of(sheet, header, [row for row, _cells in written])


def _also_of(header: Header, row: list[Cell]) -> list[str]:
    """The codes under which a line shall stand as well."""
    for place, column in header.columns.items():
        if column is ALSO_OF and place < len(row):
            return [as_key(part) for part in re.split(r"[;,\n]", text_of(row[place])) if part]
    return []


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
        _settle_figure(reader, table)
    if table.key == "challenges":
        values["kind"] = values.get("kind") or "difficulty"
        values["status"] = values.get("status") or "open"


def _settle_figure(reader: RowReader, table: Table) -> None:
    """A figure with its unit, told in its column or beside the number."""
    values = reader.values
    unit = values.get("unit", "")
    try:
        unit = unit_beside(reader.figures.get("value"), unit)
    except ValueError as problem:
        reader.refuse(table.column("value"), str(problem))
    values |= {"unit": unit} if unit else {}
    wrong = rules.figure_has_unit(values.get("value"), unit)
    wrong |= rules.persons_are_whole(values.get("value"), unit)
    for key, text in wrong.items():
        reader.refuse(table.column(key), text)
