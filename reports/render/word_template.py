"""The Word template that the ministry may put in the place of the house's own.

It comes from outside, so it is never used as it came: what a template is for (styles, page,
margins, words above and below the pages, one logo) is read from it within bounds and written into a
clean package of ours. Nothing else of it survives, however it is spelled.
"""

from dataclasses import dataclass
from io import BytesIO

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.render import docx_parts as parts
from reports.render.template_logo import drawn_anew
from reports.render.template_package import (
    LARGEST_DOCUMENT,
    LARGEST_PICTURE,
    MOST_ELEMENTS_OF_DOCUMENT,
    Package,
    R,
    Relation,
    TemplateError,
    W,
    not_word,
    walk,
)
from reports.render.template_styles import dressed_theme, kept_styles
from reports.render.template_tops import Line, Piece, lines_of_part

REQUIRED_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "Table Grid")
"""What the report is written in; the house's smaller styles are added where they are missing."""

OURS_WITHOUT = {
    "stylesWithEffects", "customXml", "webSettings", "thumbnail", "extended-properties",
}  # fmt: skip
"""What python-docx's own empty document carries along and nobody needs."""

ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
TOPS = {
    ("header", "default"): "header",
    ("header", "first"): "first_page_header",
    ("header", "even"): "even_page_header",
    ("footer", "default"): "footer",
    ("footer", "first"): "first_page_footer",
    ("footer", "even"): "even_page_footer",
}
"""Kind of part and of page -> where python-docx keeps it."""

TWIPS = 635  # EMU
PAGE = {"w": ("page_width", 5_670, 31_680), "h": ("page_height", 5_670, 31_680)}
MARGINS = {
    "left": ("left_margin", 0, 4_000),
    "right": ("right_margin", 0, 4_000),
    "top": ("top_margin", 0, 4_000),
    "bottom": ("bottom_margin", 0, 4_000),
    "header": ("header_distance", 0, 4_000),
    "footer": ("footer_distance", 0, 4_000),
}
"""Attribute -> property of a section, and the least and most twips: a page must have room."""

WIDEST_LOGO, NARROWEST_LOGO = Cm(16), Cm(0.5)


@dataclass
class Layout:
    """What the last section of a document says: elements by name, each with its attributes."""

    elements: list[tuple[str, dict[str, str]]]

    def first(self, name: str) -> dict[str, str] | None:
        """The attributes of the element `name`, or nothing where there is none."""
        return next((told for element, told in self.elements if element == f"{W}{name}"), None)

    def references(self, kind: str) -> dict[str, str]:
        """Kind of page -> id of the relation to its header (or footer)."""
        name = f"{W}{kind}Reference"
        return {
            told.get(f"{W}type", "default"): told.get(f"{R}id", "")
            for element, told in self.elements
            if element == name
        }


def rebuilt(body: bytes) -> bytes:
    """A clean Word document with the look of `body`; equal templates give equal bytes.

    Raises `TemplateError`, in Spanish, where it cannot be a template.
    """
    package = Package(body)
    main = _main_part(package)
    relations = package.relations(main)
    _refuse_programs(package, relations)
    document = docx.Document()
    _leave_behind(document)
    _take_styles(document, package, relations)
    layout = _layout(package, main)
    section = document.sections[0]
    _set_page(section, layout)
    _set_tops(document, section, package, layout, relations)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = properties.last_modified_by = ""
    file = BytesIO()
    document.save(file)
    return parts.without_clock(file.getvalue())


def opened(template: bytes | None) -> Document:
    """An empty document in the look of a template that `rebuilt` gave, or in the house's."""
    if template is None:
        document = docx.Document()
        _leave_behind(document)
        parts.dress(document)
        return document
    document = docx.Document(BytesIO(template))
    _leave_behind(document)
    parts.add_missing_styles(document)
    return document


def _main_part(package: Package) -> str:
    """The part that holds the document's text."""
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and not relation.external:
            return relation.target
    raise not_word()


def _refuse_programs(package: Package, relations: dict[str, Relation]) -> None:
    """Say what a person should know; nothing of it would be taken over anyway."""
    names = " ".join(package.members).lower()
    if "vbaproject" in names or any(row.kind == "vbaProject" for row in relations.values()):
        raise TemplateError(_("La plantilla tiene macros: guárdela como .docx."))
    settings = [row for row in relations.values() if row.kind == "settings"]
    reached = {"word/settings.xml", *(row.target for row in settings if not row.external)}
    kinds = {row.kind for name in reached for row in package.relations(name).values()}
    if "attachedTemplate" in kinds:
        raise TemplateError(_("La plantilla depende de otra plantilla: quite ese vínculo."))


def _leave_behind(document: Document) -> None:
    for holder in (document.part.rels, document.part.package.rels):
        for key, relation in list(holder.items()):
            if relation.reltype.rpartition("/")[2] in OURS_WITHOUT:
                del holder[key]


def _target(relations: dict[str, Relation], kind: str) -> str | None:
    found = (row.target for row in relations.values() if row.kind == kind and not row.external)
    return next(found, None)


