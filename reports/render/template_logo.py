"""The logo of an uploaded template: decoded and drawn anew, so that only its pixels are left."""

import struct
from pathlib import Path
from tempfile import TemporaryDirectory

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.image.image import Image

MOST_PIXELS, LONGEST_SIDE = 1_500_000, 4_000
KINDS = {"image/png": "png", "image/jpeg": "jpg"}
UNREADABLE = (
    InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError,
    struct.error, KeyError, IndexError, ValueError, TypeError, ZeroDivisionError, OverflowError,
)  # fmt: skip


def drawn_anew(picture: bytes) -> bytes | None:
    """A PNG with the same pixels, or nothing where `picture` is no PNG or JPEG of a logo's size."""
    import typst  # here: a web process that takes no template does not load it

    try:
        header = Image.from_blob(picture)
        kind, width, height = header.content_type, header.px_width, header.px_height
    except UNREADABLE:
        return None
    fits = min(width, height) > 0 and max(width, height) <= LONGEST_SIDE
    if kind not in KINDS or not fits or width * height > MOST_PIXELS:
        return None
    name = f"logo.{KINDS[kind]}"
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(picture)
        source = Path(folder) / "main.typ"
        source.write_text(
            "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
            f'#image("{name}", width: {width}pt, height: {height}pt)'
        )
        try:
            drawn: object = typst.compile(
                source,
                root=Path(folder),
                ignore_system_fonts=True,
                format="png",
                ppi=72,
                timestamp=0,
            )
        except RuntimeError:  # typst's own errors are such: the picture cannot be decoded
            return None
    return drawn if isinstance(drawn, bytes) else None
