"""The ministry's Word template: looked at before it is used, and then the report wears it."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.shared import Cm, RGBColor

from reports import actions
from reports.compile import compile_report
from reports.models import WordTemplate
from reports.queries import rendered

ADD = reverse("admin:reports_wordtemplate_add")


def template(change=lambda document: None):
    document = docx.Document()
    document.add_paragraph("Texto que sobra")
    document.sections[0].left_margin = Cm(4)
    document.sections[0].header.paragraphs[0].text = "Encabezado del ministerio"
    document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0x66, 0)
    change(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(name, content):
    """The template with one part more."""
    file = BytesIO(template())
    with ZipFile(file, "a", ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return file.getvalue()


def without_caption(document):
    style = document.styles["Caption"]
    style.element.getparent().remove(style.element)


def test_report_wears_the_template(cycle, secretariat):
    actions.use_template("Ministerio", template(), by=secretariat)
    written = docx.Document(BytesIO(rendered(compile_report(cycle), "docx").body))
    assert written.sections[0].left_margin.cm == pytest.approx(4, abs=0.01)
    assert written.sections[0].header.paragraphs[0].text == "Encabezado del ministerio"
    assert written.styles["Heading 1"].font.color.rgb == RGBColor(0, 0x66, 0)
    assert "Texto que sobra" not in [row.text for row in written.paragraphs]
    assert written.tables


def test_template_switched_off_leaves_the_own_look(cycle, secretariat):
    before = rendered(compile_report(cycle), "docx").body
    row = actions.use_template("Ministerio", template(), by=secretariat)
    WordTemplate.objects.filter(pk=row.pk).update(in_use=False)
    content = compile_report(cycle)
    written = docx.Document(BytesIO(rendered(content, "docx").body))
    assert written.sections[0].left_margin == docx.Document(BytesIO(before)).sections[0].left_margin


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "No es un documento de Word"),
        (b"PK\x03\x04 roto", "No es un documento de Word"),
        (template(without_caption), "Faltan estilos en la plantilla: Caption"),
        (repacked("word/vbaProject.bin", b"x"), "macros"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        (repacked("word/media/bomba.bin", b"\0" * 61 * 1024 * 1024), "demasiado grande"),
        (repacked("word/_rels/settings.xml.rels", b'<r Type="x/attachedTemplate"/>'), "depende"),
    ],
)
def test_what_cannot_be_a_template_is_refused_in_spanish(secretariat, body, message):
    with pytest.raises(ValidationError, match=message):
        actions.use_template("Otra", body, by=secretariat)
    assert not WordTemplate.objects.exists()


def test_only_the_secretariat_uploads(focal_point):
    with pytest.raises(PermissionDenied):
        actions.use_template("Otra", template(), by=focal_point)


def test_upload_in_the_back_office_keeps_what_was_typed(client, secretariat):
    client.force_login(secretariat)
    bad = SimpleUploadedFile("plantilla.docx", b"no es un zip")
    page = client.post(ADD, {"name": "Cancillería", "file": bad}).content.decode()
    assert "No es un documento de Word" in page
    assert 'value="Cancillería"' in page
    good = SimpleUploadedFile("plantilla.docx", template())
    assert client.post(ADD, {"name": "Cancillería", "file": good}).status_code == 302
    row = WordTemplate.objects.get()
    file = client.get(reverse("admin:reports_wordtemplate_file", args=[row.pk]))
    kept = docx.Document(BytesIO(file.content))
    assert kept.sections[0].header.paragraphs[0].text == "Encabezado del ministerio"
    assert not kept.paragraphs  # what was uploaded is not what is kept: it was built anew
