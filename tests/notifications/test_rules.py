"""What goes with a letter is known by its content, whatever its name says."""

import zipfile
from io import BytesIO

import pytest

from notifications.rules import attachment_of

PDF = b"%PDF-1.7\n1 0 obj\n"
TYPES = "[Content_Types].xml"
ODT = "application/vnd.oasis.opendocument.text"


def package(*names, mimetype="", packing=zipfile.ZIP_STORED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as written:
        if mimetype:
            written.writestr("mimetype", mimetype)
        for name in names:
            written.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "goes_out_as"),
    [
        ("oficio.pdf", PDF, "oficio.pdf"),
        ("oficio.exe", PDF, "oficio.pdf"),
        ("C:\\Escritorio\\Oficio Nº 12.PDF", PDF, "Oficio Nº 12.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("a\r\nBcc: x@x.pdf", PDF, "a Bcc x x.pdf"),
        ("", PDF, "adjunto.pdf"),
        ("logo", b"\x89PNG\r\n\x1a\nxx", "logo.png"),
        ("foto.jpeg", b"\xff\xd8\xff\xe0xx", "foto.jpg"),
        ("acta.docx", package(TYPES, "word/document.xml"), "acta.docx"),
        ("cuadro.docx", package(TYPES, "xl/workbook.xml"), "cuadro.xlsx"),
        ("sesión.pptx", package(TYPES, "ppt/presentation.xml"), "sesión.pptx"),
        (
            "acta.odt",
            package("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "acta.odt",
        ),
    ],
)
def test_file_goes_out_named_by_what_it_is(name, body, goes_out_as):
    found = attachment_of(name, body)
    assert found is not None
    assert (found.name, found.body) == (goes_out_as, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("oficio.pdf", b"MZ\x90\x00 a program"),
        ("pagina.pdf", b"<html><script>"),
        ("acta.docx", b""),
        ("acta.docx", package("a.exe")),
        ("acta.docx", package(TYPES, "word/document.xml", "word/vbaProject.bin")),
        ("acta.docx", package(TYPES, "word/document.xml")[:-40]),
        ("acta.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("dibujo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
        ("otro.odt", package("content.xml", mimetype="application/x-msdownload")),
        ("macros.odt", package("Basic/script-lc.xml", mimetype=ODT)),
        ("macros.odt", package("Scripts/python/a.py", mimetype=ODT)),
    ],
)
def test_file_of_another_kind_does_not_go_out(name, body):
    assert attachment_of(name, body) is None


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_package_that_packs_what_it_says_of_itself_does_not_go_out(packing):
    """The standard asks to store it; unpacking it may give far more than its length says."""
    assert attachment_of("a.odt", package("content.xml", mimetype=ODT, packing=packing)) is None
    as_word = package(TYPES, "word/document.xml", mimetype=ODT, packing=packing)
    assert attachment_of("a.docx", as_word) is None


def spoilt(where, written):
    """A document of LibreOffice whose first member says something else of itself at `where`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODT)
    body = bytearray(out.getvalue())
    for start in (0, body.index(b"PK\x01\x02") + 2 if where < 30 else 0):
        body[start + where : start + where + len(written)] = written
    return bytes(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(spoilt(6, b"\x01\x00"), id="encrypted"),
        pytest.param(spoilt(8, b"\x0c\x00"), id="bzip2 that is none"),
        pytest.param(spoilt(8, b"\x0e\x00"), id="lzma that is none"),
        pytest.param(spoilt(38, b"\xff\xff\xff\xff"), id="deflated badly"),
        pytest.param(spoilt(8, b"\x63\x00"), id="packed in a way nobody knows"),
    ],
)
def test_package_that_cannot_be_opened_does_not_go_out(body):
    assert attachment_of("oficio.odt", body) is None
