"""typst at work: the same fonts everywhere, no system font, no network, no clock."""

import json
import logging
from pathlib import Path
from typing import Any

from reports.render.letters import plainest

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "report.typ"
PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 17cm)"""
POINTS_PER_INCH = 200
UNPRINTABLE = "could not be displayed"
"""What typst says of a letter that no font has."""

logger = logging.getLogger(__name__)


def as_png(drawing: str) -> bytes:
    """An SVG as a picture 17 cm wide, for documents that take no SVG.

    Its texts are those of `printable`: what no font has would not be drawn.
    """
    return _compiled(
        PICTURE,
        {"picture": drawing},
        format="png",
        ppi=POINTS_PER_INCH,
        timestamp=0,
    )


def as_tagged_pdf(report: dict[str, Any], *, timestamp: int) -> bytes:
    """`report` set by `report.typ` as PDF/UA-1; `timestamp` in seconds goes into its metadata.

    Raises `typst.TypstError` where the document would not be accessible.
    """
    import typst

    options = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": timestamp}
    try:
        return _compiled(TEMPLATE, _inputs(report), **options)
    except typst.TypstError as error:
        if UNPRINTABLE not in str(error):
            raise
        # No such text is known, but a report is not stopped for one: print what surely can be.
        logger.warning("typst cannot print a text: %s", error)
        return _compiled(TEMPLATE, _inputs(_plainest(report)), **options)


def _inputs(report: dict[str, Any]) -> dict[str, str]:
    return {"report": json.dumps(report, ensure_ascii=False)}


def _plainest(told: Any) -> Any:
    """The same structure with the plainest texts; pictures stay: no picture was ever refused."""
    if isinstance(told, str):
        return told if told.startswith("<svg ") else plainest(told)
    if isinstance(told, dict):
        return {name: _plainest(value) for name, value in told.items()}
    return [_plainest(value) for value in told] if isinstance(told, list) else told


def _compiled(source: bytes | Path, inputs: dict[str, str], **options: Any) -> bytes:
    import typst  # here, so that a web process that renders nothing does not load it

    compiled: object = typst.compile(
        source,
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        **options,
    )
    if not isinstance(compiled, bytes):
        raise TypeError(f"typst gave {type(compiled).__name__}: more than one picture")
    return compiled
