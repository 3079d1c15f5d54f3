"""What python-docx leaves to the XML of a Word document: fields, links, widths, repeated rows."""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from face.tokens import LIGHT

CELL, CELL_NUMBER, CELL_TITLE, NOTE = "Table Text", "Table Number", "Table Title", "Note"
CELL_ITEM = "Table Item"
CONTENTS, TABLES, CONTENTS_TITLE = "toc 1", "table of figures", "TOC Heading"
"""Names of styles; the last two are Word's own for contents and lists of tables."""

INK = RGBColor(0x1C, 0x24, 0x30)
BRAND = RGBColor(0xB3, 0x11, 0x2D)
LINK = RGBColor(0x0B, 0x4A, 0x9C)
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
HEADER_FILL = LIGHT["raised"].removeprefix("#").upper()
BULLETS = 1
"""The bulleted list among those that every document of python-docx brings along."""
CELL_MARGINS = Cm(0.42)
CHARACTER = Cm(0.21)
"""The width of a letter of a bold 9-point column title, on the safe side."""


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field such as `PAGE` or `SEQ Tabla`, with the text shown until it is updated."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Open a field: what follows, up to `end_field`, is shown until the field is updated."""
    _field_mark(paragraph, "begin")
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = instruction
    paragraph.add_run()._r.append(element)
    _field_mark(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    """Close the field that is open."""
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> None:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(element)


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """A link to a public page.

    The relation is named after the address: python-docx would look through all of them for each
    link, which takes hours where there are hundreds of thousands.
    """
    relations = paragraph.part.rels
    name = f"link{hashlib.sha256(address.encode()).hexdigest()[:24]}"
    if name not in relations:
        relations.add_relationship(HYPERLINK, address, name, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), name)
    run = paragraph.add_run(text)
    run._r.get_or_add_rPr().style = "Hyperlink"
    link.append(run._r)
    paragraph._p.append(link)


def add_entry(paragraph: Paragraph, text: str, anchor: str) -> None:
    """A line of a list of contents: a link to a bookmark.

    No page number: LibreOffice would show whatever stands here as it is, and Word writes its own.
    """
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place to link to; `number` must be unique in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def bookmark_name(block_id: str) -> str:
    """A bookmark's name for a block: letters, digits and underscores only."""
    return "b_" + block_id.replace("-", "_").replace(".", "_")


def repeat_header(row: _Row) -> None:
    """Show the row again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_together(row: _Row) -> None:
    """Do not break the row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def set_widths(table: Table, widths: Sequence[int]) -> None:
    """Fixed column widths in EMU: of the rows that exist, and of those still to be added."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def shared_widths(usable: int, weights: Sequence[int], words: Sequence[int]) -> list[int]:
    """Share `usable` EMU by weight, but never less than the longest word of a column needs.

    `words` are the lengths, in characters, of the longest words that must not be broken.
    """
    least = [CELL_MARGINS + length * CHARACTER for length in words]
    widths = [0] * len(weights)
    free = set(range(len(weights)))
    while free:
        room = usable - sum(least[place] for place in range(len(weights)) if place not in free)
        total = sum(weights[place] for place in free)
        tight = {place for place in free if room * weights[place] // total < least[place]}
        if not tight or tight == free:
            for place in free:
                widths[place] = room * weights[place] // total
            break
        for place in tight:
            widths[place] = least[place]
        free -= tight
    return widths


def shade(element_of_cell: object, colour: str) -> None:
    """Fill a cell (its `tcPr`) with a colour written as RRGGBB."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    element_of_cell.append(shading)  # type: ignore[attr-defined]


def set_language(document: Document, language: str) -> None:
    """Mark the language of the text, for spell checkers and screen readers."""
    for style in document.styles:
        properties = getattr(style.element, "rPr", None)
        if properties is not None:
            for mark in properties.findall(qn("w:lang")):
                properties.remove(mark)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    document.styles["Normal"].element.get_or_add_rPr().append(mark)


