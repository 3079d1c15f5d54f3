"""A document is known by its content, whatever its name says, and named by what it is."""

import zipfile

import pytest

from tests.uploads.made import (
    ODT,
    PDF,
    TYPES,
    WORD,
    bomb,
    document,
    jpeg,
    package,
    pdf_of,
    png,
    spoilt,
    webp,
)
from uploads import rules
from uploads.kinds import KINDS, label_of
from uploads.rules import MEGABYTE, RefusedError, document_of

MOST = 2 * MEGABYTE


def kept(name, body, most=MOST):
    return document_of(name, body, most=most)


def why_not(name, body, most=MOST):
    with pytest.raises(RefusedError) as refused:
        kept(name, body, most)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "body", "goes_out_as"),
    [
        ("oficio.pdf", PDF, "oficio.pdf"),
        ("oficio.exe", PDF, "oficio.pdf"),
        ("oficio.pdf", PDF.rstrip() + b"\r\n\0\0", "oficio.pdf"),
        ("logo", png(), "logo.png"),
        ("foto.jpeg", jpeg(4000, 3000), "foto.jpg"),
        ("foto.jpg", jpeg() + b"what the camera says", "foto.jpg"),
        ("foto.webp", webp(), "foto.webp"),
        ("acta.docx", document(), "acta.docx"),
        ("cuadro.docx", document("xl/workbook.xml"), "cuadro.xlsx"),
        ("sesión.pptx", document("ppt/presentation.xml"), "sesión.pptx"),
        ("acta.odt", package("content.xml", mimetype=ODT), "acta.odt"),
    ],
)
def test_file_is_named_by_what_it_is(name, body, goes_out_as):
    found = kept(name, body)
    assert (found.name, found.body) == (goes_out_as, body)
    assert found.type in {kind.media_type for kind in KINDS}
    assert label_of(found.type) != found.type


