"""What python-docx leaves to the XML of a Word document: fields, links, widths, repeated rows."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

BRAND = RGBColor(0xB3, 0x11, 0x2D)
LINK = RGBColor(0x0B, 0x4A, 0x9C)


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field such as `PAGE` or `SEQ Tabla`, with the text shown until it is updated."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = instruction
            run._r.append(element)
        elif kind != "shown":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """A link to a public page."""
    relation = paragraph.part.relate_to(
        address,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.color.rgb = LINK
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def add_internal_link(paragraph: Paragraph, text: str, anchor: str) -> None:
    """A link to a bookmark of the same document."""
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


def set_widths(table: Table, widths: list[int]) -> None:
    """Fixed column widths in EMU, in the grid and in the cells that exist already."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


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


def dress(document: Document) -> None:
    """The house's look: typeface, sizes and colours of the styles used."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 28), ("Heading 1", 18), ("Heading 2", 14), ("Heading 3", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), BRAND
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.bold = Pt(10), True
    caption.font.color.rgb = RGBColor(0x1C, 0x24, 0x30)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(12)
