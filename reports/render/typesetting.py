"""typst at work: the same fonts everywhere, no system font, no network, no clock."""

import json
from pathlib import Path
from typing import Any

from reports.content import Chart
from reports.render.charts import as_svg

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "report.typ"
PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 17cm)"""
POINTS_PER_INCH = 200


def as_png(chart: Chart) -> bytes:
    """The chart as a picture 17 cm wide, for documents that take no SVG."""
    return _compiled(
        PICTURE, {"picture": as_svg(chart)}, format="png", ppi=POINTS_PER_INCH, timestamp=0
    )


def as_tagged_pdf(report: dict[str, Any], *, timestamp: int) -> bytes:
    """`report` set by `report.typ` as PDF/UA-1; `timestamp` in seconds goes into its metadata.

    Raises `typst.TypstError` where the document would not be accessible.
    """
    inputs = {"report": json.dumps(report, ensure_ascii=False)}
    return _compiled(TEMPLATE, inputs, format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)


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
