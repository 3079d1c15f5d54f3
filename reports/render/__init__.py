"""From content to bytes, in each format; no queries and no clock here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reports.content import CountryReportContent
from reports.render.as_docx import as_docx
from reports.render.as_html import as_html
from reports.render.as_json import as_json
from reports.render.as_pdf import as_pdf
from reports.render.as_xlsx import as_xlsx


@dataclass(frozen=True)
class Rendered:
    """A file: its bytes, its media type and the name to save it under."""

    body: bytes
    content_type: str
    filename: str


FORMATS: dict[str, tuple[Callable[..., bytes], str]] = {
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": (as_html, "text/html; charset=utf-8"),
    "json": (as_json, "application/json"),
    "pdf": (as_pdf, "application/pdf"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Format -> renderer (of content, and whether it is a draft) and media type."""

DRAFT_SUFFIX = "-borrador"
"""In the name of each file that nobody has published."""


def render(
    content: CountryReportContent,
    format_name: str,
    *,
    draft: bool = False,
    word_template: bytes | None = None,
) -> Rendered:
    """`content` in the named format; raises `ValueError` where there is no such format.

    A `draft` says on each page and in its name that nobody has published it. `word_template`, as
    `rebuilt` gave it, gives the Word document its look; the other formats have their own.
    """
    if format_name not in FORMATS:
        raise ValueError(format_name)
    renderer, content_type = FORMATS[format_name]
    if format_name == "docx" and word_template is not None:
        renderer = partial(as_docx, template=word_template)
    suffix = DRAFT_SUFFIX if draft else ""
    filename = f"informe-pais-{content.cycle}-{content.language}{suffix}.{format_name}"
    return Rendered(renderer(content, draft=draft), content_type, filename)
