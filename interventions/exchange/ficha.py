"""The ficha of an intervention in Word, for those who only write there; it is not read back."""

from io import BytesIO
from typing import Any

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.shared import Cm, Pt, RGBColor

from interventions.exchange.headers import title_of
from interventions.exchange.lists import Lists
from interventions.exchange.tables import CHILDREN, INTERVENTIONS, Column, Kind, Table
from interventions.exchange.values import empty_child, told, values_of
from interventions.models import Entity, Intervention, ReportingCycle

BLANK_CHILDREN = 2
"""Empty rows of each table in a blank ficha."""

BRAND = RGBColor(0xB3, 0x11, 0x2D)
LABEL_WIDTH, VALUE_WIDTH = Cm(5.5), Cm(11.5)


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
        grid = self.document.add_table(rows=0, cols=2)
        grid.style = "Table Grid"
        for column in INTERVENTIONS.columns:
            value = self._value(column)
            if column.kind in {Kind.KEY, Kind.SHOWN} and not value:
                continue
            label, cell = grid.add_row().cells
            label.width, cell.width = LABEL_WIDTH, VALUE_WIDTH
            label.paragraphs[0].add_run(title_of(column)).bold = True
            run = cell.paragraphs[0].add_run(value or (str(column.help) if not self.row else ""))
            run.italic = not value

    def _value(self, column: Column) -> str:
        if self.row is not None and column.key == "key":
            return self.row.code
        if self.row is not None and column.key == "state":
            return str(self.row.get_state_display())
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
        columns = [column for column in table.columns if column.key != "key"]
        grid = self.document.add_table(rows=1, cols=len(columns))
        grid.style = "Table Grid"
        for column, cell in zip(columns, grid.rows[0].cells, strict=True):
            cell.paragraphs[0].add_run(title_of(column)).bold = True
        for child in children:
            for column, cell in zip(columns, grid.add_row().cells, strict=True):
                cell.text = told(column, child.get(column.key), self.lists)
