"""What goes with a letter is known by its content, whatever its name says."""

import zipfile
from io import BytesIO

import pytest

from notifications.rules import attachment_of

PDF = b"%PDF-1.7\n1 0 obj\n"
TYPES = "[Content_Types].xml"


def package(*names, mimetype=""):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as written:
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
    ],
)
def test_file_of_another_kind_does_not_go_out(name, body):
    assert attachment_of(name, body) is None
