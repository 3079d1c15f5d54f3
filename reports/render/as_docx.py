"""A Word document with real styles, captions, contents and repeated header rows."""

from collections.abc import Sequence
from io import BytesIO

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.content import Cell, CountryReportContent, Heading, Row, Table, Text
from reports.render import docx_parts as parts
from reports.render.cells import clean, lines_of, public_address

LANGUAGE_MARKS = {"es": "es-PE", "en": "en-GB"}
HEADER_FILL = "E9ECF0"
MARGIN = Cm(2)


def as_docx(content: CountryReportContent) -> bytes:
    """The report as a .docx file."""
    with translation.override(content.language):
        return _Writer(content).write()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, content: CountryReportContent) -> None:
        self.content = content
        self.document: Document = docx.Document()
        self.landscape = False
        self.bookmarks = 0
        self.tables = 0

    def write(self) -> bytes:
        """The bytes of the finished document."""
        self._prepare()
        self._cover()
        self._contents()
        for block in self.content.blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Text):
                if block.id != "cover":
                    self._text(block)
            else:
                self._table(block)
        self._closing()
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _prepare(self) -> None:
        document = self.document
        parts.dress(document)
        parts.set_language(document, LANGUAGE_MARKS[self.content.language])
        properties = document.core_properties
        properties.title = clean(self.content.title)
        properties.author = "MTIGM"
        properties.subject = self.content.cycle
        properties.language = LANGUAGE_MARKS[self.content.language]
        properties.created = properties.modified = self.content.compiled_at.replace(tzinfo=None)
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        document.settings.element.append(update)
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = MARGIN
        section.different_first_page_header_footer = True
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.add_run(f"{clean(self.content.title)} · ")
        parts.add_field(footer, "PAGE", "1")
        for run in footer.runs:
            run.font.size = Pt(8)

    def _cover(self) -> None:
        document = self.document
        for _blank in range(7):
            document.add_paragraph()
        document.add_paragraph(clean(self.content.title), style="Title")
        cover = next(
            (row for row in self.content.blocks if isinstance(row, Text) and row.id == "cover"),
            None,
        )
        for position, line in enumerate(cover.paragraphs if cover else ()):
            run = document.add_paragraph().add_run(clean(line))
            run.font.size = Pt(20 if position == 0 else 13)
        stamp = document.add_paragraph()
        stamp.paragraph_format.space_before = Pt(180)
        stamp.add_run(
            _("Compilado el %(date)s. SHA-256: %(checksum)s")
            % {
                "date": f"{self.content.compiled_at:%d/%m/%Y}",
                "checksum": self.content.checksum,
            }
        ).font.size = Pt(8)

    def _contents(self) -> None:
        self.document.add_page_break()
        self._list(_("Contenido"), [row for row in self.content.blocks if isinstance(row, Heading)])
        self.document.add_page_break()
        self._list(_("Lista de tablas"), self.content.tables())

    def _list(self, title: str, blocks: Sequence[Heading | Table]) -> None:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(title)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(18), True, parts.BRAND
        for number, block in enumerate(blocks, start=1):
            prefix = f"{_('Tabla')} {number}. " if isinstance(block, Table) else ""
            entry = self.document.add_paragraph()
            entry.paragraph_format.space_after = Pt(2)
            parts.add_internal_link(
                entry, prefix + clean(block.title), parts.bookmark_name(block.id)
            )

    def _page(self, *, landscape: bool) -> None:
        """Start a section where the orientation changes."""
        if landscape == self.landscape:
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        parts.turn(section, landscape=landscape)
        self.landscape = landscape

    def _bookmark(self, paragraph: Paragraph, block_id: str) -> None:
        self.bookmarks += 1
        parts.add_bookmark(paragraph, parts.bookmark_name(block_id), self.bookmarks)

    def _heading(self, block: Heading) -> None:
        was_landscape = self.landscape
        self._page(landscape=False)
        if not was_landscape:
            self.document.add_page_break()
        heading = self.document.add_heading(clean(block.title), level=block.level)
        self._bookmark(heading, block.id)

    def _text(self, block: Text) -> None:
        self._page(landscape=False)
        self._bookmark(self.document.add_heading(clean(block.title), level=2), block.id)
        for paragraph in block.paragraphs:
            self.document.add_paragraph(clean(paragraph))
        if block.automatic:
            self._note(_("Texto redactado automáticamente."))
        if block.source:
            self._note(f"{_('Fuente')}: {block.source}")

    def _note(self, text: str) -> None:
        run = self.document.add_paragraph().add_run(clean(text))
        run.font.size, run.font.italic = Pt(9), True
        run.font.color.rgb = RGBColor(0x4D, 0x58, 0x66)

    def _table(self, block: Table) -> None:
        if block.rows:
            self._page(landscape=block.wide)
        self.tables += 1
        caption = self.document.add_paragraph(style="Caption")
        caption.add_run(f"{_('Tabla')} ")
        parts.add_field(caption, "SEQ Tabla \\* ARABIC", str(self.tables))
        caption.add_run(f". {clean(block.title)}")
        self._bookmark(caption, block.id)
        if block.rows:
            self._grid(block)
        if block.note:
            self._note(block.note)

    def _grid(self, block: Table) -> None:
        section = self.document.sections[-1]
        usable = (section.page_width or 0) - 2 * MARGIN
        total = sum(column.weight for column in block.columns)
        widths = [usable * column.weight // total for column in block.columns]
        table = self.document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        parts.set_widths(table, widths)
        header = table.rows[0]
        parts.repeat_header(header)
        parts.keep_together(header)
        for cell, column, width in zip(header.cells, block.columns, widths, strict=True):
            cell.width = width
            parts.shade(cell._tc.get_or_add_tcPr(), HEADER_FILL)
            self._write(cell, [column.title], bold=True)
        for row in block.rows:
            self._row(table, block, row, widths)

    def _row(self, table: docx.table.Table, block: Table, row: Row, widths: list[int]) -> None:
        added = table.add_row()
        if sum(len(line) for cell in row.cells.values() for line in lines_of(cell)) < 1200:
            parts.keep_together(added)
        for cell, column, width in zip(added.cells, block.columns, widths, strict=True):
            cell.width = width
            value = row.cells.get(column.key)
            if column.key == "code":
                address = public_address(str(value), self.content.cycle)
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                parts.add_link(cell.paragraphs[0], str(value), address)
                self._small(cell)
            else:
                self._write(cell, lines_of(value), right=_is_number(value))

    def _write(
        self, cell: _Cell, lines: list[str], *, bold: bool = False, right: bool = False
    ) -> None:
        for position, line in enumerate(lines or [""]):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(f"• {line}" if len(lines) > 1 else line)
            run.font.size, run.font.bold = Pt(9), bold

    @staticmethod
    def _small(cell: _Cell) -> None:
        for run in cell.paragraphs[0]._p.iter(qn("w:r")):
            size = OxmlElement("w:sz")
            size.set(qn("w:val"), "18")
            run.get_or_add_rPr().append(size)

    def _closing(self) -> None:
        self._note(f"SHA-256: {self.content.checksum}")


def _is_number(value: Cell) -> bool:
    return isinstance(value, int | float)
