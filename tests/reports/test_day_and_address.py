"""A report carries one day, Lima's, in every format, and no link that leads nowhere."""

import json
from datetime import UTC, datetime
from io import BytesIO

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from interventions.choices import State
from reports.compile import compile_report
from reports.content import CountryReportContent
from reports.dataset.package import descriptor, read_dump
from reports.render import FORMATS, render
from tests.factories import InterventionFactory
from tests.reports.reading import Page

EVENING = datetime(2026, 11, 29, 0, 30, tzinfo=UTC)
"""19:30 of 28 November in Lima."""


@pytest.fixture(params=["new", "stored"])
def content(request, cycle):
    """Compiled in the evening, or stored so by an earlier version, which kept the day of UTC."""
    InterventionFactory(state=State.VALIDATED, title="Una")
    compiled = compile_report(cycle, now=EVENING)
    if request.param == "new":
        return compiled
    told = compiled.as_dict() | {"compiled_at": EVENING.isoformat()}
    return CountryReportContent.from_dict(told)


def text_of(body, format_name):
    match format_name:
        case "docx":
            return "\n".join(one.text for one in docx.Document(BytesIO(body)).paragraphs)
        case "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
        case "xlsx":
            sheet = openpyxl.load_workbook(BytesIO(body)).worksheets[0]
            return "\n".join(str(cell.value) for row in sheet for cell in row)
    return body.decode()


@pytest.mark.parametrize("format_name", ["docx", "html", "pdf", "xlsx"])
def test_every_format_says_the_day_of_lima(content, format_name):
    text = text_of(render(content, format_name).body, format_name)
    assert "28/11/2026" in text
    assert "29/11/2026" not in text


def test_json_says_the_moment_by_the_clock_of_lima(cycle):
    told = json.loads(render(compile_report(cycle, now=EVENING), "json").body)
    assert told["compiled_at"] == "2026-11-28T19:30:00-05:00"


def test_properties_of_word_tell_the_moment_whatever_the_clock(content):
    created = docx.Document(BytesIO(render(content, "docx").body)).core_properties.created
    assert created.replace(tzinfo=UTC) == EVENING


def links(content):
    written = docx.Document(BytesIO(render(content, "docx").body))
    book = openpyxl.load_workbook(BytesIO(render(content, "xlsx").body))
    pages = PdfReader(BytesIO(render(content, "pdf").body)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    return {
        "html": Page(render(content, "html").body.decode()).links,
        "docx": [one.target_ref for one in written.part.rels.values() if one.is_external],
        "xlsx": [
            cell.hyperlink.target
            for sheet in book
            for row in sheet
            for cell in row
            if cell.hyperlink and cell.hyperlink.target
        ],
        "pdf": [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})],
    }


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"]
)
def test_no_link_is_printed_while_the_address_is_a_default(content, settings, address):
    settings.PUBLIC_BASE_URL = address
    assert links(content) == {"html": [], "docx": [], "xlsx": [], "pdf": []}
    assert set(FORMATS) == {*links(content), "json"}


def test_links_are_printed_where_the_site_has_an_address(content, settings):
    settings.PUBLIC_BASE_URL = "https://registro.example"
    for format_name, found in links(content).items():
        assert found, format_name
        assert all(one.startswith("https://registro.example/") for one in found)


@pytest.mark.django_db
def test_data_package_names_no_address_of_this_machine(settings):
    dump = read_dump()
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:8000"
    told = descriptor(dump, version="1.0.0", created="2026-11-28")
    assert "homepage" not in told
    assert [set(one) for one in told["sources"]] == [{"title"}]
    settings.PUBLIC_BASE_URL = "https://registro.example"
    told = descriptor(dump, version="1.0.0", created="2026-11-28")
    assert told["homepage"] == told["sources"][0]["path"] == "https://registro.example"
