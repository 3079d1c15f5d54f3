"""What the renderers promise: the same cells everywhere, links, stable bytes, valid parts."""

import json
import re
from io import BytesIO, StringIO

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from docx.oxml.ns import qn
from pypdf import PdfReader

from interventions.choices import State
from reports.compile import compile_report
from reports.content import Chart, CountryReportContent, Series, Table
from reports.render import FORMATS, render
from reports.render.as_xlsx import sheet_names
from reports.render.charts import as_svg
from reports.render.docx_parts import bookmark_name, shared_widths
from tests.factories import (
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)
from tests.reports.reading import Page


@pytest.fixture
def content(cycle):
    """A report with a row of two entities, two interventions and markup in its texts."""
    cycle.frameworks.add(FrameworkFactory())
    objective = ProvisionFactory(code="1", groups=[ProvisionFactory(kind="area", code="1")])
    lead, partner = EntityFactory(acronym="MRE"), EntityFactory(acronym="SNM")
    for title in ("Primera <b>con</b> marcas & más", "Segunda"):
        row = InterventionFactory(
            state=State.VALIDATED, provision=objective, lead=lead, partners=[partner], title=title
        )
        ResultFactory(intervention=row, text=f"Resultado de {title}")
    return compile_report(cycle)


def test_page_has_no_id_twice_and_an_anchor_for_every_block(content):
    ids = Page(render(content, "html").body.decode()).ids
    assert len(ids) == len(set(ids))
    assert {block.id for block in content.blocks} <= set(ids)


def test_page_has_no_inline_style_or_script(content):
    page = render(content, "html").body.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_summary_links_each_intervention_to_its_record(content, settings):
    settings.PUBLIC_BASE_URL = "https://registro.example"
    summary = next(table for table in content.tables() if table.id == "summary-area-1")
    links = Page(render(content, "html").body.decode()).links
    document = docx.Document(BytesIO(render(content, "docx").body))
    targets = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    for code in summary.rows[0].codes:
        address = f"{settings.PUBLIC_BASE_URL}/intervenciones/{code}/?ciclo={content.cycle}"
        assert address in links
        assert address in targets


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_same_content_gives_the_same_bytes(content, format_name):
    assert render(content, format_name).body == render(content, format_name).body


def test_unknown_format_is_refused(content):
    with pytest.raises(ValueError, match="pptx"):
        render(content, "pptx")


def test_word_file_has_contents_captions_and_repeated_headers(content):
    body = docx.Document(BytesIO(render(content, "docx").body)).element.body
    instructions = [row.text for row in body.iter(qn("w:instrText"))]
    assert 'TOC \\o "1-1" \\h \\z' in instructions
    assert instructions.count("SEQ Tabla \\* ARABIC") == len(content.tables())
    assert instructions.count("SEQ Figura \\* ARABIC") == len(content.charts())
    kinds = [row.get(qn("w:fldCharType")) for row in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == len(instructions)
    tables = list(body.iter(qn("w:tbl")))
    assert all(
        table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for table in tables
    )


def test_word_file_links_only_to_bookmarks_that_exist_once(content):
    body = docx.Document(BytesIO(render(content, "docx").body)).element.body
    names = [row.get(qn("w:name")) for row in body.iter(qn("w:bookmarkStart"))]
    anchors = {row.get(qn("w:anchor")) for row in body.iter(qn("w:hyperlink"))} - {None}
    assert len(names) == len(set(names))
    assert anchors <= set(names)
    assert all(len(name) <= 40 for name in names)  # Word's limit
    assert {bookmark_name(block.id) for block in content.blocks} == set(names)


def test_report_without_rows_renders_in_every_format(cycle):
    content = compile_report(cycle)
    for format_name in FORMATS:
        assert render(content, format_name).body


def test_widths_fill_the_page_and_spare_long_words():
    widths = shared_widths(9_000_000, [1, 8], [14, 5])
    assert sum(widths) <= 9_000_000
    assert widths[0] > 1_000_000


def test_widths_go_by_weight_where_no_word_is_long():
    assert shared_widths(9_000_000, [1, 2], [1, 1]) == [3_000_000, 6_000_000]


@pytest.mark.parametrize(
    ("options", "message"),
    [({"format": "pptx"}, "No existe el formato"), ({"language": "fr"}, "No existe el idioma")],
)
def test_command_refuses_in_spanish(cycle, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("compile_report", cycle.code, stdout=StringIO(), **options)


def test_command_says_where_it_could_not_write(cycle, tmp_path):
    (tmp_path / "archivo").write_text("")
    with pytest.raises(CommandError, match="No se pudo escribir"):
        call_command(
            "compile_report",
            cycle.code,
            format="json",
            output=tmp_path / "archivo" / "informe.json",
            stdout=StringIO(),
        )


def test_pdf_is_tagged_and_accessible(content):
    root = PdfReader(BytesIO(render(content, "pdf").body)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert root["/Outlines"]


def test_workbook_has_typed_cells_frozen_headers_filters_and_an_index(content):
    book = openpyxl.load_workbook(BytesIO(render(content, "xlsx").body))
    names = sheet_names(content.tables())
    for table in content.tables():
        sheet = book[names[table.id]]
        assert (sheet.freeze_panes, bool(sheet.auto_filter.ref)) == ("A2", True)
    counts = book[names["execution"]]
    assert [cell.data_type for cell in counts[2]][:4] == ["s", "s", "n", "n"]
    links = {
        cell.hyperlink.location for row in book.worksheets[0] for cell in row if cell.hyperlink
    }
    assert {f"'{name}'!A1" for name in names.values()} <= links
    assert len(book["Figuras"]._charts) == sum(bool(row.categories) for row in content.charts())


def test_formula_in_a_title_stays_a_text(cycle):
    InterventionFactory(state=State.VALIDATED, title='=HYPERLINK("https://x")', cycle=cycle)
    content = compile_report(cycle)
    book = openpyxl.load_workbook(BytesIO(render(content, "xlsx").body))
    cells = [cell for row in book["manifest"] for cell in row if "HYPER" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_sheets_are_named_apart_where_excel_would_not():
    tables = [Table(f"alignment-{'x' * 30}-{number}", "", (), ()) for number in range(3)]
    names = list(sheet_names(tables).values())
    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)


def test_chart_escapes_what_people_typed_and_says_every_value():
    chart = Chart("c", "Título", "Qué", ("<b>&",), (Series("A", (2,)), Series("B", (3,))))
    picture = as_svg(chart)
    assert "<b>" not in picture
    assert "A 2, B 3" in chart.alternative
    assert "style=" not in picture


def test_content_survives_being_stored(content):
    stored = json.loads(json.dumps(content.as_dict()))
    assert CountryReportContent.from_dict(stored) == content
