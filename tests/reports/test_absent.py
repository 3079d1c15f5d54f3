"""What has no data takes no number: it is named once, and a gap is a finding."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Framework, Provision
from interventions.choices import State
from reports.compile import compile_report
from reports.content import Chart, Heading, Table
from reports.render import render
from tests.factories import (
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.reports.test_compile import block

ABSENT = "without-data"


@pytest.fixture
def catalogue(cycle):
    """Two areas with an objective each, and an axis with a guideline; all in force in the cycle."""
    policy = FrameworkFactory(code="pnm-2017-2025", kind=FrameworkKind.NATIONAL_POLICY)
    cycle.frameworks.add(FrameworkFactory(), policy)
    areas = [ProvisionFactory(kind=ProvisionKind.AREA, code=code) for code in "12"]
    axis = ProvisionFactory(framework=policy, kind=ProvisionKind.AXIS, code="1")
    ProvisionFactory(framework=policy, kind=ProvisionKind.GUIDELINE, code="1.1", groups=[axis])
    return [
        ProvisionFactory(code=code, groups=[area]) for code, area in zip("12", areas, strict=True)
    ]


def empty(content):
    return [
        one.id
        for one in content.blocks
        if (isinstance(one, Table) and not one.rows)
        or (isinstance(one, Chart) and not any(one.totals))
    ]


def test_no_caption_stands_over_nothing(cycle, catalogue):
    InterventionFactory(state=State.VALIDATED, provision=catalogue[0])
    content = compile_report(cycle)
    assert empty(content) == []
    numbers = content.numbers()
    assert {"summary-area-1", "annex-objective-1", "execution", "chart-coverage"} <= set(numbers)
    left_out = {"oecd", "indicators", "work-plan", "chart-changes", "chart-responses"}
    left_out |= {"summary-area-2", "summary-axis-1", "annex-objective-2", "annex-guideline-1.1"}
    assert not left_out & set(numbers)


def test_what_has_no_data_is_named_once_in_the_methodology(cycle, catalogue):
    InterventionFactory(state=State.VALIDATED, provision=catalogue[0])
    content = compile_report(cycle)
    (told,) = block(content, ABSENT).paragraphs
    assert told.startswith("No hay datos de ")
    assert told.endswith(".")
    for words in (
        "valoración por criterio OCDE/CAD",
        "plan de trabajo de la MTIGM",
        "intervenciones del área 2 y del eje 1",
        "intervenciones del objetivo 2 y del lineamiento 1.1",
    ):
        assert told.count(words) == 1, words
    ids = [one.id for one in content.blocks]
    after = ids[ids.index(ABSENT) + 1]
    assert isinstance(block(content, after), Heading)
    before = [one.id for one in content.blocks[: ids.index(ABSENT)] if isinstance(one, Heading)]
    assert before == ["chapter-methodology"]


def test_objective_without_rows_stays_a_gap_and_a_line_of_its_chapter(cycle, catalogue):
    InterventionFactory(state=State.VALIDATED, provision=catalogue[0])
    content = compile_report(cycle)
    subjects = [row.cells["subject"] for row in block(content, "gaps").rows]
    assert any(subject.startswith("Objetivo 2 ") for subject in subjects)
    assert "no se reportan intervenciones" in block(content, "area-2").paragraphs[0]


def test_no_gaps_at_all_are_said_in_their_place(cycle):
    assert block(compile_report(cycle), "gaps").note == "No se identifican brechas."


def test_no_heading_stands_over_nothing(cycle, catalogue):
    blocks = compile_report(cycle).blocks
    for one, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(one, Heading):
            assert following is not None, one.id
            assert not isinstance(following, Heading) or following.level > one.level, one.id


def test_nobody_is_asked_to_write_what_the_registry_counts(cycle, catalogue):
    assert ABSENT not in {text.id for text in compile_report(cycle).texts()}


@pytest.mark.usefixtures("data_of_2022")
def test_a_cycle_of_three_rows_is_a_short_report(cycle):
    """With the whole catalogue of frameworks and indicators, and three rows."""
    cycle.frameworks.set(Framework.objects.all())
    for code in "123":
        InterventionFactory(
            state=State.VALIDATED,
            cycle=cycle,
            provision=Provision.objects.get(
                framework__kind=FrameworkKind.GLOBAL_COMPACT,
                kind=ProvisionKind.OBJECTIVE,
                code=code,
            ),
        )
    content = compile_report(cycle)
    assert empty(content) == []
    assert len(PdfReader(BytesIO(render(content, "pdf").body)).pages) <= 45
