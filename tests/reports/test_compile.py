"""Compiling and rendering on small data."""

from datetime import date
from io import BytesIO, StringIO

import docx
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alignment.choices import ProvisionKind
from interventions.choices import State
from reports.compile import compile_report
from reports.models import NarrativeSection
from reports.render import render
from tests.factories import (
    ChallengeFactory,
    CycleFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)


@pytest.fixture
def objective(cycle):
    """Objective 1 in area 1, in force in the cycle."""
    cycle.frameworks.add(FrameworkFactory())
    area = ProvisionFactory(kind=ProvisionKind.AREA, code="1")
    return ProvisionFactory(code="1", groups=[area])


def block(content, block_id):
    return next(row for row in content.blocks if row.id == block_id)


def queries(cycle):
    with CaptureQueriesContext(connection) as captured:
        compile_report(cycle)
    return len(captured)


def test_queries_do_not_grow_with_rows(cycle, objective):
    InterventionFactory(state=State.VALIDATED, provision=objective)
    one = queries(cycle)
    for _row in range(2):
        ResultFactory(intervention=InterventionFactory(state=State.VALIDATED, provision=objective))
    assert queries(cycle) == one


@pytest.mark.parametrize("state", [state for state in State if state != State.VALIDATED])
def test_only_validated_rows_are_told(cycle, objective, state):
    InterventionFactory(state=state, provision=objective, title="Reservada")
    assert b"Reservada" not in render(compile_report(cycle), "json").body


def test_joint_set_is_one_row_whatever_the_order(cycle, objective):
    first, second = EntityFactory(acronym="A"), EntityFactory(acronym="B")
    for lead, partner in ((first, second), (second, first)):
        InterventionFactory(
            state=State.VALIDATED, provision=objective, lead=lead, partners=[partner]
        )
    rows = block(compile_report(cycle), "summary-area-1").rows
    assert [row.cells["entities"] for row in rows] == [["A", "B"]]
    assert len(rows[0].cells["interventions"]) == 2


def test_edited_prose_wins_and_survives(cycle, objective):
    NarrativeSection.objects.create(cycle=cycle, block="area-1", text="Uno.\n\nDos.")
    text = block(compile_report(cycle), "area-1")
    assert (text.paragraphs, text.automatic) == (("Uno.", "Dos."), False)


def test_checksum_tells_content_and_not_the_clock(cycle, objective):
    first = compile_report(cycle)
    assert compile_report(cycle).checksum == first.checksum
    InterventionFactory(state=State.VALIDATED, provision=objective)
    assert compile_report(cycle).checksum != first.checksum


def test_word_file_holds_the_same_cells(cycle, objective):
    InterventionFactory(state=State.VALIDATED, provision=objective, title="Con\x0bcontrol")
    content = compile_report(cycle)
    document = docx.Document(BytesIO(render(content, "docx").body))
    tables = [table for table in content.tables() if table.rows]
    assert len(document.tables) == len(tables)
    for written, table in zip(document.tables, tables, strict=True):
        assert [cell.text for cell in written.rows[0].cells] == [
            column.title for column in table.columns
        ]
        assert len(written.rows) == len(table.rows) + 1
    summary = next(
        written
        for written, table in zip(document.tables, tables, strict=True)
        if table.id == "summary-area-1"
    )
    assert [cell.text for cell in summary.rows[1].cells][3:] == [
        "Concontrol",
        "No señala",
        "No señala",
    ]


def test_english_frame_keeps_the_data(cycle, objective):
    InterventionFactory(state=State.VALIDATED, provision=objective, title="Título en español")
    assert "Título en español" in render(compile_report(cycle, language="en"), "html").body.decode()


def test_command_says_which_cycles_there_are(cycle):
    with pytest.raises(CommandError, match="2026"):
        call_command("compile_report", "1999", stdout=StringIO())


def test_command_writes_the_file(cycle, tmp_path):
    CycleFactory(code="2022")
    path = tmp_path / "informe.json"
    call_command("compile_report", "2026", format="json", output=path, stdout=StringIO())
    assert path.read_bytes().startswith(b"{")


def test_difficulty_says_since_which_cycle_it_is_told(cycle):
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )
    old = InterventionFactory(state=State.VALIDATED, cycle=before)
    new = InterventionFactory(state=State.VALIDATED, cycle=cycle, code=old.code, previous=old)
    other = InterventionFactory(state=State.VALIDATED, cycle=cycle)
    for row, text in ((old, "Faltaba dinero"), (new, "Falta dinero"), (other, "Falta también")):
        ChallengeFactory(intervention=row, text=text)
    table = next(row for row in compile_report(cycle).tables() if row.id == "challenges")
    told = {row.cells["challenge"]: row.cells["since"] for row in table.rows}
    assert told == {"Falta dinero": "2022", "Falta también": cycle.code}
