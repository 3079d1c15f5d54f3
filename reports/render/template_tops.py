"""What stands above and below the pages of an uploaded template, as words of ours.

Text, how it is set, the number of the page, and one logo; no field but PAGE and NUMPAGES, no frame,
no table, no link.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reports.render.cells import clean
from reports.render.template_package import Package, R, Relation, W

MOST_LINES, MOST_LETTERS = 40, 2_000
ALIGNMENTS = {"left", "start", "center", "right", "end", "both"}
FIELDS = {"PAGE", "NUMPAGES"}
COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
STYLE = re.compile(r"[\w .-]{1,80}")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass
class Piece:
    """A stretch of a line: text set in one way, or the number of a page, or the logo's place."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    half_points: int = 0
    colour: str = ""
    page_field: str = ""
    picture: str = ""
    """The part of the package that holds it."""
    width: int = 0
    """Of the picture, in EMU."""


@dataclass
class Line:
    """A paragraph."""

    pieces: list[Piece] = field(default_factory=list)
    style: str = ""
    alignment: str = ""


def lines_of_part(package: Package, name: str) -> list[Line]:
    """The paragraphs of a header or footer, those of tables and text boxes among them."""
    relations = package.relations(name)
    lines: list[Line] = []
    letters = 0
    for paragraph in _paragraphs(package.tree(name)):
        line = _line(paragraph, relations)
        letters += sum(len(piece.text) for piece in line.pieces)
        if len(lines) == MOST_LINES or letters > MOST_LETTERS:
            break
        lines.append(line)
    while lines and not lines[-1].pieces:
        lines.pop()
    return lines


def _paragraphs(element: Any) -> Iterator[Any]:
    """Every paragraph in order; what only older programs would read is not read twice."""
    for child in element:
        if child.tag == FALLBACK:
            continue
        if child.tag == f"{W}p":
            yield child
        yield from _paragraphs(child)


def _line(paragraph: Any, relations: dict[str, Relation]) -> Line:
    line = Line(
        style=_value(paragraph, f"{W}pPr/{W}pStyle", STYLE),
        alignment=_value(paragraph, f"{W}pPr/{W}jc", re.compile("[a-z]{1,8}")),
    )
    if line.alignment not in ALIGNMENTS:
        line.alignment = ""
    reader = _Reader(relations)
    for run in _runs(paragraph):
        reader.read(run)
    line.pieces = reader.pieces
    return line


class _Reader:
    """Reads the runs of a paragraph; a field is open between its marks, which are runs too."""

    def __init__(self, relations: dict[str, Relation]) -> None:
        self.relations = relations
        self.pieces: list[Piece] = []
        self.instruction = ""
        self.counts = False
        """Whether the open field is a number of pages: then what it shows is left out."""

    def read(self, run: Any) -> None:
        """Take over what a run, or a simple field, shows."""
        look = _look(run)
        if run.tag == f"{W}fldSimple":
            self._count(run.get(f"{W}instr", ""), look)
            self.counts = False
            return
        for child in run:
            if child.tag == f"{W}fldChar":
                self._mark(child.get(f"{W}fldCharType"), look)
            elif child.tag == f"{W}instrText":
                self.instruction = (self.instruction + (child.text or ""))[:200]
            elif child.tag == f"{W}t" or child.tag in SIGNS:
                text = SIGNS.get(child.tag) or clean(child.text or "")
                if text and not self.counts:
                    self.pieces.append(Piece(text=text, **look))
            else:
                self.pieces += _picture(child, self.relations)

    def _mark(self, kind: str | None, look: dict[str, Any]) -> None:
        if kind == "begin":
            self.instruction = ""
        elif kind == "separate":
            self._count(self.instruction, look)
        elif kind == "end":
            self.counts = False

    def _count(self, instruction: str, look: dict[str, Any]) -> None:
        words = instruction.upper().split()
        self.counts = bool(words) and words[0] in FIELDS
        if self.counts:
            self.pieces.append(Piece(page_field=words[0], **look))


def _runs(element: Any) -> Iterator[Any]:
    """The runs and simple fields of a paragraph, without those of a paragraph inside it."""
    for child in element:
        if child.tag in {f"{W}r", f"{W}fldSimple"}:
            if child.find(f"{W}rPr/{W}vanish") is None:
                yield child
        elif child.tag not in {f"{W}p", f"{W}del", FALLBACK}:
            yield from _runs(child)


def _look(run: Any) -> dict[str, Any]:
    size = _value(run, f"{W}rPr/{W}sz", re.compile("[0-9]{1,3}"))
    return {
        "bold": run.find(f"{W}rPr/{W}b") is not None,
        "italic": run.find(f"{W}rPr/{W}i") is not None,
        "half_points": min(max(int(size), 8), 144) if size else 0,
        "colour": _value(run, f"{W}rPr/{W}color", COLOUR),
    }


def _value(element: Any, path: str, pattern: re.Pattern[str]) -> str:
    found = element.find(path)
    value = "" if found is None else found.get(f"{W}val", "")
    return value if pattern.fullmatch(value) else ""


def _picture(element: Any, relations: dict[str, Relation]) -> list[Piece]:
    """The pictures of a drawing that lie in the package."""
    keys = [row.get(f"{R}embed", "") for row in element.iter(BLIP)]
    keys += [row.get(f"{R}id", "") for row in element.iter(IMAGE_DATA)]
    extent = next(element.iter(EXTENT), None)
    width = "" if extent is None else extent.get("cx", "")
    wide = int(width) if width.isascii() and width.isdigit() and len(width) < 10 else 0
    targets = [relations[key] for key in keys if key in relations]
    return [
        Piece(picture=one.target, width=wide)
        for one in targets
        if one.kind == "image" and not one.external
    ]
