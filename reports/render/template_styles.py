"""The styles and the theme of an uploaded template, kept word by word from a list of what may stay.

What is not named here is left out: numbering, frames, relations, extensions, hidden text.
"""

import re
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import OxmlElement, parse_xml

from reports.render.template_package import W

BORDERS = "top left bottom right start end between bar insideH insideV tl2br tr2bl"
STRUCTURE = (
    "styles docDefaults rPrDefault pPrDefault latentStyles lsdException style name aliases basedOn "
    "next link hidden uiPriority semiHidden unhideWhenUsed qFormat locked rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr"
)
PARAGRAPH = (
    "keepNext keepLines pageBreakBefore widowControl suppressLineNumbers pBdr shd tabs tab "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents jc textDirection "
    "textAlignment outlineLvl"
)
RUN = (
    "rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof color "
    "w kern position sz szCs highlight u bdr vertAlign rtl cs em lang eastAsianLayout"
)
TABLE = (
    "tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing tblInd tblBorders tblLayout "
    "tblCellMar tblHeader cantSplit trHeight tcBorders tcMar tcW noWrap vAlign"
)
KEPT = {
    f"{W}{name}" for names in (STRUCTURE, PARAGRAPH, RUN, TABLE, BORDERS) for name in names.split()
}
VALUE = re.compile(r"[\w .,;:#%+()/&'-]{0,200}")
"""What the value of an attribute of a style may be: a word, a number, a name; no address."""

COLOUR, TYPEFACE = re.compile(r"[0-9A-Fa-f]{6}"), re.compile(r"[\w .-]{1,60}")
COLOURS = "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def kept_styles(uploaded: Any) -> Any:
    """The element `w:styles` built anew from `uploaded`, for a document of ours."""
    root = OxmlElement("w:styles")
    _copy(uploaded, root)
    return root


def _copy(source: Any, target: Any) -> None:
    for child in source:
        if child.tag not in KEPT or child.tag == f"{W}styles":
            continue
        copied = OxmlElement(f"w:{child.tag.removeprefix(W)}")
        target.append(copied)
        for name, value in child.attrib.items():
            if name.startswith(W) and VALUE.fullmatch(value):
                copied.set(name, value)
        _copy(child, copied)


def dressed_theme(ours: bytes, uploaded: Any) -> bytes:
    """Our theme with the typefaces and colours of the uploaded one, where they are plainly said."""
    root: Any = parse_xml(ours)
    for name in COLOURS:
        place = root.find(f".//{A}clrScheme/{A}{name}")
        colour = _colour(uploaded.find(f".//{A}clrScheme/{A}{name}"))
        if place is not None and colour:
            for child in list(place):
                place.remove(child)
            place.append(OxmlElement("a:srgbClr", {"val": colour}))
    for kind in ("majorFont", "minorFont"):
        path = f".//{A}fontScheme/{A}{kind}/{A}latin"
        place, wanted = root.find(path), uploaded.find(path)
        typeface = "" if wanted is None else wanted.get("typeface", "")
        if place is not None and TYPEFACE.fullmatch(typeface):
            place.attrib.clear()
            place.set("typeface", typeface)
    return serialize_part_xml(root)


def _colour(element: Any) -> str:
    for child in element if element is not None else ():
        value = child.get("val", "") if child.tag == f"{A}srgbClr" else child.get("lastClr", "")
        if COLOUR.fullmatch(value):
            return str(value).upper()
    return ""
