"""Nothing of an uploaded template reaches a report but what a template is for."""

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt, RGBColor

from reports import actions
from reports.compile import compile_report
from reports.models import WordTemplate
from reports.queries import rendered
from reports.render.template_package import TemplateError
from reports.render.word_template import rebuilt
from tests.reports.hostile_templates import (
    CANARY,
    changed,
    header,
    hostile_templates,
    in_header,
    plain,
    png,
    with_field,
    with_picture,
)

FORBIDDEN = re.compile(
    rf"{CANARY}|169\.254|attachedTemplate|OLEObject|\bDDE|INCLUDE|vbaProject|frameset|file:|<w:framePr|"
    r"<w:vanish|oleObject|<w:hyperlink|ActiveX|customXml",
    re.IGNORECASE,
)


def everything_in(body):
    """Name -> content of each part, the names themselves among it."""
    with ZipFile(BytesIO(body)) as package:
        return {
            name: name + package.read(name).decode(errors="replace") for name in package.namelist()
        }


def external(body):
    return [name for name, part in everything_in(body).items() if 'TargetMode="External"' in part]


def built(body):
    """The clean document and nothing, or nothing and what is said."""
    try:
        return rebuilt(body), ""
    except TemplateError as problem:
        return b"", str(problem)


@pytest.mark.parametrize("hostile", hostile_templates(), ids=lambda one: one.name)
def test_hostile_template_says_something_or_gives_a_clean_document(hostile):
    clean, said = built(hostile.make())
    assert clean or said
    if not clean:
        return
    parts = everything_in(clean)
    assert {name: found for name, part in parts.items() if (found := FORBIDDEN.findall(part))} == {}
    assert external(clean) == []
    assert set(parts) <= {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/_rels/header1.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/media/image1.png",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }


@pytest.mark.parametrize(
    "name",
    ["external picture as an embedded one", "DDE field", "embedded object", "picture with a tail"],
)
def test_stored_template_of_before_is_built_anew_when_it_is_used(cycle, secretariat, name):
    body = next(one for one in hostile_templates() if one.name == name).make()
    WordTemplate.objects.create(name="De antes", body=body, checksum="x", uploaded_by=secretariat)
    written = rendered(compile_report(cycle), "docx").body
    found = {name: FORBIDDEN.findall(part) for name, part in everything_in(written).items()}
    known = {"<w:hyperlink"}  # the report's own links to public pages
    assert {name for name, words in found.items() if set(words) - known} == set()
    assert docx.Document(BytesIO(written)).sections[0].header is not None


def test_stored_template_that_cannot_be_used_leaves_the_own_look_and_is_told(
    client, cycle, secretariat
):
    row = WordTemplate.objects.create(name="Rota", body=b"x", checksum="x", uploaded_by=secretariat)
    own = rendered(compile_report(cycle), "docx").body
    WordTemplate.objects.filter(pk=row.pk).update(in_use=False)
    assert rendered(compile_report(cycle), "docx").body is not None
    assert docx.Document(BytesIO(own)).styles["Title"].font.name == "Calibri"
    client.force_login(secretariat)
    page = client.get(reverse("admin:reports_wordtemplate_change", args=[row.pk]))
    assert "No es un documento de Word" in page.content.decode()


def ministry():
    """What a ministry's template looks like: its colours, page, a table above, numbers below."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(216), Mm(279)
    section.left_margin = Cm(3)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Portada del ministerio"
    table = section.header.add_table(1, 2, Cm(16))
    table.cell(0, 0).text, table.cell(0, 1).text = "PERÚ", "Ministerio de Relaciones Exteriores"
    run = section.header.paragraphs[0].add_run("Dirección General")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(14), RGBColor(0x12, 0x34, 0x56)
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    section.header.paragraphs[0].add_run().add_picture(BytesIO(png(30, 10)), width=Cm(3))
    document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0x66, 0)
    document.styles["Heading 1"].font.name = "Georgia"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_look_of_the_ministry_comes_through():
    document = docx.Document(BytesIO(rebuilt(ministry())))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.cm)) == (216, 3)
    assert section.first_page_header.paragraphs[0].text == "Portada del ministerio"
    lines = [row.text for row in section.header.paragraphs]
    assert lines == ["Dirección General", "PERÚ", "Ministerio de Relaciones Exteriores"]
    first = section.header.paragraphs[0]
    assert (first.alignment, first.runs[0].font.size) == (WD_ALIGN_PARAGRAPH.RIGHT, Pt(14))
    assert first.runs[0].font.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0, 0x66, 0)
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert [name for name in everything_in(rebuilt(ministry())) if "media" in name] == [
        "word/media/image1.png"
    ]


def test_building_anew_twice_changes_nothing_more():
    once = rebuilt(ministry())
    assert rebuilt(once) == rebuilt(rebuilt(once))
    assert rebuilt(ministry()) == once


def test_logo_is_pixels_alone():
    with ZipFile(BytesIO(rebuilt(with_picture(png(12, 8))))) as package:
        picture = package.read("word/media/image1.png")
    assert CANARY.encode() not in picture
    assert picture[16:24] == (12).to_bytes(4, "big") + (8).to_bytes(4, "big")


@pytest.mark.parametrize("field", ["PAGE", " NUMPAGES \\* MERGEFORMAT"])
def test_numbers_of_pages_stay_fields(field):
    parts = everything_in(rebuilt(with_field(field)))
    assert field.split()[0] in parts["word/header1.xml"]
    assert "visto" not in parts["word/header1.xml"]


def test_other_fields_leave_what_they_showed_as_words():
    document = docx.Document(BytesIO(rebuilt(with_field("DATE"))))
    assert document.sections[0].header.paragraphs[0].text == "visto"


def test_sizes_out_of_reason_are_brought_within():
    page = b'<w:pgSz w:w="99999999" w:h="1"/><w:pgMar w:left="31000" w:right="x" w:top="-5"/>'
    body = changed(
        {"word/document.xml": lambda old: re.sub(rb"<w:pgSz[^>]*/>\s*<w:pgMar[^>]*/>", page, old)}
    )
    section = docx.Document(BytesIO(rebuilt(body))).sections[0]
    assert section.page_width.cm > 5
    assert section.page_width - section.left_margin - section.right_margin >= Cm(5)


def test_text_twice_for_older_programs_is_read_once():
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:r><w:t>una</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>otra</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    )
    document = docx.Document(BytesIO(rebuilt(in_header(twice))))
    assert document.sections[0].header.paragraphs[0].text == "una"


def test_header_with_controls_is_cleaned():
    body = changed({"word/header1.xml": header("<w:p><w:r><w:t>a\u202eb\ufeffc</w:t></w:r></w:p>")})
    assert docx.Document(BytesIO(rebuilt(body))).sections[0].header.paragraphs[0].text == "abc"


def test_what_is_kept_of_an_upload_is_the_clean_document(secretariat):
    row = actions.use_template("Ministerio", plain(), by=secretariat)
    assert bytes(row.body) == rebuilt(plain())