def _take_styles(document: Document, package: Package, relations: dict[str, Relation]) -> None:
    name = _target(relations, "styles")
    if name is None:
        raise not_word()
    document.part._styles_part._element = kept_styles(package.tree(name))
    names = {style.name for style in document.styles}
    missing = [name for name in REQUIRED_STYLES if name not in names]
    if missing:
        told = ", ".join(missing)
        raise TemplateError(_("Faltan estilos en la plantilla: %(missing)s.") % {"missing": told})
    theme = _target(relations, "theme")
    for relation in document.part.rels.values():
        if theme is not None and relation.reltype.endswith("/theme"):
            part = relation.target_part
            part._blob = dressed_theme(part.blob, package.tree(theme))


def _layout(package: Package, main: str) -> Layout:
    """The elements inside each section's properties, of which the last section's are kept."""
    section, elements = f"{W}sectPr", list[tuple[str, dict[str, str]]]()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == section:
            elements.clear()
        elif len(elements) < 100 and name.startswith(W):
            elements.append((name, attributes))

    walk(package.read(main, LARGEST_DOCUMENT), MOST_ELEMENTS_OF_DOCUMENT, start)
    return Layout(elements)


def _set_page(section: Section, layout: Layout) -> None:
    """Size and margins within reason, and upright: the report turns its pages itself."""
    for element, limits in (("pgSz", PAGE), ("pgMar", MARGINS)):
        told = layout.first(element) or {}
        for attribute, (name, least, most) in limits.items():
            value = told.get(f"{W}{attribute}", "").lstrip("-")
            if value.isascii() and value.isdigit() and len(value) < 8:
                setattr(section, name, Emu(min(max(int(value), least), most) * TWIPS))
    parts.turn(section, landscape=False)
    wide = (section.left_margin or 0) + (section.right_margin or 0)
    if (section.page_width or 0) - wide < Cm(5):
        section.left_margin = section.right_margin = Cm(2)


def _set_tops(
    document: Document,
    section: Section,
    package: Package,
    layout: Layout,
    relations: dict[str, Relation],
) -> None:
    """Headers and footers of the three kinds of page, with one logo in all."""
    section.different_first_page_header_footer = layout.first("titlePg") is not None
    styles = {str(style.style_id) for style in document.styles if style.type == 1}
    logo = _Logo(package)
    for (kind, page), name in TOPS.items():
        relation = relations.get(layout.references(kind).get(page, ""))
        if relation is None or relation.external or relation.kind != kind:
            continue
        if page == "even":
            document.settings.odd_and_even_pages_header_footer = True
        lines = lines_of_part(package, relation.target)
        top = getattr(section, name)
        top.is_linked_to_previous = False
        first = top.paragraphs[0]
        for position, line in enumerate(lines):
            paragraph = first if position == 0 else top.add_paragraph()
            _write(paragraph, line, styles, logo)


def _write(paragraph: Paragraph, line: Line, styles: set[str], logo: "_Logo") -> None:
    paragraph._p.style = line.style if line.style in styles else None
    if line.alignment:
        paragraph.alignment = ALIGNMENTS[line.alignment]
    for piece in line.pieces:
        if piece.picture:
            logo.draw(paragraph, piece)
        elif piece.page_field:
            parts.add_field(paragraph, piece.page_field, "1")
        else:
            _dress(paragraph.add_run(piece.text), piece)


def _dress(run: Run, piece: Piece) -> None:
    run.font.bold, run.font.italic = piece.bold or None, piece.italic or None
    if piece.half_points:
        run.font.size = Pt(piece.half_points / 2)
    if piece.colour:
        run.font.color.rgb = RGBColor.from_string(piece.colour.upper())


class _Logo:
    """The one picture of the template: the first that can be drawn anew, wherever it stands."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name: str | None = None
        self.drawn: bytes | None = None
        self.tried = 0

    def draw(self, paragraph: Paragraph, piece: Piece) -> None:
        """Put the logo here, unless another picture is the logo already."""
        if self.name is None and self.tried < 3:
            self.tried += 1
            self.drawn = self._drawn(piece.picture)
            self.name = piece.picture if self.drawn else None
        if self.drawn is None or piece.picture != self.name:
            return
        width = Emu(min(max(piece.width, NARROWEST_LOGO), WIDEST_LOGO)) if piece.width else Cm(4)
        picture = paragraph.add_run().add_picture(BytesIO(self.drawn), width=width)
        picture._inline.docPr.set("name", "logo")
        picture._inline.docPr.set("descr", "")

    def _drawn(self, name: str) -> bytes | None:
        try:
            return drawn_anew(self.package.read(name, LARGEST_PICTURE))
        except TemplateError:
            return None


def problems_of_template(body: bytes) -> list[str]:
    """Why a file cannot be the template, in Spanish; nothing where it can."""
    try:
        rebuilt(body)
    except TemplateError as problem:
        return [str(problem)]
    return []
