"""What stands between a file of unknown origin and the library that reads workbooks.

The library (calamine) keeps a sheet as a full rectangle: two cells in opposite corners make it
ask for 550 GB, and the process is stopped. So every part that it will read passes here first,
unpacked piece by piece under a limit, its cells counted by an XML parser that refuses document
types; what passed is packed anew, and the library sees nothing else: no macros, no outside
links, no second copy of a part under the same name.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat  # the guard itself: it refuses document types, so no entities

from django.utils.translation import gettext as _

from exchange.reader.book import UnreadableFileError

MOST_BYTES = 10 * 2**20
"""Of a file as it arrives."""

MOST_UNPACKED = 40 * 2**20
"""Of all the parts that are read, unpacked."""

MOST_MEMBERS = 1_000
MOST_SHEETS = 40
MOST_ROWS = 20_001
"""Of a sheet, its header included."""

MOST_COLUMNS = 100
MOST_CELLS = 600_000
MOST_LETTERS = 12_000_000
"""Of all the texts of a sheet, each counted as often as a cell shows it."""

MOST_TEXTS = 600_000
"""Shared texts of a workbook."""

MOST_FAULTS = 20_000
"""Cells of a sheet with an error of Excel, or a formula without its value."""

MOST_ELEMENTS, MOST_ATTRIBUTES = 2_000_000, 3_000_000
"""Of all the parts: a cell takes two or three elements and as many attributes."""

MOST_NAMES = 2_000
"""Different names of elements and attributes in a part (Excel knows some hundreds)."""

LONGEST_MARK = 256 * 1024
"""Bytes of one tag or comment: until its end comes, the parser reads it again with each piece."""

LONGEST_NAME = 60
"""Letters of a sheet's name that are looked at (Excel takes 31)."""

PIECE = 64 * 1024
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError
)  # fmt: skip
"""What the standard library raises of a zip that does not hold what it says."""

ENTRY = b"PK\x01\x02"
"""What each member's entry in the directory of a zip begins with."""

METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How Excel packs; the others of the library unpack without a limit (lzma, bzip2)."""

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ROOT = "_rels/.rels"
STRINGS, STYLES, TYPES = "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"
REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")


def too_large(what: str) -> UnreadableFileError:
    """The refusal of a file that is larger than what is read."""
    return UnreadableFileError(_("El archivo es demasiado grande: %(what)s.") % {"what": what})


def damaged() -> UnreadableFileError:
    """The refusal of a file that cannot be read to the end."""
    return UnreadableFileError(
        _("El archivo está dañado o incompleto: ábralo en Excel, guárdelo otra vez y súbalo.")
    )


class Part:
    """One part of the package: unpacked under the limit, parsed, and packed anew."""

    def __init__(self, package: "Package", name: str) -> None:
        self.package = package
        self.name = name

    def parse(self, handler: "Handler | None") -> None:
        """Feed the part to `handler` (`start`, `end`, `text`) while copying it."""
        names: dict[str, str] = {}
        parser = expat.ParserCreate("utf-8", None, names)
        parser.buffer_text = True
        if handler is not None:
            parser.StartElementHandler = handler.start
            parser.EndElementHandler = handler.end
            parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.XmlDeclHandler = _refuse_encoding
        try:
            with self.package.clean.open(self.name, "w") as copy:
                fed = 0
                for piece in self.package.pieces(self.name):
                    if b"\x00" in piece:  # UTF-16: the library would read something else
                        raise damaged()
                    self.package.count(piece)
                    parser.Parse(piece, False)
                    fed += len(piece)
                    if len(names) > MOST_NAMES or fed - parser.CurrentByteIndex > LONGEST_MARK:
                        raise written_by_no_spreadsheet()
                    copy.write(piece)
                    if handler is not None and handler.is_done:
                        parser.StartElementHandler = parser.EndElementHandler = None
                        parser.CharacterDataHandler = None
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as problem:
            raise damaged() from problem


class Package:
    """A workbook's zip, read part by part under one limit."""

    def __init__(self, body: bytes) -> None:
        if body.count(ENTRY) > MOST_MEMBERS:  # the library keeps each, before it can be asked
            raise too_large(_("tiene demasiadas partes"))
        try:
            self.zip = zipfile.ZipFile(BytesIO(body))
            self.members = self._members()
        except UNREADABLE as problem:
            raise damaged() from problem
        self.left = MOST_UNPACKED
        self.marks = self.attributes = 0
        self.cleaned = BytesIO()
        self.clean = zipfile.ZipFile(self.cleaned, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def _members(self) -> dict[str, zipfile.ZipInfo]:
        members: dict[str, zipfile.ZipInfo] = {}
        for info in self.zip.infolist():
            if members.setdefault(info.filename, info) is not info:
                raise damaged()
            if info.flag_bits & 1:
                raise UnreadableFileError(_("El archivo está protegido con contraseña: quítela."))
            if info.compress_type not in METHODS:
                raise written_by_no_spreadsheet()
        return members

    def pieces(self, name: str) -> Iterator[bytes]:
        """The unpacked part, piece by piece; raises where it is more than may be read."""
        info = self.members.get(name)
        if info is None:
            raise damaged()
        try:
            with self.zip.open(info) as part:
                yield from self._bounded(part)
        except UNREADABLE as problem:
            raise damaged() from problem

    def _bounded(self, part: IO[bytes]) -> Iterator[bytes]:
        while piece := part.read(PIECE):
            self.left -= len(piece)
            if self.left < 0:
                raise too_large(_("descomprimido ocupa más de 40 MB"))
            yield piece

    def count(self, piece: bytes) -> None:
        """Take note of the marks in a piece; raises where there are more than are read."""
        self.marks += piece.count(b"<") + piece.count(b"/>")  # two of each element
        self.attributes += piece.count(b"=")
        if self.marks > 2 * MOST_ELEMENTS or self.attributes > MOST_ATTRIBUTES:
            raise too_large(_("tiene demasiadas celdas o marcas"))

    def keep(self, name: str, handler: "Handler | None" = None) -> None:
        """Parse a part and take it over; without a handler it only has to be well formed."""
        Part(self, name).parse(handler)

    def finished(self) -> bytes:
        """The zip that the library may read."""
        self.clean.close()
        return self.cleaned.getvalue()


def written_by_no_spreadsheet() -> UnreadableFileError:
    """The refusal of a file that no spreadsheet wrote."""
    return UnreadableFileError(_("El archivo contiene instrucciones que Excel no escribe."))


def _refuse_document_type(*_args: Any) -> None:
    raise written_by_no_spreadsheet()


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in {"utf-8", "utf8"}:
        raise damaged()


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


class Handler:
    """What is done with the content of a part: nothing."""

    is_done = False
    """Whether it needs to hear no more: what follows only has to be well formed."""

    def start(self, _name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, _name: str) -> None:
        """An element ends."""

    def text(self, _text: str) -> None:
        """Text inside an element."""


class Names(Handler):
    """The sheets of the workbook, and the part that each relation leads to."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.parts: dict[str, str] = {}
        self.relations = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of sheets and relations."""
        if local(name) == "sheet":
            told = {local(key): value for key, value in attributes.items()}
            self.sheets.append((told.get("name", "")[:LONGEST_NAME], told.get("id", "")))
            if len(self.sheets) > MOST_SHEETS:
                raise too_large(_("tiene demasiadas hojas"))
        elif local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").removeprefix("/xl/")
            joined = posixpath.normpath(posixpath.join("xl", target))
            self.parts[attributes.get("Id", "")] = joined
            self.relations += 1
            if self.relations > MOST_MEMBERS:
                raise too_large(_("tiene demasiadas partes"))


class Strings(Handler):
    """How many letters each shared text has."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.length = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """A text begins."""
        if local(name) == "si":
            self.length = 0

    def text(self, text: str) -> None:
        """More of it."""
        self.length += len(text)

    def end(self, name: str) -> None:
        """It ends."""
        if local(name) == "si":
            self.lengths.append(self.length)
            if len(self.lengths) > MOST_TEXTS:
                raise too_large(_("tiene demasiados textos"))


def column_number(letters: str) -> int:
    """The place from 0 of the column "A", "B"… "XFD"."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
