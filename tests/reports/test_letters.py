"""Any text renders: fallback fonts, a stand-in for what none has, and the rows named."""

import json
import sys
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from face.tokens import LIGHT
from interventions.choices import State
from interventions.models import Intervention
from reports import actions
from reports.choices import JobState
from reports.compile import compile_report
from reports.models import CompileJob, NarrativeSection
from reports.render import FORMATS, coverage, render, typesetting
from reports.render.cells import BULLETS, clean
from reports.render.letters import COVERAGE, STAND_IN, missing_in, plainest, printable, stand_ins
from tests.factories import CountryReportFactory, InterventionFactory, ResultFactory

FEATURED = (
    "\uf0b7 \uf0a7 \uf0d8 \uf0fc \ufeff ☐ ☑ ⇒ ➢ ➔ ✔ ✓ ✗ ❖ ■ ▪ ● ◦ ‣ ♀ ♂ ☎ ✉ ★ ⚠ ∴ ≅ ⅔ № ㎡ "
    "😀 🦄 🇵🇪 👨‍👩‍👧 ☎️ 中文 日本語 한국어 "
    "عربي עברית ქართული հայերեն ＝ ｶ ไทย हिन्दी አማርኛ e\u0301 n\u0308 ɨ\u0301 "
    "ﬁ \u200b \u202e \u2028 \ufffe \x0b \ue123 𐎀 𝒳 \U000e0061"
).split(" ")
"""Texts that people paste; 23 of the first tried stopped the report of the whole country."""


def paragraphs(texts):
    """A document for typst that holds nothing but these texts, printed as they are."""
    heading = {"type": "heading", "id": "h", "title": "x", "level": 1}
    block = {"type": "text", "id": "x", "title": "x", "paragraphs": texts, "marks": []}
    return {
        "title": "x",
        "language": "es",
        "cover": [],
        "stamp": "",
        "words": dict.fromkeys(("table", "figure", "tables", "figures", "page"), "x"),
        "mark": "",
        "colours": LIGHT,
        "leaves": [{"landscape": False, "blocks": [heading, block]}],
    }


def printed(texts):
    """Set as PDF/UA-1 at the first attempt: the net below it is switched off."""
    inputs = {"report": json.dumps(paragraphs(texts))}
    return typesetting._compiled(
        typesetting.TEMPLATE, inputs, format="pdf", pdf_standards=["ua-1"], timestamp=0
    )


def text_of(pdf):
    """What a PDF says."""
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def rows(cycle):
    """A validated intervention per text, with the text in its title and in a result."""
    made = []
    for text in FEATURED:
        row = InterventionFactory(state=State.VALIDATED, cycle=cycle, title=f"Plan {text} fin")
        ResultFactory(intervention=row, text=f"Resultado {text} fin")
        made.append(row)
    return made


def test_every_letter_comes_through_every_format(cycle, rows):
    content = compile_report(cycle)
    files = {name: render(content, name).body for name in FORMATS}
    read = {"html": files["html"].decode(), "json": json.dumps(json.loads(files["json"]))}
    for name in ("docx", "xlsx"):
        with ZipFile(BytesIO(files[name])) as package:
            parts = [part for part in package.namelist() if part.endswith(".xml")]
            read[name] = "".join(package.read(part).decode() for part in parts)
    read["pdf"] = text_of(files["pdf"])
    for text in FEATURED:
        for name in ("html", "docx", "xlsx"):
            assert f"Plan {clean(text)} fin" in read[name], (name, text.encode("unicode_escape"))
    for letter in "•☐⇒✔♀☎中🦄＝":
        assert letter in read["pdf"], letter
    assert STAND_IN in read["pdf"]


