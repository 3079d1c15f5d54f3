"""Word templates that mean ill, or are merely clumsy: what `make bench-hostile` and the tests send.

Each holds the word `CANARY` wherever something of it could reach a report.
"""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import docx

CANARY = "zorzal-plantilla"
PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OUTSIDE = f"http://169.254.169.254/{CANARY}"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{PART}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


@dataclass(frozen=True)
class HostileTemplate:
    """A file by what is wrong with it, and how it is made."""

    name: str
    make: Callable[[], bytes]


def png(
    width: int = 4, height: int = 4, *, more: bytes = b"", claimed: tuple[int, int] | None = None
):
    """A PNG of that size, with a text chunk and a tail that are no picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        code = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", code)

    wide, high = claimed or (width, height)
    rows = zlib.compress(b"".join(b"\0" + b"\x22\x44\x88" * width for _row in range(height)))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + CANARY.encode())
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
        + CANARY.encode()
    )


def plain() -> bytes:
    """A template in order, with a header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Encabezado del ministerio"
    document.sections[0].footer.paragraphs[0].text = "Pie"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def changed(
    parts: dict[str, bytes | Callable[[bytes], bytes]], *, packing: int = ZIP_DEFLATED
) -> bytes:
    """The template in order with parts put in its place, or changed, or added."""
    file = BytesIO()
    with ZipFile(BytesIO(plain())) as old, ZipFile(file, "w", packing) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            before = old.read(name) if name in old.namelist() else b""
            part = parts.get(name, before)
            new.writestr(name, part(before) if callable(part) else part)
    return file.getvalue()


def related(
    kind: str, target: str, *, mode: str = ' TargetMode="External"', quote: str = '"'
) -> bytes:
    """The relations of a part: one, of that kind."""
    row = f'<Relationship Id="rX" Type="{PART}/{kind}" Target="{target}"{mode}/>'
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{row}</Relationships>"
    ).encode()


def header(content: str) -> bytes:
    """A header part that holds this."""
    return f"<w:hdr {NAMESPACES}>{content}</w:hdr>".encode()


def in_header(
    content: str, kind: str = "image", target: str = OUTSIDE, mode: str | None = None
) -> bytes:
    """A template whose header holds this, and leads there."""
    told = {} if mode is None else {"mode": mode}
    return changed(
        {
            "word/header1.xml": header(f"<w:p>{content}</w:p>"),
            "word/_rels/header1.xml.rels": related(kind, target, **told),
        }
    )


def with_field(instruction: str) -> bytes:
    """A header with a field, as Word writes it."""
    return in_header(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>visto</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><a:graphic><a:graphicData>'
    '<pic:pic><pic:blipFill><a:blip r:{how}="rX"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def with_picture(body: bytes, name: str = "logo.png") -> bytes:
    """A template whose header holds that picture."""
    return changed(
        {
            "word/header1.xml": header(f"<w:p>{PICTURE.format(how='embed')}</w:p>"),
            "word/_rels/header1.xml.rels": related("image", f"media/{name}", mode=""),
            f"word/media/{name}": body,
        }
    )


def attached(spelled: Callable[[bytes], bytes]) -> bytes:
    """A template that depends on another one, the relation spelled in that way."""
    relations = related("attachedTemplate", OUTSIDE)
    return changed({"word/_rels/settings.xml.rels": spelled(relations)})


def styled(more: str) -> bytes:
    """A template whose styles hold something more."""
    return changed(
        {"word/styles.xml": lambda old: old.replace(b"</w:styles>", more.encode() + b"</w:styles>")}
    )


def with_document(content: Callable[[bytes], bytes], **options: int) -> bytes:
    """A template whose text is another."""
    return changed({"word/document.xml": content}, **options)


def _empty_paragraphs(old: bytes) -> bytes:
    return old.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 9_500_000)


def _entities(old: bytes) -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<!DOCTYPE x [<!ENTITY e0 "{CANARY}">{levels}]>'.encode()
    head, _sign, rest = old.partition(b"?>")
    return (
        head
        + b"?>"
        + text
        + rest.replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p>")
    )


def _many_members() -> bytes:
    return changed({f"word/media/{number}.png": b"x" for number in range(20_000)})


