"""Writes the workbook that an entity fills: drop-down lists, locked codes, instructions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from api.downloads.paper import lie_on_a4
from exchange.columns import Column, Kind, Table
from exchange.headers import title_of
from exchange.lists import Lists
from exchange.reader.cells import TOO_LONG
from exchange.tables import (
    CHILDREN,
    INSTRUCTIONS_SHEET,
    INTERVENTIONS,
    LISTS_SHEET,
    REASONS,
    RECORD_SHEET,
    TABLES,
)
from exchange.workbook_identity import Record
from exchange.writer.instructions import GUIDE, STEPS
from interventions.reading.texts import cleaned

LONGEST_CELL, LONGEST_HELP = 32_767, 255

LINE_HEIGHT, MOST_LINES = 15, 12
"""Points of a line; lines of a row's longest cell that are shown: of a longer text, the first."""

GUIDE_WIDTHS, WIDEST_LIST = (34, 62, 50), 80
NEW_ROWS = 200
"""Rows for new interventions, their keys written beforehand (N1, N2…)."""

VALIDATED_ROWS = 5_000
FREE_LISTS = {"provisions", "entities"}
"""Lists of which a short form may be typed too: Excel only warns."""

INK, GREY, RED = "#1c2430", "#e9ecf0", "#b3112d"
FORMATS: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "bg_color": RED, "font_color": "#ffffff", "text_wrap": True,
               "valign": "vcenter", "border": 1, "border_color": "#ffffff"},
    "text": {"text_wrap": True, "valign": "top", "num_format": "@", "locked": False},
    "number": {"valign": "top", "num_format": "#,##0.####", "locked": False},
    "shut": {"text_wrap": True, "valign": "top", "num_format": "@", "bg_color": GREY},
    "shut-number": {"valign": "top", "num_format": "#,##0.####", "bg_color": GREY},
    "reasons": {"text_wrap": True, "valign": "top", "font_color": RED, "num_format": "@"},
    "title": {"bold": True, "font_size": 16, "font_color": RED},
    "strong": {"bold": True, "valign": "top", "text_wrap": True},
    "plain": {"text_wrap": True, "valign": "top"},
    "subtitle": {"bold": True, "font_size": 12, "font_color": INK},
}  # fmt: skip
PROTECTION = {
    "select_locked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "format_cells": True,
    "autofilter": True,
}


@dataclass
class SheetRow:
    """An intervention as it goes into the workbook: cells by column key, and its other rows."""

    cells: dict[str, Any]
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    is_locked: bool = False
    reasons: str = ""


def write_workbook(
    rows: Sequence[SheetRow], *, lists: Lists, record: Record, with_reasons: bool = False
) -> bytes:
    """The .xlsx file with `rows` and room for new ones, in Spanish; texts stay texts."""
    with translation.override("es"):
        return _Writer(lists, record, with_reasons).write(rows)