def test_job_is_done_and_names_the_rows(client, cycle, rows, secretariat):
    job = actions.request_report(cycle, language="es", by=secretariat)
    actions.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    assert job.report is not None
    assert "signo □" in job.step
    named = {code for row in stand_ins(job.report.told) for code in row.codes}
    lacking = {row.code for row in rows if missing_in(row.title)}
    assert named == lacking
    assert {missing_in(text) for text in ("हिन्दी", "\ue123", "中", "\uf0b7")} > {"", "\ue123"}
    client.force_login(secretariat)
    private = rows[FEATURED.index("\ue123")].code
    for page in (
        reverse("admin:reports_countryreport_change", args=[job.report.pk]),
        reverse("admin:reports_countryreport_job", args=[job.pk]),
        reverse("report-job-detail", args=[job.pk]),
    ):
        shown = client.get(page).content.decode()
        assert private in shown, page
        assert "U+E123" in shown, page
    assert client.get(reverse("report-job-list")).json()["results"][0]["stand_ins"] is None


def test_report_in_spanish_needs_no_other_font_and_names_nobody(cycle):
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Acción «ñandú» – 1.º: 50 % €…")
    content = compile_report(cycle)
    assert stand_ins(content) == []
    fonts = set()
    for page in PdfReader(BytesIO(render(content, "pdf").body)).pages:
        fonts |= {
            str(font.get_object()["/BaseFont"])
            for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        }
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"Carlito"}


def test_prose_is_named_by_its_title(cycle):
    NarrativeSection.objects.create(cycle=cycle, block="methodology", text="Uno \ue123.")
    [told] = stand_ins(compile_report(cycle))
    assert (told.codes, told.letters, "Cómo se compiló" in told.field) == ((), "\ue123", True)


def test_controls_break_no_format(cycle):
    nasty = "".join(chr(code) for code in (*range(1, 32), *range(127, 160), 0xFFFE, 0xFFFF))
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Antes")
    Intervention.objects.filter(pk=row.pk).update(title=f"Antes{nasty}después")
    NarrativeSection.objects.create(
        cycle=cycle, block="methodology", text=f"Prosa{nasty}.", source=f"Fuente{nasty}"
    )
    content = compile_report(cycle)
    for name in FORMATS:
        body = render(content, name).body
        assert body, name
    page = render(content, "html").body.decode()
    assert clean(page) == page


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_command_writes_any_letter(cycle, rows, tmp_path, name):
    path = tmp_path / f"x.{name}"
    call_command("compile_report", cycle.code, format=name, output=path, stdout=StringIO())
    assert path.stat().st_size


def test_version_with_odd_letters_can_be_published(cycle, rows, secretariat):
    assert CountryReportFactory(cycle, published_by=secretariat).is_published
    assert not CompileJob.objects.exists()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(), max_size=20), min_size=100, max_size=300))
def test_any_text_is_printed(texts):
    assert printed([printable(text) for text in texts])


def test_every_plane_is_printed():
    """Each 13th code point of all planes beside a letter, and every mark on some letters."""
    texts = [printable(f"a{chr(code)}") for code in range(0, 0x110000, 13)]
    marks = [
        chr(code) for code in (*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x7EB, 0x7F4))
    ]
    texts += [
        printable(f"{letter}{mark}{more}1")
        for letter in "eמߊ☎ "
        for mark in marks
        for more in marks[::9]
    ]
    assert printed(sorted(set(texts)))


def test_what_is_missing_gets_a_stand_in_each():
    assert printable("a\ue123\ue124b") == f"a{STAND_IN}{STAND_IN}b"
    assert missing_in("a\ue123\ue124\ue123") == "\ue123\ue124"
    assert [printable(sign) for sign in BULLETS] == list(BULLETS.values())
    assert printable("Nin\u0303o\ufeff \u200bx") == "Niño \u200bx"
    assert missing_in("Nin\u0303o\ufeff") == ""


def test_text_that_typst_refuses_all_the_same_is_printed_plainly(cycle, monkeypatch, caplog):
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Uno \ue123 después")
    monkeypatch.setattr(sys.modules["reports.render.as_pdf"], "printable", clean)
    assert "Uno □ después" in text_of(render(compile_report(cycle), "pdf").body)
    assert "typst cannot print" in caplog.text


def test_plainest_text_is_printed():
    assert printed([plainest("".join(chr(code) for code in range(1, 0xD800)))])


def test_list_of_letters_is_what_the_fonts_have():
    """After a change of the fonts: `make font-coverage`."""
    lines = dict(line.split(" ", 1) for line in COVERAGE.read_text().splitlines())
    assert lines == coverage.measured()
