"""A Word file of unknown origin, read part by part within bounds; nothing is executed or fetched.

Every XML part passes a parser that refuses document types (so no entities) and counts what it sees,
before it becomes a tree. What a part is called, and how it is written, decides nothing: only what
is asked for here is ever read.
"""

import posixpath
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat  # the guard itself: it refuses document types
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from docx.oxml.parser import parse_xml

LARGEST_FILE = 5 * 2**20
LARGEST_UNPACKED = 60 * 2**20
"""As the file declares it: a first look, since what is read has limits of its own."""

LARGEST_PART, LARGEST_DOCUMENT = 2 * 2**20, 8 * 2**20
LARGEST_PICTURE = 2 * 2**20
MOST_PARTS = 500
MOST_ELEMENTS, MOST_ELEMENTS_OF_DOCUMENT = 60_000, 400_000
MOST_ATTRIBUTES = 60
DEEPEST = 60
LONGEST_MARKUP = 256 * 1024
"""Bytes of one tag or comment."""

PIECE = 64 * 1024
PLAIN = {ZIP_STORED, ZIP_DEFLATED}
"""Ways of packing: the others of a zip (bzip2, lzma) take memory before a byte is read."""

END_OF_ZIP, ENTRIES_AT = b"PK\x05\x06", 10
UNREADABLE = (
    BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError,
    SyntaxError, ValueError, expat.ExpatError,
)  # fmt: skip
"""What the libraries raise of a file that does not hold what it says."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class TemplateError(Exception):
    """Why a file cannot be the template, in Spanish."""


def not_word() -> TemplateError:
    """The refusal of what is no Word document, or a damaged one."""
    return TemplateError(_("No es un documento de Word (.docx) que se pueda abrir."))


def too_large() -> TemplateError:
    """The refusal of a document that is larger inside than any template."""
    return TemplateError(
        _("El archivo es demasiado grande por dentro: deje la plantilla con una página en blanco.")
    )


@dataclass(frozen=True)
class Relation:
    """What a part leads to: the last word of its type, and a part of the package or an address."""

    kind: str
    target: str
    external: bool


@dataclass
class Package:
    """The zip, and what of it is left out of the template that is built from it."""

    body: bytes
    zip: ZipFile = field(init=False)
    members: dict[str, ZipInfo] = field(init=False)

    def __post_init__(self) -> None:
        if len(self.body) > LARGEST_FILE:
            raise TemplateError(_("El archivo pasa de 5 MB."))
        end = self.body.rfind(END_OF_ZIP)
        entries = self.body[end + ENTRIES_AT : end + ENTRIES_AT + 2]
        if end < 0 or len(entries) < 2:
            raise not_word()
        if int.from_bytes(entries, "little") > MOST_PARTS:
            raise too_large()
        try:
            self.zip = ZipFile(BytesIO(self.body))
        except UNREADABLE as problem:
            raise not_word() from problem
        infos = self.zip.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_UNPACKED:
            raise too_large()
        self.members = {info.filename: info for info in infos}

    def read(self, name: str, most: int) -> bytes:
        """An unpacked part; raises where it is missing or more than `most` bytes."""
        info = self.members.get(name)
        if (
            info is None
            or info.flag_bits & 1
            or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}
        ):
            raise not_word()
        try:
            with self.zip.open(info) as part:
                content = part.read(most + 1)
        except UNREADABLE as problem:
            raise not_word() from problem
        if len(content) > most:
            raise too_large()
        return content

    def tree(self, name: str) -> Any:
        """An XML part as a tree of bounded size."""
        content = self.read(name, LARGEST_PART)
        walk(content, MOST_ELEMENTS)
        try:
            return parse_xml(content)
        except UNREADABLE as problem:
            raise not_word() from problem

    def relations(self, name: str) -> dict[str, Relation]:
        """Id -> what the part `name` leads to; nothing where it leads nowhere."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self.members:
            return {}
        found = {}
        for row in self.tree(path).iter():
            if row.get("Type") is None:
                continue
            target, external = row.get("Target", ""), row.get("TargetMode") == "External"
            if not external:
                joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(joined)
            kind = row.get("Type", "").rpartition("/")[2]
            found[row.get("Id", "")] = Relation(kind, target, external)
        return found


Start = Callable[[str, dict[str, str]], None]
"""Told of each element: its name as `{namespace}name`, and its attributes likewise."""


def walk(content: bytes, most: int, start: Start | None = None) -> None:
    """Parse `content` piece by piece within all bounds, and tell `start` of each element."""
    parser = expat.ParserCreate(namespace_separator="}")
    depth = elements = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > DEEPEST or elements > most or len(attributes) > MOST_ATTRIBUTES:
            raise too_large()
        if start is not None:
            start(f"{{{name}", {f"{{{key}": value for key, value in attributes.items()})

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for place in range(0, len(content), PIECE):
            piece = content[place : place + PIECE]
            parser.Parse(piece, False)
            if place + len(piece) - parser.CurrentByteIndex > LONGEST_MARKUP:
                raise too_large()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as problem:
        raise not_word() from problem


def _refuse(*_args: Any) -> None:
    raise TemplateError(_("El archivo contiene instrucciones que Word no escribe."))
