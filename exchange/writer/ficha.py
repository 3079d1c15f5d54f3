"""The ficha of an intervention in Word, for those who only write there; it is not read back."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx.oxml import OxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph

from cycles.models import ReportingCycle
from entities.models import Entity
from exchange.columns import Column, Kind, Table
from exchange.headers import title_of
from exchange.lists import Lists
from exchange.row_values import ACTION_DATES, empty_child, told, values_of
from exchange.tables import CHILDREN, INTERVENTIONS, SEPARATE
from interventions.models import Intervention
from interventions.reading.dates import written

BLANK_CHILDREN = 2
"""Empty rows of each table in a blank ficha."""

LONGEST_LIST = 30
"""A closed list is printed in a blank ficha up to so many values: Word has no drop-down here."""

HINTS = {
    "target_groups": SEPARATE,
    "primary": gettext_lazy("Por ejemplo «PMM 7», o el nombre del objetivo."),
    "area": gettext_lazy("Solo para el objetivo 23 del PMM."),
    "results_reporting": gettext_lazy("Si los hay, escríbalos más abajo."),
    "challenges_reporting": gettext_lazy("Si las hay, escríbalas más abajo."),
    "kind": "",
}
"""Column -> what to say where the workbook speaks of its sheets and lists."""

BRAND = RGBColor(0xB3, 0x11, 0x2D)
LABEL_WIDTH, VALUE_WIDTH = Cm(5.5), Cm(11.5)
BLANK_HEIGHT, SMALL, SOFT = Cm(1), Pt(9), RGBColor(0x4A, 0x54, 0x63)
NARROWEST = 20
"""Added to a column's width, so that the narrowest one still shows its title."""


def ficha_of(row: Intervention | None, *, entity: Entity, cycle: ReportingCycle) -> bytes:
    """The .docx file of a row that `queries.with_relations` read, or of none, to be filled."""
    with translation.override("es"):
        return _Ficha(row, entity, cycle).write()


class _Ficha:
    def __init__(self, row: Intervention | None, entity: Entity, cycle: ReportingCycle) -> None:
        self.row, self.entity, self.cycle = row, entity, cycle
        self.lists = Lists(cycle)
        self.values: dict[str, Any] = values_of(row, self.lists) if row else {}
        self.document = docx.Document()

    def write(self) -> bytes:
        """The bytes of the document."""
        document = self.document
        document.core_properties.author = "MTIGM"
        document.core_properties.title = _("Ficha de intervención")
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = Cm(2)
        style = document.styles["Normal"]
        style.font.name, style.font.size = "Calibri", Pt(10.5)
        heading = document.add_heading(_("Ficha de intervención"), level=1)
        heading.runs[0].font.color.rgb = BRAND
        document.add_paragraph(f"{self.entity} — {self.cycle.title}")
        if self.row is None:
            document.add_paragraph(
                _(
                    "Para quien escribe en Word: complete lo que conozca y páselo después al Excel "
                    "o al formulario de Mi trabajo. El registro no lee esta ficha."
                )
            )
        self._fields()
        for table in CHILDREN:
            self._children(table)
        file = BytesIO()
        document.save(file)
        return file.getvalue()

    def _fields(self) -> None:
        grid = self._grid(0, [LABEL_WIDTH, VALUE_WIDTH])
        for column in INTERVENTIONS.columns:
            value = self._value(column)
            if column.kind in {Kind.KEY, Kind.SHOWN} and not value:
                continue
            label, cell = self._added(grid).cells
            label.paragraphs[0].add_run(title_of(column)).bold = True
            hint = "" if self.row else self._hint(column)
            if hint:
                self._small(cell.paragraphs[0], hint)
                cell.add_paragraph()  # to write in
            else:
                cell.text = value

    def _value(self, column: Column) -> str:
        if self.row is not None and column.key == "key":
            return self.row.code
        if self.row is not None and column.key == "state":
            return str(self.row.get_state_display())
        if self.row is not None and column.key in ACTION_DATES:
            return written(getattr(self.row, column.key), self.row.date_precision)
        return told(column, self.values.get(column.key), self.lists)

    def _children(self, table: Table) -> None:
        children = self.values.get(table.key) or []
        if self.row is None:
            children = [empty_child(table)] * BLANK_CHILDREN
        heading = self.document.add_heading(title_of(table), level=2)
        heading.runs[0].font.color.rgb = BRAND
        if not children:
            self.document.add_paragraph("—")
            return
        columns = self._columns(table)
        if self.row is None:
            for column in columns:
                if options := self._options(column):
                    self._small(self.document.add_paragraph(), f"{title_of(column)}. {options}")
        shares = [column.width + NARROWEST for column in columns]
        widths = [(LABEL_WIDTH + VALUE_WIDTH) * share // sum(shares) for share in shares]
        grid = self._grid(1, widths)
        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # on every page
        for column, cell in zip(columns, grid.rows[0].cells, strict=True):
            run = cell.paragraphs[0].add_run(title_of(column))
            run.bold, run.font.size = True, SMALL
        for child in children:
            line_of_table = self._added(grid)
            if self.row is None:
                line_of_table.height = BLANK_HEIGHT
            for column, cell in zip(columns, line_of_table.cells, strict=True):
                cell.text = told(column, child.get(column.key), self.lists)

    def _columns(self, table: Table) -> list[Column]:
        """Without that of files on a sheet to write on by hand, with which none goes."""
        left_out = {Kind.KEY} if self.row else {Kind.KEY, Kind.FILE}
        return [column for column in table.columns if column.kind not in left_out]

    def _grid(self, rows: int, widths: Sequence[int]) -> Grid:
        """An empty table with these widths, which LibreOffice reads from the columns."""
        grid = self.document.add_table(rows=rows, cols=len(widths))
        grid.style, grid.autofit = "Table Grid", False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Emu(width)
        return grid

    def _added(self, grid: Grid) -> Row:
        """A new row, which no end of a page cuts in two."""
        row = grid.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return row

    def _small(self, paragraph: Paragraph, text: str) -> None:
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(text)
        run.italic, run.font.size, run.font.color.rgb = True, SMALL, SOFT

    def _hint(self, column: Column) -> str:
        told_so = str(HINTS.get(column.key, column.help))
        if column.kind is Kind.BOOLEAN and not told_so:
            return _("Sí o No.")
        return " ".join(part for part in (told_so, self._options(column)) if part)

    def _options(self, column: Column) -> str:
        """What may be chosen, where the list is short."""
        labels = self.lists[column.list].offered if column.list else []
        if not 0 < len(labels) <= LONGEST_LIST:
            return ""
        return _("Opciones: %(list)s.") % {"list": "; ".join(labels)}
