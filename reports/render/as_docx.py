"""A Word document with real styles, captions, contents and repeated header rows."""

from collections.abc import Sequence
from io import BytesIO

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.content import (
    Block,
    Chart,
    Column,
    Contents,
    CountryReportContent,
    Heading,
    Row,
    Table,
    Text,
)
from reports.render import docx_parts as parts
from reports.render.cells import (
    addresses_of,
    clean,
    draft_mark,
    is_short,
    lines_of,
    moment_of,
    stamp_of,
)
from reports.render.charts import as_svg
from reports.render.layout import chapters_that_follow_on, leaves
from reports.render.letters import printable
from reports.render.typesetting import as_png
from reports.render.word_template import opened

LANGUAGE_MARKS = {"es": "es-PE", "en": "en-GB"}
MARGIN = Cm(2)


def as_docx(
    content: CountryReportContent, template: bytes | None = None, *, draft: bool = False
) -> bytes:
    """The report as a .docx file, in the look of a template that was built anew, or ours.

    A draft says so at the top of each page.
    """
    with translation.override(content.language):
        return _Writer(content, template, draft_mark(draft=draft)).write()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, content: CountryReportContent, template: bytes | None, mark: str) -> None:
        self.content = content
        self.mark = mark
        self.document: Document = opened(template)
        self.has_template = template is not None
        self.landscape = False
        self.bookmarks = 0
        self.numbered = content.numbers()
        self.following_on = chapters_that_follow_on(content.blocks)
        styles = self.document.styles
        self.texts = str(styles[parts.CELL].style_id)
        self.items = str(styles[parts.CELL_ITEM].style_id)
        self.numbers = str(styles[parts.CELL_NUMBER].style_id)
        self.titles = str(styles[parts.CELL_TITLE].style_id)

    def write(self) -> bytes:
        """The bytes of the finished document."""
        self._prepare()
        self._cover()
        for leaf in leaves(self.content.blocks):
            turned = self._page(landscape=leaf.landscape)
            for position, block in enumerate(leaf.blocks):
                self._block(block, first=turned and position == 0)
        self._note(f"SHA-256: {self.content.checksum}")
        file = BytesIO()
        self.document.save(file)
        return parts.without_clock(file.getvalue())

    def _block(self, block: Block, *, first: bool) -> None:
        if isinstance(block, Contents):
            self._contents(block)
        elif isinstance(block, Heading):
            self._heading(block, new_page=not first)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif block.id != "cover":
            self._text(block)

    def _prepare(self) -> None:
        document = self.document
        parts.set_language(document, LANGUAGE_MARKS[self.content.language])
        parts.update_fields(document)
        properties = document.core_properties
        properties.title = clean(self.content.title)
        properties.author = "MTIGM"
        properties.subject = self.content.cycle
        properties.language = LANGUAGE_MARKS[self.content.language]
        properties.comments = ""
        properties.created = properties.modified = moment_of(self.content)
        if not self.has_template:
            self._lay_out(document.sections[0])
        if self.mark:
            properties.content_status = self.mark
            parts.mark_pages(document, self.mark)

    def _lay_out(self, section: Section) -> None:
        """Page, margins and footer, where no template brings them."""
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
        title = document.add_paragraph(clean(self.content.title), style="Title")
        title.paragraph_format.space_before = Pt(170)
        cover = next(
            (row for row in self.content.blocks if isinstance(row, Text) and row.id == "cover"),
            None,
        )
        for position, line in enumerate(cover.paragraphs if cover else ()):
            paragraph = document.add_paragraph()
            paragraph.add_run(clean(line)).font.size = Pt(20 if position == 0 else 13)
            if cover and position == 0:
                self._bookmark(paragraph, cover.id)
        stamp = document.add_paragraph()
        stamp.paragraph_format.space_before = Pt(180)
        stamp.add_run(stamp_of(self.content)).font.size = Pt(8)

    def _contents(self, block: Contents) -> None:
        headings = [(clean(row.title), row.id) for row in self.content.headings() if row.level == 1]
        title = self._list(clean(block.title), headings, 'TOC \\o "1-1" \\h \\z', parts.CONTENTS)
        self._bookmark(title, block.id)
        tables = [
            (f"{_('Tabla')} {self.numbered[row.id]}. {clean(row.title)}", row.id)
            for row in self.content.tables()
        ]
        figures = [
            (f"{_('Figura')} {self.numbered[row.id]}. {clean(row.title)}", row.id)
            for row in self.content.charts()
        ]
        self._list(_("Lista de tablas"), tables, 'TOC \\h \\z \\c "Tabla"', parts.TABLES)
        if figures:
            self._list(_("Lista de figuras"), figures, 'TOC \\h \\z \\c "Figura"', parts.TABLES)

    def _list(
        self, title: str, entries: list[tuple[str, str]], instruction: str, style: str
    ) -> Paragraph:
        """A list readable as it stands, inside the field that Word updates."""
        heading = self.document.add_paragraph(title, style="TOC Heading")
        heading.paragraph_format.page_break_before = True
        paragraph = heading
        for position, (text, block_id) in enumerate(entries):
            paragraph = self.document.add_paragraph(style=style)
            if position == 0:
                parts.begin_field(paragraph, instruction)
            parts.add_entry(paragraph, text, parts.bookmark_name(block_id))
        if entries:
            parts.end_field(paragraph)
        return heading

    def _page(self, *, landscape: bool) -> bool:
        """Start a section where the orientation changes; tell whether it did."""
        if landscape == self.landscape:
            return False
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        parts.turn(section, landscape=landscape)
        self.landscape = landscape
        return True

    def _bookmark(self, paragraph: Paragraph, block_id: str) -> None:
        self.bookmarks += 1
        parts.add_bookmark(paragraph, parts.bookmark_name(block_id), self.bookmarks)

    def _heading(self, block: Heading, *, new_page: bool) -> None:
        heading = self.document.add_heading(clean(block.title), level=block.level)
        if block.level == 1 and block.id not in self.following_on:
            heading.paragraph_format.page_break_before = new_page
        self._bookmark(heading, block.id)

    def _text(self, block: Text) -> None:
        self._bookmark(self.document.add_heading(clean(block.title), level=2), block.id)
        for paragraph in block.paragraphs:
            self.document.add_paragraph(clean(paragraph))
        if block.automatic:
            self._note(_("Texto redactado automáticamente."))
        if block.source:
            self._note(f"{_('Fuente')}: {block.source}")

    def _note(self, text: str) -> None:
        self.document.add_paragraph(clean(text), style=parts.NOTE)

    def _caption(self, block: Table | Chart, kind: str, sequence: str) -> None:
        """`Tabla 3. Title`, counted by a field so that Word can list it."""
        caption = self.document.add_paragraph(style="Caption")
        caption.add_run(f"{kind} ")
        number = str(self.numbered[block.id])
        parts.add_field(caption, f"SEQ {sequence} \\* ARABIC", number)
        caption.add_run(f". {clean(block.title)}")
        self._bookmark(caption, block.id)

    def _chart(self, block: Chart) -> None:
        self._caption(block, _("Figura"), "Figura")
        if block.categories:
            drawing = as_png(as_svg(block, printable))
            paragraph = self.document.add_paragraph()
            picture = paragraph.add_run().add_picture(BytesIO(drawing), width=Cm(17))
            properties = picture._inline.docPr
            properties.set("name", parts.bookmark_name(block.id))
            properties.set("descr", clean(block.alternative))
        if block.note:
            self._note(block.note)

    def _table(self, block: Table) -> None:
        self._caption(block, _("Tabla"), "Tabla")
        if block.rows:
            self._grid(block)
        if block.note:
            self._note(block.note)

    def _grid(self, block: Table) -> None:
        section = self.document.sections[-1]
        table = self.document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        widths = parts.shared_widths(
            (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0),
            [column.weight for column in block.columns],
            [_longest_word(column, block.rows) for column in block.columns],
        )
        parts.set_widths(table, widths)
        header = table.rows[0]
        parts.repeat_header(header)
        parts.keep_together(header)
        for cell, column in zip(header.cells, block.columns, strict=True):
            self._write(cell, [clean(column.title)], [], self.titles)
        for row in block.rows:
            self._row(table, block, row)

    def _row(self, table: docx.table.Table, block: Table, row: Row) -> None:
        added = table.add_row()
        if is_short(row):
            parts.keep_together(added)
        for cell, column in zip(added.cells, block.columns, strict=True):
            value = row.cells.get(column.key)
            addresses = addresses_of(column.key, row, self.content.cycle)
            lines = lines_of(value)
            style = self.items if len(lines) > 1 else self.texts
            style = self.numbers if isinstance(value, int | float) else style
            self._write(cell, lines, addresses, style)

    @staticmethod
    def _write(cell: _Cell, lines: list[str], addresses: list[str], style: str) -> None:
        """Write lines into an empty cell; `style` is the id of a paragraph style."""
        for position, line in enumerate(lines or [""]):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            paragraph._p.style = style
            if addresses:
                parts.add_link(paragraph, line, addresses[position])
            else:
                paragraph.add_run(line)


def _longest_word(column: Column, rows: Sequence[Row]) -> int:
    """Letters of the longest word of the column's title, or of a code, which is read whole."""
    words = column.title.replace("/", " ").split()
    if column.key == "code":
        words += [str(row.cells.get("code")) for row in rows[:1]]
    return max((len(word) for word in words), default=1)
