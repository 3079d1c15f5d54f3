"""A workbook: an index with links, the prose, a sheet per table, and the charts with their data."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from face.tokens import LIGHT
from reports.content import Chart, CountryReportContent, Row, Table, Text
from reports.render.cells import addresses_of, clean, draft_mark, lines_of, moment_of, stamp_of
from reports.render.charts import MOST_SERIES, colours_of

LONGEST_CELL = 32767
"""Characters that a cell of Excel takes."""

LONGEST_SHEET_NAME = 31
PROSE_WIDTHS = (22, 40, 100, 30)
DRAFT_COLOUR = LIGHT["grana"]
LINE_HEIGHT, HIGHEST_ROW = 15, 409  # points; Excel takes no higher row
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": LIGHT["grana"]},
    "header": {"bold": True, "bg_color": LIGHT["raised"], "border": 1, "text_wrap": True},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"valign": "top", "num_format": "#,##0"},
    "link": {"font_color": LIGHT["link"], "underline": 1, "valign": "top", "text_wrap": True},
    "note": {"italic": True, "font_color": LIGHT["quiet"], "text_wrap": True, "valign": "top"},
}


def as_xlsx(content: CountryReportContent, *, draft: bool = False) -> bytes:
    """The report as a .xlsx file; texts stay texts, whatever they begin with.

    A draft says so in its index, on the tab of each sheet by colour, and on each printed page.
    """
    with translation.override(content.language):
        return _Writer(content, draft_mark(draft=draft)).write()


class _Writer:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, content: CountryReportContent, mark: str) -> None:
        self.content = content
        self.mark = mark
        self.file = BytesIO()
        self.book: Workbook = xlsxwriter.Workbook(
            self.file,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.formats = {name: self.book.add_format(form) for name, form in FORMATS.items()}
        self.numbered = content.numbers()
        self.names = sheet_names(content.tables())

    def write(self) -> bytes:
        """The bytes of the finished workbook."""
        content = self.content
        status = {"status": self.mark} if self.mark else {}
        self.book.set_properties(
            status
            | {
                "title": clean(content.title),
                "author": "MTIGM",
                "subject": content.cycle,
                "created": moment_of(content),
            }
        )
        index = self.book.add_worksheet(_("Índice"))
        prose = self.book.add_worksheet(_("Textos"))
        sheets = {
            table.id: self.book.add_worksheet(self.names[table.id]) for table in content.tables()
        }
        figures = self.book.add_worksheet(_("Figuras"))
        self._index(index, prose.get_name(), figures.get_name())
        self._prose(prose)
        for table in content.tables():
            self._table(sheets[table.id], table)
        self._figures(figures)
        if self.mark:
            self._mark(index)
        self.book.close()
        return self.file.getvalue()

    def _mark(self, index: Worksheet) -> None:
        index.write_string(2, 0, self.mark, self.formats["title"])
        for sheet in self.book.worksheets():
            sheet.set_header(f"&C&B{self.mark}")
            sheet.set_tab_color(DRAFT_COLOUR)

    def _index(self, sheet: Worksheet, prose: str, figures: str) -> None:
        content = self.content
        sheet.set_column(0, 0, 90)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 2, 70)
        sheet.write_string(0, 0, clean(content.title), self.formats["title"])
        sheet.write_string(1, 0, stamp_of(content), self.formats["note"])
        for column, title in enumerate((_("Hoja"), _("Filas"), _("Nota"))):
            sheet.write_string(3, column, title, self.formats["header"])
        self._entry(sheet, 4, prose, _("Textos del informe"))
        self._entry(sheet, 5, figures, _("Figuras y sus datos"))
        for line, table in enumerate(content.tables(), start=6):
            title = f"{_('Tabla')} {self.numbered[table.id]}. {clean(table.title)}"
            self._entry(sheet, line, self.names[table.id], title)
            sheet.write_number(line, 1, len(table.rows), self.formats["number"])
            sheet.write_string(line, 2, clean(table.note), self.formats["note"])
            sheet.set_row(line, height_of([[title], [], [table.note]], (90, 12, 70)))
        sheet.freeze_panes(4, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _entry(self, sheet: Worksheet, line: int, name: str, title: str) -> None:
        sheet.write_url(line, 0, f"internal:'{name}'!A1", self.formats["link"], title)

    def _prose(self, sheet: Worksheet) -> None:
        columns = (_("Bloque"), _("Título"), _("Texto"), _("Procedencia"))
        self._header(sheet, columns, PROSE_WIDTHS)
        line = 0
        for block in self.content.blocks:
            if isinstance(block, Text):
                origin = _("Redactado automáticamente") if block.automatic else block.source
                for paragraph in block.paragraphs:
                    line += 1
                    texts = (block.id, block.title, paragraph, origin)
                    for column, text in enumerate(texts):
                        self._string(sheet, line, column, text)
                    sheet.set_row(line, height_of([[text] for text in texts], PROSE_WIDTHS))
        sheet.autofilter(0, 0, max(line, 1), 3)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _table(self, sheet: Worksheet, table: Table) -> None:
        columns = [column.title for column in table.columns]
        widths = [min(12 + 9 * (column.weight - 1), 60) for column in table.columns]
        with_codes = any(row.codes for row in table.rows) and all(
            column.key != "code" for column in table.columns
        )
        if with_codes:
            columns.append(_("Códigos"))
            widths.append(24)
        self._header(sheet, columns, widths)
        for line, row in enumerate(table.rows, start=1):
            self._row(sheet, line, table, row)
            texts = [lines_of(row.cells.get(column.key)) for column in table.columns]
            sheet.set_row(line, height_of(texts, widths))
            if with_codes:
                self._string(sheet, line, len(table.columns), "\n".join(row.codes))
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(columns) - 1)
        sheet.repeat_rows(0)
        if table.wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _row(self, sheet: Worksheet, line: int, table: Table, row: Row) -> None:
        for column, told in enumerate(table.columns):
            value = row.cells.get(told.key)
            addresses = addresses_of(told.key, row, self.content.cycle)
            if isinstance(value, int | float):
                sheet.write_number(line, column, value, self.formats["number"])
            elif len(addresses) == 1:
                text = "\n".join(lines_of(value))
                sheet.write_url(line, column, addresses[0], self.formats["link"], text)
            else:
                self._string(sheet, line, column, "\n".join(lines_of(value)))

    def _header(self, sheet: Worksheet, columns: Any, widths: Any) -> None:
        for column, (title, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, clean(title), self.formats["header"])
        sheet.set_row(0, height_of([[title] for title in columns], widths))
        sheet.freeze_panes(1, 0)

    def _string(self, sheet: Worksheet, line: int, column: int, text: str) -> None:
        text = clean(text)
        if len(text) > LONGEST_CELL:
            end = _("… [continúa en los otros formatos]")
            text = text[: LONGEST_CELL - len(end)] + end
        sheet.write_string(line, column, text, self.formats["text"])

    def _figures(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, MOST_SERIES, 14)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        line = 0
        for chart in self.content.charts():
            title = f"{_('Figura')} {self.numbered[chart.id]}. {clean(chart.title)}"
            sheet.write_string(line, 0, title, self.formats["title"])
            self._data(sheet, line + 1, chart)
            if chart.categories:
                self._drawing(sheet, line + 1, chart, title)
            line += max(len(chart.categories), 18) + 5

    def _data(self, sheet: Worksheet, top: int, chart: Chart) -> None:
        """The data from the row `top`: names, a line per category, and the note below."""
        names = (chart.category_title, *(row.name for row in chart.series))
        sheet.set_row(top, 2 * LINE_HEIGHT)
        for column, name in enumerate(names):
            sheet.write_string(top, column, clean(name), self.formats["header"])
        for place in chart.places:
            self._string(sheet, top + 1 + place, 0, chart.categories[place])
            for column, series in enumerate(chart.series, start=1):
                value = series.values[place]
                sheet.write_number(top + 1 + place, column, value, self.formats["number"])
        last = top + 1 + len(chart.categories)
        sheet.write_string(last, 0, clean(chart.note), self.formats["note"])

    def _drawing(self, sheet: Worksheet, top: int, chart: Chart, title: str) -> None:
        kind = {"type": "bar", "subtype": "stacked"} if len(chart.series) > 1 else {"type": "bar"}
        drawing = self.book.add_chart(kind)
        if drawing is None:
            raise ValueError(chart.id)
        name, last = sheet.get_name(), top + len(chart.categories)
        for column, colour in enumerate(colours_of(chart), start=1):
            drawing.add_series(
                {
                    "name": [name, top, column],
                    "categories": [name, top + 1, 0, last, 0],
                    "values": [name, top + 1, column, last, column],
                    "fill": {"color": colour},
                }
            )
        drawing.set_title({"name": title, "name_font": {"size": 11}})
        drawing.set_y_axis({"reverse": True})
        drawing.set_size({"width": 720, "height": max(360, 24 * len(chart.categories))})
        if len(chart.series) == 1:
            drawing.set_legend({"none": True})
        options = {"description": clean(chart.alternative), "decorative": False}
        sheet.insert_chart(top, len(chart.series) + 2, drawing, options)


def height_of(texts: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    """The height in points of a row whose cells hold these lines, at these widths in characters.

    Written into the file because LibreOffice does not work it out for wrapped cells.
    """
    lines = max(
        (
            sum(-(-len(line) // max(width - 2, 1)) or 1 for line in cell)
            for cell, width in zip(texts, widths, strict=False)
        ),
        default=1,
    )
    return min(LINE_HEIGHT * max(lines, 1), HIGHEST_ROW)


def sheet_names(tables: Iterable[Table]) -> dict[str, str]:
    """Table id -> the name of its sheet: the id as far as Excel takes it, numbered where it must.

    Excel takes 31 characters and does not tell capitals from small letters.
    """
    names: dict[str, str] = {}
    for table in tables:
        name, again = table.id[:LONGEST_SHEET_NAME], 1
        while name.lower() in {taken.lower() for taken in names.values()}:
            again += 1
            name = f"{table.id[: LONGEST_SHEET_NAME - 4]}-{again}"
        names[table.id] = name
    return names
