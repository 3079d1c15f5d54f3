"""Small files of every kind that is taken, and those that mean ill."""

import struct
import zipfile
import zlib
from io import BytesIO

PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
)


def pdf_of(size: int) -> bytes:
    """A PDF of so many bytes."""
    return PDF[:9] + b"\n" * (size - len(PDF)) + PDF[9:]


TYPES = "[Content_Types].xml"
WORD = b'<Override PartName="/word/document.xml" ContentType="application/xml"/>'
ODT = "application/vnd.oasis.opendocument.text"


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG with its checksum."""
    told = kind + data
    return struct.pack(">I", len(data)) + told + struct.pack(">I", zlib.crc32(told))


def png(width: int = 1, height: int = 1) -> bytes:
    """A grey PNG; of a large one the picture is short of what its head says."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * min(width, 9)) * min(height, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """The bones of a JPEG: how large it is, a scan, its end."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda" + scan + b"\x00\xff\xd9"


def webp() -> bytes:
    """The head of a lossless WebP."""
    told = b"WEBPVP8L" + struct.pack("<I", 10) + b"\x2f\x00\x00\x00\x00" + b"\0" * 5
    return b"RIFF" + struct.pack("<I", len(told)) + told


def package(
    *names: str,
    mimetype: str = "",
    types: bytes = WORD,
    packing: int = zipfile.ZIP_DEFLATED,
    mimetype_packing: int = zipfile.ZIP_STORED,
    **contents: bytes,
) -> bytes:
    """A zip of these members; `contents` by name, `types` what the parts are said to be."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as written:
        if mimetype:
            written.writestr("mimetype", mimetype, mimetype_packing)
        for name in names:
            written.writestr(name, types if name == TYPES else b"x")
        for name, content in contents.items():
            written.writestr(name, content)
    return out.getvalue()


def document(main: str = "word/document.xml", *names: str, types: bytes = WORD) -> bytes:
    """A document of Office."""
    return package(TYPES, main, *names, types=types)


def bomb() -> bytes:
    """A document of some hundred kilobytes that unpacks to more than half a gigabyte."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        written.writestr(TYPES, WORD)
        with written.open("word/document.xml", "w") as part:
            for _piece in range(520):
                part.write(bytes(2**20))
    return out.getvalue()


def spoilt(where: int, written: bytes) -> bytes:
    """A document of LibreOffice whose first member says something else of itself at `where`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", ODT)
    body = bytearray(out.getvalue())
    for start in (0, body.index(b"PK\x01\x02") + 2 if where < 30 else 0):
        body[start + where : start + where + len(written)] = written
    return bytes(body)