def hostile_templates() -> list[HostileTemplate]:
    """All of them."""
    quoted = f'"{PART}/attachedTemplate"'.encode()
    frame = f'<w:frame><w:sourceFileName r:id="rX"/><w:name w:val="{CANARY}"/></w:frame>'
    frames = f"<w:frameset>{frame}</w:frameset>"
    web = f"<w:webSettings {NAMESPACES}>{frames}</w:webSettings>".encode()
    object_ = '<w:r><w:object><o:OLEObject Type="{}" ProgID="{}" r:id="rX"/></w:object></w:r>'
    embedded = f"<w:p>{object_.format('Embed', CANARY)}</w:p>"
    shown = "<w:r><w:t>visto</w:t></w:r>"
    comment = b"<!--" + b"x" * 7_000_000 + b"-->"
    attributes = b"<w:p " + b" ".join(b'w:a%d=""' % number for number in range(500_000)) + b"/>"
    found = {
        "attached template in single quotes": lambda: attached(
            lambda one: one.replace(quoted, quoted.replace(b'"', b"'"))
        ),
        "attached template with a numeric entity": lambda: attached(
            lambda one: one.replace(b"attachedTemplate", b"attached&#84;emplate")
        ),
        "attached template in UTF-16": lambda: attached(
            lambda one: ('<?xml version="1.0" encoding="UTF-16"?>' + one.decode()).encode("utf-16")
        ),
        "external picture in the header": lambda: in_header(PICTURE.format(how="link")),
        "external picture as an embedded one": lambda: in_header(PICTURE.format(how="embed")),
        "picture of the server's disk": lambda: in_header(
            PICTURE.format(how="embed"), target=f"file:///etc/{CANARY}"
        ),
        "picture outside the package": lambda: in_header(
            PICTURE.format(how="embed"), target=f"../../../../etc/{CANARY}", mode=""
        ),
        "linked object": lambda: in_header(object_.format("Link", CANARY), kind="oleObject"),
        "embedded object": lambda: changed(
            {
                "word/header1.xml": header(embedded),
                "word/_rels/header1.xml.rels": related("oleObject", "embeddings/o.bin", mode=""),
                "word/embeddings/o.bin": CANARY.encode() * 100,
            }
        ),
        "web frames": lambda: changed(
            {
                "word/webSettings.xml": web,
                "word/_rels/webSettings.xml.rels": related("frame", OUTSIDE),
            }
        ),
        "DDE field": lambda: with_field(f'DDEAUTO c:\\\\cmd "/k {CANARY}"'),
        "INCLUDEPICTURE field": lambda: with_field(f'INCLUDEPICTURE "{OUTSIDE}" \\d'),
        "simple field": lambda: in_header(
            f'<w:fldSimple w:instr="INCLUDETEXT {OUTSIDE}">{shown}</w:fldSimple>'
        ),
        "link in the header": lambda: in_header(
            '<w:hyperlink r:id="rX"><w:r><w:t>visto</w:t></w:r></w:hyperlink>', kind="hyperlink"
        ),
        "macros under another name": lambda: changed(
            {"word/inocente.bin": CANARY.encode(), "word/_rels/document.xml.rels": _with_macros}
        ),
        "style with a picture outside": lambda: styled(
            f'<w:style {NAMESPACES} w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:pPr>'
            f'<w:numPr><w:numId w:val="1"/></w:numPr><w:framePr w:w="{CANARY}"/></w:pPr>'
            f'<w:rPr><w:vanish/><v:fill r:id="rX" src="{OUTSIDE}"/></w:rPr></w:style>'
        ),
        "60 KB of empty paragraphs": lambda: with_document(_empty_paragraphs),
        "entities of entities": lambda: with_document(_entities),
        "a comment of 7 MB": lambda: with_document(
            lambda old: old.replace(b"<w:body>", b"<w:body>" + comment)
        ),
        "half a million attributes": lambda: with_document(
            lambda old: old.replace(b"<w:body>", b"<w:body>" + attributes)
        ),
        "paragraphs inside one another": lambda: with_document(
            lambda old: old.replace(
                b"<w:body>", b"<w:body>" + b"<w:p>" * 100_000 + b"</w:p>" * 100_000
            )
        ),
        "packed with lzma": lambda: with_document(
            lambda old: old.replace(b"<w:body>", b"<w:body>" + b" " * 40_000_000), packing=ZIP_LZMA
        ),
        "packed with bzip2": lambda: with_document(lambda old: old, packing=ZIP_BZIP2),
        "twenty thousand parts": _many_members,
        "styles of 50 MB": lambda: styled("<w:style/>" * 5_000_000),
        "thousands of styles": lambda: styled('<w:style w:type="paragraph"/>' * 60_000),
        "picture that says it is huge": lambda: with_picture(png(claimed=(60_000, 60_000))),
        "picture of the most pixels": lambda: with_picture(png(1_500, 1_000)),
        "picture with a tail": lambda: with_picture(png()),
        "picture that is none": lambda: with_picture(f"<svg>{CANARY}</svg>".encode()),
        "picture that unpacks to gigabytes": lambda: with_picture(
            png(2_000, 2_000, claimed=(1, 1))
        ),
        "header of a million letters": lambda: in_header(
            f"<w:r><w:t>{'x' * 1_000_000}</w:t></w:r>"
        ),
        "header of thousands of lines": lambda: in_header("</w:p>" + "<w:p/>" * 50_000 + "<w:p>"),
        "header that leads to itself": lambda: changed(
            {"word/_rels/header1.xml.rels": related("header", "header1.xml", mode="")}
        ),
        "half of the zip": lambda: plain()[: len(plain()) // 2],
    }
    return [HostileTemplate(name, make) for name, make in found.items()]


def _with_macros(old: bytes) -> bytes:
    row = (
        '<Relationship Id="rM" Type="http://schemas.microsoft.com/office/2006/relationships/'
        'vbaProject" Target="inocente.bin"/></Relationships>'
    )
    return old.replace(b"</Relationships>", row.encode())