@pytest.mark.parametrize(
    ("name", "goes_out_as"),
    [
        ("C:\\Escritorio\\Oficio Nº 12.PDF", "Oficio Nº 12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..", "documento.pdf"),
        ("", "documento.pdf"),
        ("a\r\nBcc: x@x.pdf", "a Bcc x x.pdf"),
        ("acta\u202efdp.exe", "acta fdp.pdf"),
        ("acta\u200b\x00.pdf", "acta.pdf"),
        ("Resolucio\u0301n.pdf", "Resolución.pdf"),
        ('a"; filename="b.html', "a filename b.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_name_has_nothing_that_misleads(name, goes_out_as):
    assert kept(name, PDF).name == goes_out_as


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b"MZ\x90\x00 a program", rules.UNKNOWN, id="program"),
        pytest.param(b"<html><script>", rules.UNKNOWN, id="page"),
        pytest.param(b"<html>%PDF-1.7\nstartxref\n%%EOF", rules.UNKNOWN, id="page with a PDF"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'>", rules.UNKNOWN, id="svg"),
        pytest.param(b"GIF89a", rules.UNKNOWN, id="gif"),
        pytest.param(rules.OLD_OFFICE + b"x" * 99, rules.OLD_OR_LOCKED, id="old office"),
        pytest.param(PDF[:-20], rules.DAMAGED, id="PDF cut off"),
        pytest.param(
            b"%PDF-<script>startxref %%EOF", rules.DAMAGED, id="page that calls itself PDF"
        ),
        pytest.param(
            PDF + b"<script>alert(1)</script>", rules.DAMAGED, id="PDF with a page behind"
        ),
        pytest.param(png()[:-3], rules.DAMAGED, id="PNG cut off"),
        pytest.param(png() + b"<script>", rules.DAMAGED, id="PNG with a page behind"),
        pytest.param(png().replace(b"IDAT", b"IDAX"), rules.DAMAGED, id="PNG changed"),
        pytest.param(jpeg()[:-2], rules.DAMAGED, id="JPEG cut off"),
        pytest.param(b"\xff\xd8\xff\xe0xx", rules.DAMAGED, id="JPEG of nothing"),
        pytest.param(webp()[:-1] + b"", rules.DAMAGED, id="WebP cut off"),
        pytest.param(png(50_000, 50_000), rules.TOO_FULL, id="PNG bomb"),
        pytest.param(jpeg(60_000, 60_000), rules.TOO_FULL, id="JPEG bomb"),
        pytest.param(package("a.exe"), rules.UNKNOWN, id="zip"),
        pytest.param(package(TYPES, "a.exe"), rules.UNKNOWN, id="package of nothing known"),
        pytest.param(document()[:-40], rules.DAMAGED, id="document cut off"),
        pytest.param(
            document("word/document.xml", "word/vbaProject.bin"), rules.MACROS, id="macros"
        ),
        pytest.param(
            document("word/document.xml", "word/a.bin", types=WORD + b"ms-office.vbaProject"),
            rules.MACROS,
            id="macros under another name",
        ),
        pytest.param(
            document(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
            rules.MACROS,
            id="docm named docx",
        ),
        pytest.param(
            document(types="<x t='macroEnabled'/>".encode("utf-16")), rules.MACROS, id="in UTF-16"
        ),
        pytest.param(
            document(types=b"<x t='&#109;acroEnabled'/>"), rules.MACROS, id="macros spelt oddly"
        ),
        pytest.param(
            document("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), rules.MACROS, id="Excel 4"
        ),
        pytest.param(package("Basic/script-lc.xml", mimetype=ODT), rules.MACROS, id="Basic"),
        pytest.param(package("Scripts/python/a.py", mimetype=ODT), rules.MACROS, id="Python"),
        pytest.param(
            package("content.xml", mimetype="application/x-msdownload"), rules.UNKNOWN, id="no ODF"
        ),
        pytest.param(
            package(mimetype=ODT, **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
            rules.LOCKED,
            id="ODF with a password",
        ),
        pytest.param(spoilt(6, b"\x01\x00"), rules.LOCKED, id="zip with a password"),
        pytest.param(spoilt(8, b"\x0c\x00"), rules.DAMAGED, id="bzip2 that is none"),
        pytest.param(spoilt(8, b"\x0e\x00"), rules.DAMAGED, id="lzma that is none"),
        pytest.param(spoilt(38, b"\xff\xff\xff\xff"), rules.DAMAGED, id="deflated badly"),
        pytest.param(spoilt(8, b"\x63\x00"), rules.DAMAGED, id="packed in a way nobody knows"),
    ],
)
def test_file_of_another_kind_is_not_taken(body, said):
    assert why_not("acta.pdf", body) == str(said)


END = b"startxref\n9\n%%EOF"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(PDF[:-6] + package("a.class") + b"%%EOF", id="PDF with a zip before its end"),
        pytest.param(
            PDF + package("a.class")[:-2] + len(END).to_bytes(2, "little") + END,
            id="PDF that is the last words of a zip",
        ),
        pytest.param(jpeg() + package("a.class"), id="JPEG and zip"),
        pytest.param(jpeg()[:2] + b"\xff\xfe\x00\x0a%PDF-1.7" + jpeg()[2:], id="JPEG and PDF"),
        pytest.param(document("word/document.xml", "%PDF-1.7 a"), id="document and PDF"),
    ],
)
def test_file_of_two_kinds_is_not_taken(body):
    assert why_not("acta.pdf", body) == str(rules.TWO_KINDS)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_package_that_packs_what_it_says_of_itself_is_not_taken(packing):
    """The standard asks to store it; unpacking it may give far more than its length says."""
    told = {"mimetype": ODT, "mimetype_packing": packing}
    assert why_not("a.odt", package("content.xml", **told)) == str(rules.DAMAGED)
    as_word = package(TYPES, "word/document.xml", **told)
    assert why_not("a.docx", as_word) == str(rules.DAMAGED)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_package_that_no_office_packs_is_not_unpacked(packing):
    odd = package(TYPES, "word/document.xml", packing=packing)
    assert why_not("a.docx", odd) == str(rules.DAMAGED)


def test_document_that_fills_the_memory_of_whoever_opens_it_is_not_taken():
    body = bomb()
    assert len(body) < MEGABYTE
    assert why_not("acta.docx", body) == str(rules.TOO_FULL)


def test_zip_of_very_many_members_is_not_read():
    assert why_not("acta.docx", b"PK\x03\x04" + b"PK\x01\x02" * 3_000) == str(rules.UNKNOWN)


def test_size_is_held_to_the_byte():
    exact = pdf_of(MEGABYTE)
    assert len(exact) == MEGABYTE
    assert kept("acta.pdf", exact, MEGABYTE).body == exact
    assert why_not("acta.pdf", pdf_of(MEGABYTE + 1), MEGABYTE) == (
        "El archivo pasa de 1 MB: elija uno más liviano."
    )
    assert why_not("acta.pdf", b"") == str(rules.EMPTY)