def turn(section: Section, *, landscape: bool) -> None:
    """Lay the pages of a section down or upright."""
    short_side, long_side = sorted((section.page_width or Cm(21), section.page_height or Cm(29.7)))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (long_side, short_side) if landscape else (short_side, long_side)
    )


def mark_pages(document: Document, mark: str) -> None:
    """Write `mark` above whatever the pages of the first section (which all follow) have on top."""
    section = document.sections[0]
    tops = [section.header]
    if section.different_first_page_header_footer:
        tops.append(section.first_page_header)
    if document.settings.odd_and_even_pages_header_footer:
        tops.append(section.even_page_header)
    for top in tops:
        paragraph = top.paragraphs[0].insert_paragraph_before()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(mark)
        run.font.bold, run.font.color.rgb = True, BRAND


def update_fields(document: Document) -> None:
    """Ask Word to fill in contents and page numbers when it opens the file."""
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is not None:
        return
    mark = OxmlElement("w:updateFields")
    mark.set(qn("w:val"), "true")
    later = [row for row in settings if row.tag in AFTER_UPDATE_FIELDS]
    if later:
        later[0].addprevious(mark)  # the schema fixes the order
    else:
        settings.append(mark)


AFTER_UPDATE_FIELDS = {
    qn(f"w:{name}")
    for name in ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids")
}


def without_clock(file: bytes) -> bytes:
    """The same document with fixed dates inside its zip: equal content gives equal bytes."""
    fixed = BytesIO()
    with ZipFile(BytesIO(file)) as read, ZipFile(fixed, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(ZipInfo(name), read.read(name), compress_type=ZIP_DEFLATED)
    return fixed.getvalue()


def dress(document: Document) -> None:
    """The house's look: typeface, sizes and colours of the styles used."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    sizes = {"Title": 28, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "TOC Heading": 18}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), BRAND
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.bold = Pt(10), True
    caption.font.color.rgb = INK
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(12)
    add_missing_styles(document)


def add_missing_styles(document: Document) -> None:
    """The styles of cells, notes, lists and links, unless the document brings its own."""
    for name, size in (
        (CELL, 9),
        (CELL_NUMBER, 9),
        (CELL_TITLE, 9),
        (CELL_ITEM, 9),
        (NOTE, 9),
        (CONTENTS, 10),
        (TABLES, 10),
        (CONTENTS_TITLE, 18),
    ):
        style = _new_style(document, name, WD_STYLE_TYPE.PARAGRAPH)
        if style is None:
            continue
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(2)
        if name == CELL_NUMBER:
            form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif name == CELL_ITEM:
            style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = BULLETS
            form.left_indent, form.first_line_indent = Cm(0.35), Cm(-0.35)
        elif name in (CELL_TITLE, CONTENTS_TITLE):
            style.font.bold = True
        elif name == NOTE:
            style.font.italic, style.font.color.rgb = True, RGBColor(0x4D, 0x58, 0x66)
        elif name in (CONTENTS, TABLES):
            form.left_indent, form.first_line_indent = Cm(0.6), Cm(-0.6)
            form.right_indent = Cm(1)
            form.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _shade_first_rows(document.styles["Table Grid"].element)
    link = _new_style(document, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
    if link is not None:
        link.font.color.rgb, link.font.underline = LINK, True


def _shade_first_rows(style: Any) -> None:
    """Fill the first row of each table of a style, unless the style says how it looks."""
    if style.find(qn("w:tblStylePr")) is not None:
        return
    form, cells = OxmlElement("w:tblStylePr"), OxmlElement("w:tcPr")
    form.set(qn("w:type"), "firstRow")
    shade(cells, HEADER_FILL)
    form.append(cells)
    style.append(form)


def _new_style(document: Document, name: str, kind: WD_STYLE_TYPE) -> Any:
    """A style to be given its look, or nothing where the document has it already."""
    if name in {style.name for style in document.styles}:
        return None
    return document.styles.add_style(name, kind)
