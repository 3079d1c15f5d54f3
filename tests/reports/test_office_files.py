"""The parts of the Word file: nothing of other programs, and what readers expect."""

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from interventions.choices import State
from reports.compile import compile_report
from reports.render import render
from tests.factories import InterventionFactory, ResultFactory
from tests.reports.test_compile import objective

__all__ = ["objective"]


@pytest.fixture
def content(cycle, objective):
    """A report with a cell of two results."""
    row = InterventionFactory(state=State.VALIDATED, provision=objective, title="Una")
    for text in ("Primero", "Segundo"):
        ResultFactory(intervention=row, text=text)
    return compile_report(cycle)


@pytest.fixture
def word(content):
    return ZipFile(BytesIO(render(content, "docx").body))


def test_word_file_carries_nothing_of_other_programs(word):
    names = word.namelist()
    assert not [name for name in names if "thumbnail" in name or "WithEffects" in name]
    told = "".join(word.read(name).decode() for name in names if name.endswith((".xml", ".rels")))
    assert "Macintosh" not in told
    assert "python-docx" not in told
    assert "thumbnail" not in told
    assert "stylesWithEffects" not in told


def test_word_file_still_opens(content):
    assert docx.Document(BytesIO(render(content, "docx").body)).core_properties.author == "MTIGM"


def test_texts_of_a_cell_are_real_list_paragraphs(word):
    body = word.read("word/document.xml").decode()
    assert "• " not in body
    listed = [
        paragraph
        for paragraph in docx.Document(BytesIO(_bytes(word))).element.body.iter(qn("w:p"))
        if "".join(node.text or "" for node in paragraph.iter(qn("w:t"))) in {"Primero", "Segundo"}
    ]
    styles = {one.pPr.pStyle.get(qn("w:val")) for one in listed}
    assert len(styles) == 1
    document = docx.Document(BytesIO(_bytes(word)))
    (style,) = [one for one in document.styles if one.style_id in styles]
    number = style.element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    (kind,) = (one.abstractNumId.val for one in numbering.num_lst if one.numId == number)
    (bulleted,) = (
        one.find(f"{qn('w:lvl')}/{qn('w:numFmt')}").get(qn("w:val"))
        for one in numbering.findall(qn("w:abstractNum"))
        if int(one.get(qn("w:abstractNumId"))) == kind
    )
    assert bulleted == "bullet"


def _bytes(word):
    word.fp.seek(0)
    return word.fp.read()


def test_header_rows_are_shaded_by_their_style_alone(word):
    body = word.read("word/document.xml").decode()
    assert "<w:shd" not in body
    styles = word.read("word/styles.xml").decode()
    assert re.search(r'w:type="firstRow".*?<w:shd [^>]*w:fill="[0-9A-F]{6}"', styles, re.DOTALL)
