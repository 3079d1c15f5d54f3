"""What the report tells of the interventions of the cycle before."""

import json
from datetime import date

import jsonschema
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.models import ReportingCycle
from interventions import actions
from interventions.choices import DiscontinuationOutcome, State
from reports.compile import compile_report
from reports.render import render
from tests.factories import CycleFactory, EntityResponseFactory, InterventionFactory


@pytest.fixture
def before(db):
    return CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )


@pytest.fixture
def row_before(before, entity):
    def build(title, **fields):
        return InterventionFactory(
            lead=entity, cycle=before, state=State.VALIDATED, title=title, **fields
        )

    return build


def told(cycle):
    content = compile_report(cycle)
    table = next(row for row in content.tables() if row.id == "changes-interventions")
    return {
        row.cells["intervention"]: (row.cells["change"], row.cells["reason"]) for row in table.rows
    }


def test_each_row_of_the_cycle_before_is_told_as_what_became_of_it(
    cycle, row_before, entity, focal_point, secretariat
):
    for outcome, title in (("ended", "Terminada"), ("dropped", "Abandonada")):
        row = actions.discontinue(
            row_before(title),
            cycle=cycle,
            outcome=DiscontinuationOutcome(outcome),
            reason=f"Motivo de {title}",
            by=focal_point,
        )
        actions.accept_discontinuation(row, by=secretariat)
    row_before("Callada")
    for title, status in (("Sigue", "in_progress"), ("Concluida ya", "completed")):
        old = row_before(title)
        InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED, title=title,
                            code=old.code, previous=old, status=status)  # fmt: skip
    InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED, title="Reciente")
    assert told(cycle) == {
        "Reciente": ("Nueva", ""),
        "Sigue": ("Continúa", ""),
        "Concluida ya": ("Concluida", ""),
        "Terminada": ("Concluida", "Motivo de Terminada"),
        "Abandonada": ("Se dejó de hacer", "Motivo de Abandonada"),
        "Callada": ("No se informó", ""),
    }
    content = compile_report(cycle)
    chart = next(row for row in content.blocks if row.id == "chart-changes")
    assert chart.series[0].values == (1, 1, 2, 1, 1)
    schema = json.loads(
        (settings.BASE_DIR / "static/reports/country-report.schema.json").read_text()
    )
    of_a_block = {"$defs": schema["$defs"], "$ref": "#/$defs/block"}
    blocks = json.loads(render(content, "json").body)["blocks"]
    mine = [row for row in blocks if "changes" in row["id"]]
    assert len(mine) == 4
    for one in mine:
        jsonschema.validate(one, of_a_block)


def test_nothing_new_is_told_as_going_on_and_lineage_outlives_a_cycle(
    cycle, before, row_before, entity, other_entity, focal_point
):
    old = row_before("Antigua")
    row_before("Concluida entonces", status="completed")
    InterventionFactory(
        lead=other_entity, cycle=before, state=State.VALIDATED, title="De quien calló"
    )
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    actions.answer_nothing_new(response, by=focal_point)
    alive = ("Continúa", "La entidad respondió que no tiene novedades.")
    assert told(cycle) == {"Antigua": alive, "De quien calló": ("No se informó", "")}
    ReportingCycle.objects.filter(pk=cycle.pk).update(state="closed")
    later = CycleFactory(
        code="2028", period_start=date(2026, 8, 1), period_end=date(2028, 7, 31), state="open"
    )
    InterventionFactory(lead=entity, cycle=later, state=State.VALIDATED, title="Antigua",
                        code=old.code, previous=old)  # fmt: skip
    assert told(later) == {"Antigua": ("Continúa", ""), "De quien calló": ("No se informó", "")}


def test_what_the_secretariat_has_not_accepted_is_not_public(cycle, row_before, focal_point):
    row = row_before("Abandonada")
    actions.discontinue(
        row,
        cycle=cycle,
        outcome=DiscontinuationOutcome.DROPPED,
        reason="Todavía reservado",
        by=focal_point,
    )
    assert told(cycle) == {"Abandonada": ("No se informó", "")}
    assert "Todavía reservado" not in render(compile_report(cycle), "html").body.decode()


def test_queries_do_not_grow_with_what_does_not_go_on(cycle, row_before, focal_point, secretariat):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            compile_report(cycle)
        return len(captured)

    def end(title):
        row = actions.discontinue(
            row_before(title),
            cycle=cycle,
            outcome=DiscontinuationOutcome.ENDED,
            reason="Terminó",
            by=focal_point,
        )
        actions.accept_discontinuation(row, by=secretariat)

    end("Una")
    one = queries()
    end("Otra")
    end("Otra más")
    assert queries() == one
