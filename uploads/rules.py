"""What may be handed over as a document: a kind that offices exchange, known by its content.

Bytes in, a kind or a reason out: what the sender's computer says of a file, by name or type, is not
believed. Nothing is unpacked, drawn or run.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uploads.images import MOST_PIXELS, jpeg_size, png_size, webp_size
from uploads.kinds import JPEG, PDF, PNG, WEBP, Kind
from uploads.packages import PackageError, Wrong, ends_as_zip, kind_of_package

MEGABYTE = 2**20
LONGEST_STEM = 80

EMPTY = gettext_lazy("El archivo está vacío: elija otro.")
TOO_LARGE = gettext_lazy("El archivo pasa de %(most)s MB: elija uno más liviano.")
UNKNOWN = gettext_lazy(
    "Ese archivo no se acepta: elija un PDF, una imagen (PNG, JPG o WebP) o un documento de Word, "
    "Excel, PowerPoint o LibreOffice sin macros."
)
OLD_OR_LOCKED = gettext_lazy(
    "El archivo es de un Office antiguo (.doc, .xls, .ppt) o pide contraseña: guárdelo sin "
    "contraseña como .docx, .xlsx, .pptx o PDF."
)
DAMAGED = gettext_lazy("El archivo está incompleto o dañado: ábralo y guárdelo otra vez.")
LOCKED = gettext_lazy("El documento pide contraseña: guárdelo sin ella.")
MACROS = gettext_lazy("El documento lleva macros: guárdelo sin ellas, o como PDF.")
TWO_KINDS = gettext_lazy(
    "El archivo es de dos clases a la vez: guárdelo otra vez como PDF o como imagen."
)
TOO_FULL = gettext_lazy("El archivo ocuparía demasiado al abrirse: elija uno más liviano.")

OF_PACKAGES = {
    Wrong.UNKNOWN: UNKNOWN,
    Wrong.DAMAGED: DAMAGED,
    Wrong.LOCKED: LOCKED,
    Wrong.MACROS: MACROS,
    Wrong.TOO_FULL: TOO_FULL,
}

PDF_BEGINS = re.compile(rb"%PDF-[12]\.\d")
PDF_END = 2048
"""Bytes at the end of a PDF in which its last lines stand."""

LOOKED_FOR_PDF = 1024
"""Bytes from the beginning in which some readers look for a PDF."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What documents before 2007 begin with, and those of today with a password."""

PACKAGE = b"PK\x03\x04"
IMAGES = (
    (b"\x89PNG\r\n\x1a\n", PNG, png_size),
    (b"\xff\xd8\xff", JPEG, jpeg_size),
    (b"RIFF", WEBP, webp_size),
)
"""What an image begins with, its kind, and what reads its size."""


@dataclass(frozen=True)
class Upload:
    """A file as it is kept and goes out: its name, its media type, its bytes."""

    name: str
    type: str
    body: bytes


class RefusedError(ValueError):
    """Why a file is not taken, in a sentence for the person."""


def document_of(name: str, body: bytes, *, most: int) -> Upload:
    """The file under a name of its kind; raises `RefusedError`. `most`: bytes that it may have."""
    if not body:
        raise RefusedError(str(EMPTY))
    if len(body) > most:
        raise RefusedError(str(TOO_LARGE) % {"most": most // MEGABYTE})
    kind = _kind_of(body)
    return Upload(f"{_stem(name)}.{kind.ending}", kind.media_type, body)


def _kind_of(body: bytes) -> Kind:
    if body.startswith(PACKAGE):
        kind = _package(body)
    elif body.startswith(b"%PDF-"):
        kind = _pdf(body)
    else:
        kind = _image(body)
    if kind is not PDF and b"%PDF-" in body[:LOOKED_FOR_PDF]:
        raise RefusedError(str(TWO_KINDS))
    if not body.startswith(PACKAGE) and ends_as_zip(body):
        raise RefusedError(str(TWO_KINDS))
    return kind


def _package(body: bytes) -> Kind:
    try:
        return kind_of_package(body)
    except PackageError as problem:
        raise RefusedError(str(OF_PACKAGES[problem.wrong])) from None


def _pdf(body: bytes) -> Kind:
    """By its first line and its last ones, which a file cut off or another one's does not have."""
    end = body[-PDF_END:].rstrip(b"\0\t\n\f\r ")
    if not (PDF_BEGINS.match(body) and b"startxref" in end and end.endswith(b"%%EOF")):
        raise RefusedError(str(DAMAGED))
    return PDF


def _image(body: bytes) -> Kind:
    for signature, kind, read_size in IMAGES:
        if not body.startswith(signature):
            continue
        size = read_size(body)
        if size is None:
            raise RefusedError(str(DAMAGED))
        if size[0] * size[1] > MOST_PIXELS:
            raise RefusedError(str(TOO_FULL))
        return kind
    raise RefusedError(str(OLD_OR_LOCKED if body.startswith(OLD_OFFICE) else UNKNOWN))


def _stem(name: str) -> str:
    """A name without folder, ending, line breaks and characters that turn or hide what follows."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    kept = " ".join(re.sub(r"[^\w .,()-]", " ", stem).split()).strip(". ")
    return kept[:LONGEST_STEM].strip(". ") or _("documento")
