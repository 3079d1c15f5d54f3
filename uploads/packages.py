"""Documents that are zips: which one it is, without macros or passwords, by its table of members.

Only the member that says what the others are is read, up to a limit; nothing is unpacked.
"""

import zipfile
import zlib
from enum import Enum
from io import BytesIO
from lzma import LZMAError

from uploads.kinds import DOCX, ODP, ODS, ODT, PPTX, XLSX, Kind


class Wrong(Enum):
    """Why a package is not taken."""

    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    LOCKED = "locked"
    MACROS = "macros"
    TOO_FULL = "too full"


class PackageError(ValueError):
    """A package that is not taken, and why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


MOST_MEMBERS = 2_000
MOST_UNPACKED = 500 * 2**20
"""Bytes that its members may say to have together."""

MOST_TOLD = 2**20
"""Bytes of a member that says what the others are."""

LONGEST_TYPE = 80
UNREADABLE = (
    zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error, LZMAError
)  # fmt: skip
"""What opening a zip may raise: damaged, packed in an unknown way."""

MEMBER, END = b"PK\x01\x02", b"PK\x05\x06"
"""What a line of the table of members begins with, and what stands behind the table."""

SHORTEST_END = 22
LONGEST_END = SHORTEST_END + 0xFFFF
IS_LOCKED = 0x1
"""The flag of a member that asks for a password."""

STORED = frozenset({zipfile.ZIP_STORED})
"""How a document of LibreOffice must hold what it says of itself, by its standard."""

KNOWN = STORED | {zipfile.ZIP_DEFLATED}
TYPES, MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
"""The part that tells a document of Office from another."""

OPEN_DOCUMENTS = {kind.media_type.encode(): kind for kind in (ODT, ODS, ODP)}
"""What a document of LibreOffice says of itself."""

MACROS_OF_OFFICE = ("vbaproject", "xl/macrosheets/", "activex/")
MACROS_OF_OPEN_DOCUMENTS = ("basic/", "scripts/")


def ends_as_zip(body: bytes) -> bool:
    """Whether a program that looks for a zip from the end of the file finds one."""
    tail = body[-LONGEST_END:]
    start = tail.rfind(END)
    if start < 0 or len(tail) - start < SHORTEST_END:
        return False
    directory = (
        len(body) - len(tail) + start - int.from_bytes(tail[start + 12 : start + 16], "little")
    )
    return directory >= 0 and body[directory : directory + 4] == MEMBER


def kind_of_package(body: bytes) -> Kind:
    """The kind of a document in a zip; raises `PackageError`."""
    if body.count(MEMBER) > MOST_MEMBERS:
        raise PackageError(Wrong.UNKNOWN)
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            return _kind(package)
    except PackageError:
        raise
    except UNREADABLE:
        raise PackageError(Wrong.DAMAGED) from None


def _kind(package: zipfile.ZipFile) -> Kind:
    members = package.infolist()
    if any(member.flag_bits & IS_LOCKED for member in members):
        raise PackageError(Wrong.LOCKED)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise PackageError(Wrong.TOO_FULL)
    names = {member.filename for member in members}
    if members and members[0].filename == "mimetype":
        return _open_document(package, names)
    if TYPES in names:
        return _office(package, names)
    raise PackageError(Wrong.UNKNOWN)


def _open_document(package: zipfile.ZipFile, names: set[str]) -> Kind:
    kind = OPEN_DOCUMENTS.get(_read(package, "mimetype", most=LONGEST_TYPE, packings=STORED))
    if kind is None:
        raise PackageError(Wrong.UNKNOWN)
    if any(name.lower().startswith(MACROS_OF_OPEN_DOCUMENTS) for name in names):
        raise PackageError(Wrong.MACROS)
    if MANIFEST in names and b"encryption-data" in _read(package, MANIFEST):
        raise PackageError(Wrong.LOCKED)
    return kind


def _office(package: zipfile.ZipFile, names: set[str]) -> Kind:
    """Macros may lie in a part of any name: its type tells, which no character hides."""
    types = _read(package, TYPES).replace(b"\0", b"").lower()
    told = any(mark in name.lower() for name in names for mark in MACROS_OF_OFFICE)
    if told or any(mark in types for mark in (b"macroenabled", b"vbaproject", b"activex", b"&#")):
        raise PackageError(Wrong.MACROS)
    kind = next((kind for part, kind in OFFICE.items() if part in names), None)
    if kind is None:
        raise PackageError(Wrong.UNKNOWN)
    return kind


def _read(
    package: zipfile.ZipFile, name: str, *, most: int = MOST_TOLD, packings: frozenset[int] = KNOWN
) -> bytes:
    """A member, packed in one of these ways: of the others the library unpacks all at once."""
    member = package.getinfo(name)
    if member.compress_type not in packings:
        raise PackageError(Wrong.DAMAGED)
    with package.open(member) as part:
        told = part.read(most + 1)
    if len(told) > most:
        raise PackageError(Wrong.DAMAGED)
    return told
