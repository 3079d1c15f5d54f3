"""The kinds of documents that are taken, and how people call them."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """The ending of its files, its media type, and its name for people."""

    ending: str
    media_type: str
    label: str | Promise


PDF = Kind("pdf", "application/pdf", "PDF")
PNG = Kind("png", "image/png", _("imagen PNG"))
JPEG = Kind("jpg", "image/jpeg", _("imagen JPG"))
WEBP = Kind("webp", "image/webp", _("imagen WebP"))
DOCX = Kind("docx", f"{OFFICE}wordprocessingml.document", "Word")
XLSX = Kind("xlsx", f"{OFFICE}spreadsheetml.sheet", "Excel")
PPTX = Kind("pptx", f"{OFFICE}presentationml.presentation", "PowerPoint")
ODT = Kind("odt", f"{OPEN_DOCUMENT}text", _("texto de LibreOffice"))
ODS = Kind("ods", f"{OPEN_DOCUMENT}spreadsheet", _("hoja de LibreOffice"))
ODP = Kind("odp", f"{OPEN_DOCUMENT}presentation", _("presentación de LibreOffice"))

KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, PPTX, ODT, ODS, ODP)
ENDINGS = (*(kind.ending for kind in KINDS), "jpeg")
"""What a browser offers to choose."""


def kind_and_size(media_type: str, size: int) -> str:
    """How people call a file: its kind and its size (bytes): «PDF, 1.2 MB»."""
    return f"{label_of(media_type)}, {filesizeformat(size)}"


def label_of(media_type: str) -> str:
    """How people call the kind of files of this media type; the type itself where it is none."""
    return next((str(kind.label) for kind in KINDS if kind.media_type == media_type), media_type)