class _Writer:
    def __init__(self, lists: Lists, record: Record, with_reasons: bool) -> None:
        self.lists, self.record, self.with_reasons = lists, record, with_reasons
        self.file = BytesIO()
        self.book = xlsxwriter.Workbook(
            self.file,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.formats = {name: self.book.add_format(form) for name, form in FORMATS.items()}
        self.ranges: dict[str, str] = {}

    def write(self, rows: Sequence[SheetRow]) -> bytes:
        """The bytes of the finished workbook."""
        self.book.set_properties({"title": self.lists.cycle.title, "author": "MTIGM"})
        guide = self.book.add_worksheet(INSTRUCTIONS_SHEET)
        sheets = {table.key: self.book.add_worksheet(title_of(table)) for table in TABLES}
        self._lists(self.book.add_worksheet(LISTS_SHEET))
        self._record(self.book.add_worksheet(RECORD_SHEET))
        self._instructions(guide)
        self._interventions(sheets[INTERVENTIONS.key], rows)
        for table in CHILDREN:
            self._children(sheets[table.key], table, rows)
        self.book.close()
        return self.file.getvalue()

    # -- sheets to fill --------------------------------------------------------------------------

    def _interventions(self, sheet: Worksheet, rows: Sequence[SheetRow]) -> None:
        columns = list(INTERVENTIONS.columns)
        if self.with_reasons:
            columns.insert(1, REASONS)
        self._start(sheet, INTERVENTIONS, columns)
        title = columns.index(INTERVENTIONS.column("title"))
        sheet.freeze_panes(1, title + 1)
        sheet.repeat_columns(0, title)
        sheet.fit_to_pages(4, 0)  # on one page of paper its columns could not be read
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                value = row.reasons if column is REASONS else row.cells.get(column.key)
                shut = row.is_locked or column.kind in {Kind.KEY, Kind.SHOWN}
                self._cell(sheet, line, place, value, column, shut=shut)
            told = {column.key: row.cells.get(column.key) for column in columns}
            self._height(sheet, line, columns, told | {REASONS.key: row.reasons})
        taken = {str(row.cells.get("key", "")).upper() for row in rows}
        fresh = (f"N{number}" for number in range(1, NEW_ROWS + len(rows) + 1))
        free = [key for key in fresh if key not in taken][:NEW_ROWS]
        for line, key in enumerate(free, start=len(rows) + 1):
            sheet.write_string(line, 0, key, self.formats["shut"])
        self._protect(sheet)

    def _children(self, sheet: Worksheet, table: Table, rows: Sequence[SheetRow]) -> None:
        columns = list(table.columns)
        self._start(sheet, table, columns)
        sheet.freeze_panes(1, 1)
        line = 0
        for row in rows:
            for child in row.children.get(table.key, []):
                line += 1
                for place, column in enumerate(columns):
                    value = row.cells.get("key") if place == 0 else child.get(column.key)
                    shut = row.is_locked or column.kind is Kind.FILE
                    self._cell(sheet, line, place, value, column, shut=shut)
                self._height(sheet, line, columns, child)
        self._protect(sheet)

    def _start(self, sheet: Worksheet, table: Table, columns: Iterable[Column]) -> None:
        for place, column in enumerate(columns):
            # Dates are texts: of a year typed into a cell for dates Excel makes a day of 1905.
            kind = "number" if column.kind is Kind.DECIMAL else "text"
            shown = column.kind is Kind.SHOWN and table is INTERVENTIONS
            form = "shut" if shown or column.kind is Kind.FILE else kind
            sheet.set_column(place, place, column.width, self.formats[form])
            sheet.write_string(0, place, title_of(column), self.formats["header"])
            self._validation(sheet, table, place, column)
        sheet.autofilter(0, 0, VALIDATED_ROWS, place)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(place)}1048576"})
        sheet.set_row(0, 34)
        self._paper(sheet)

    def _paper(self, sheet: Worksheet) -> None:
        lie_on_a4(sheet)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.repeat_rows(0)

    def _height(
        self, sheet: Worksheet, line: int, columns: Sequence[Column], cells: dict[str, Any]
    ) -> None:
        """Room for the longest text of a row: LibreOffice makes none, and Excel far too much."""
        lines = max(lines_of(str(cells.get(column.key) or ""), column.width) for column in columns)
        if lines > 1:
            sheet.set_row(line, LINE_HEIGHT * min(lines, MOST_LINES))

    def _validation(self, sheet: Worksheet, table: Table, place: int, column: Column) -> None:
        rule: dict[str, Any] = {"validate": "any"}
        if column.kind is Kind.CHOICE:
            rule = {"validate": "list", "source": self.ranges[column.list]}
        elif column.kind is Kind.BOOLEAN:
            rule = {"validate": "list", "source": ["Sí", "No"]}
        elif column.kind is Kind.KEY and table is not INTERVENTIONS:
            keys = f"='{title_of(INTERVENTIONS)}'!$A$2:$A${VALIDATED_ROWS}"
            rule = {"validate": "list", "source": keys}
        if rule["validate"] == "list":
            free = column.list in FREE_LISTS
            rule["error_type"] = "warning" if free else "stop"
            rule["error_title"] = _("No está en la lista")
            rule["error_message"] = _("Elija un valor de la lista.")
        if column.help:
            rule["input_title"] = title_of(column)[:32]
            rule["input_message"] = str(column.help)[:LONGEST_HELP]
        if len(rule) > 1:
            sheet.data_validation(1, place, VALIDATED_ROWS, place, rule)

    def _cell(
        self, sheet: Worksheet, line: int, place: int, value: Any, column: Column, *, shut: bool
    ) -> None:
        """A typed cell: a number stays one, a text that looks like a formula stays a text."""
        prefix = "shut-" if shut else ""
        if value is None or value == "":
            sheet.write_blank(line, place, None, self.formats["shut" if shut else "text"])
        elif isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            self._number(sheet, line, place, value, prefix)
        else:
            text = cleaned(str(value))
            form = "reasons" if column is REASONS else "shut" if shut else "text"
            if len(text) > LONGEST_CELL:
                text, form = TOO_LONG, "shut"
            sheet.write_string(line, place, text, self.formats[form])

    def _number(
        self, sheet: Worksheet, line: int, place: int, value: Decimal | float, prefix: str
    ) -> None:
        """A number of Excel where it keeps every digit, else its text."""
        near = float(value)
        if Decimal(repr(near)) == Decimal(str(value)):
            sheet.write_number(line, place, near, self.formats[f"{prefix}number"])
        else:
            sheet.write_string(line, place, str(value), self.formats["shut" if prefix else "text"])

    def _protect(self, sheet: Worksheet) -> None:
        """Against slips, not against people: no password."""
        sheet.protect("", PROTECTION)

    # -- sheets to read --------------------------------------------------------------------------

    def _lists(self, sheet: Worksheet) -> None:
        """Every closed list in a column of its own, under the name of what it is for."""
        named: dict[str, str] = {}
        for table in TABLES:
            for column in table.columns:
                if column.list:
                    named.setdefault(column.list, title_of(column))
        heights: dict[int, int] = {}
        for place, (name, title) in enumerate(named.items()):
            labels = self.lists[name].offered
            longest = max(map(len, labels), default=10)
            width = min(WIDEST_LIST, max(14, longest))
            sheet.set_column(place, place, width, self.formats["plain"])
            sheet.write_string(0, place, title, self.formats["header"])
            for line, label in enumerate(labels, start=1):
                sheet.write_string(line, place, label, self.formats["plain"])
                heights[line] = max(heights.get(line, 1), lines_of(label, width))
            letter = xl_col_to_name(place, col_abs=True)
            self.ranges[name] = f"='{LISTS_SHEET}'!{letter}$2:{letter}${max(2, len(labels) + 1)}"
        for line, lines in heights.items():
            if lines > 1:
                sheet.set_row(line, LINE_HEIGHT * lines)
        sheet.set_row(0, 34)
        sheet.freeze_panes(1, 0)
        self._paper(sheet)
        sheet.fit_to_pages(3, 0)
        sheet.protect("", PROTECTION)

    def _record(self, sheet: Worksheet) -> None:
        for line, (name, value) in enumerate(self.record.lines()):
            sheet.write_string(line, 0, name)
            if isinstance(value, int):
                sheet.write_number(line, 1, value)
            else:
                sheet.write_string(line, 1, value)
        sheet.very_hidden()

    def _instructions(self, sheet: Worksheet) -> None:
        """What to do, then each column with what is expected and an example."""
        sheet.hide_gridlines(2)
        for place, width in enumerate(GUIDE_WIDTHS):
            sheet.set_column(place, place, width)
        title = f"{self.record.entity} — {self.lists.cycle.title}"
        sheet.write_string(0, 0, title, self.formats["title"])
        line = 2
        for number, step in enumerate(STEPS, start=1):
            sheet.merge_range(line, 0, line, 2, f"{number}. {step}", self.formats["plain"])
            sheet.set_row(line, LINE_HEIGHT * lines_of(f"{number}. {step}", sum(GUIDE_WIDTHS)))
            line += 1
        for table in TABLES:
            line += 1
            heading = _("Hoja «%(sheet)s»") % {"sheet": title_of(table)}
            sheet.write_string(line, 0, heading, self.formats["subtitle"])
            line += 1
            for place, name in enumerate((_("Columna"), _("Qué se escribe"), _("Ejemplo"))):
                sheet.write_string(line, place, name, self.formats["header"])
            for column in table.columns:
                line += 1
                told = (title_of(column), _expected(column), GUIDE.get((table.key, column.key), ""))
                for place, text in enumerate(told):
                    form = "strong" if place == 0 else "plain"
                    sheet.write_string(line, place, str(text), self.formats[form])
                wrapped = zip(map(str, told), GUIDE_WIDTHS, strict=True)
                lines = max(lines_of(text, width) for text, width in wrapped)
                if lines > 1:
                    sheet.set_row(line, LINE_HEIGHT * lines)
            line += 1
        sheet.activate()
        lie_on_a4(sheet)
        sheet.protect("", PROTECTION)


def _expected(column: Column) -> str:
    """What a column takes, in one or two sentences."""
    told = [str(column.help)] if column.help else []
    if column.kind is Kind.CHOICE and not told:
        told.append(_("Elija de la lista."))
    elif column.kind is Kind.DECIMAL and not told:
        told.append(_("Solo el número."))
    elif column.kind is Kind.BOOLEAN and not told:
        told.append(_("Sí o No."))
    if column.required and column.key != "key":
        told.append(_("Obligatorio."))
    return " ".join(told)


def lines_of(text: str, width: int) -> int:
    """How many lines `text` takes in a cell so many digits wide: letters are narrower."""
    return sum(-(-len(line) // width) or 1 for line in text.split("\n"))
