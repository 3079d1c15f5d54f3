"""What may go with a letter: a file of a kind that offices exchange, known by its content."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

MOST_BYTES = 5 * 2**20
"""Of an attachment: what the mail of most institutions lets in."""

MOST_MEMBERS = 2_000
UNREADABLE = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError)
"""What opening a zip, and reading what is stored in it, may raise: damaged, encrypted
(`RuntimeError`).
"""

MACROS_OF_OPEN_DOCUMENTS = ("basic/", "scripts/")
LONGEST_NAME = 80
WORD, EXCEL, SLIDES = "wordprocessingml", "spreadsheetml", "presentationml"
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
SIGNATURES = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}
"""What a file begins with -> its ending and its type."""

DOCUMENTS = {
    "word/document.xml": ("docx", f"{OFFICE}{WORD}.document"),
    "xl/workbook.xml": ("xlsx", f"{OFFICE}{EXCEL}.sheet"),
    "ppt/presentation.xml": ("pptx", f"{OFFICE}{SLIDES}.presentation"),
}
"""The part that tells a document of Office from another -> its ending and its type."""

OPEN_DOCUMENTS = {
    f"{OPEN_DOCUMENT}{kind}".encode(): (ending, f"{OPEN_DOCUMENT}{kind}")
    for kind, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}
"""What a document of LibreOffice says of itself -> its ending and its type."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter: its name, its media type, its bytes."""

    name: str
    type: str
    body: bytes


def attachment_of(name: str, body: bytes) -> Attachment | None:
    """The file as it goes out, named by what it is; nothing where its content is of no such kind.

    What the sender's computer says of it, by name or type, is not believed.
    """
    known = _kind_of(body)
    if known is None:
        return None
    ending, media_type = known
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] or last
    stem = " ".join(re.sub(r"[^\w .,()-]", " ", stem).split()).strip(". ")[:LONGEST_NAME]
    return Attachment(f"{stem or 'adjunto'}.{ending}", media_type, body)


def _kind_of(body: bytes) -> tuple[str, str] | None:
    for signature, kind in SIGNATURES.items():
        if body.startswith(signature):
            return kind
    return _document_of(body) if body.startswith(b"PK\x03\x04") else None


def _document_of(body: bytes) -> tuple[str, str] | None:
    """The kind of a document in a zip; nothing for another zip, or for one that carries macros."""
    if body.count(b"PK\x01\x02") > MOST_MEMBERS:
        return None
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            names = set(package.namelist())
            told = next(iter(package.infolist()), None)
            if told and told.filename == "mimetype":
                runs = any(one.lower().startswith(MACROS_OF_OPEN_DOCUMENTS) for one in names)
                can_go = _is_plain(told) and not runs
                return OPEN_DOCUMENTS.get(package.read(told)) if can_go else None
    except UNREADABLE:
        return None
    if "[Content_Types].xml" not in names or any("vbaproject" in one.lower() for one in names):
        return None
    return next((kind for part, kind in DOCUMENTS.items() if part in names), None)


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Whether `member` is short and not packed, as the standard of these documents asks: what is
    packed may unpack to far more than it says of itself.
    """
    return member.compress_type == zipfile.ZIP_STORED and member.file_size < LONGEST_NAME
