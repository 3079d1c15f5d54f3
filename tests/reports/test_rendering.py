"""What the renderers promise: the same cells everywhere, links, stable bytes, valid parts."""

import re
from html.parser import HTMLParser
from io import BytesIO, StringIO

import docx
import pytest
from django.core.management import CommandError, call_command
from docx.oxml.ns import qn

from interventions.choices import State
from reports.compile import compile_report
from reports.render import render
from reports.render.cells import lines_of
from reports.render.docx_parts import bookmark_name, shared_widths
from tests.factories import (
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)


class Tables(HTMLParser):
    """The lines of every cell of every table of a page, and all its ids."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.tables, self.cell, self.links = [], [], None, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = [""]
            self.tables[-1][-1].append(self.cell)
        elif tag == "li" and self.cell is not None:
            self.cell.append("")
        elif tag == "a" and self.cell is not None:
            self.links.append(attributes["href"])

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell[:] = [line.strip() for line in self.cell if line.strip()]
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell[-1] += data


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


def shown(content):
    """The lines of every cell, as the content says them."""
    return [
        [[lines_of(row.cells.get(column.key)) for column in table.columns] for row in table.rows]
        for table in content.tables()
        if table.rows
    ]


def test_page_shows_the_same_cells(content):
    page = Tables(render(content, "html").body.decode())
    assert [table[1:] for table in page.tables if table] == shown(content)


def test_word_file_shows_the_same_cells(content):
    document = docx.Document(BytesIO(render(content, "docx").body))
    written = [
        [
            [
                [line.text.removeprefix("• ") for line in cell.paragraphs if line.text]
                for cell in row.cells
            ]
            for row in table.rows[1:]
        ]
        for table in document.tables
    ]
    assert written == shown(content)


def test_page_has_no_id_twice_and_an_anchor_for_every_block(content):
    ids = Tables(render(content, "html").body.decode()).ids
    assert len(ids) == len(set(ids))
    assert {block.id for block in content.blocks} <= set(ids)


def test_page_has_no_inline_style_or_script(content):
    page = render(content, "html").body.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_summary_links_each_intervention_to_its_record(content, settings):
    summary = next(table for table in content.tables() if table.id == "summary-area-1")
    links = Tables(render(content, "html").body.decode()).links
    document = docx.Document(BytesIO(render(content, "docx").body))
    targets = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    for code in summary.rows[0].codes:
        address = f"{settings.PUBLIC_BASE_URL}/intervenciones/{code}/?ciclo={content.cycle}"
        assert address in links
        assert address in targets


@pytest.mark.parametrize("format_name", ["json", "html", "docx"])
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
    for format_name in ("json", "html", "docx"):
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
