"""A partner that has not confirmed is marked wherever it is shown and makes no action joint."""

import csv
import io
import json

import pytest
from django.urls import reverse

from analysis.coverage import coverage
from analysis.crosstabs import pivot
from analysis.executors import who_executes
from interventions import actions
from interventions.choices import Execution, Move, State
from interventions.models import Challenge, Intervention, Participation
from interventions.queries import by_execution
from reports.compile import compile_report
from reports.compile.prose import _of_interventions
from reports.dataset.intervention_tables import PARTICIPATIONS
from reports.dataset.reading import rows_of
from reports.render import render
from tests.factories import InterventionFactory, ProvisionFactory


@pytest.fixture
def objective(db):
    return ProvisionFactory(code="7")


@pytest.fixture
def row(cycle, entity, other_entity, objective):
    return InterventionFactory(
        lead=entity, unconfirmed=[other_entity], cycle=cycle, provision=objective,
        state=State.VALIDATED, title="Feria conjunta",
    )  # fmt: skip


@pytest.fixture
def part(row, other_entity):
    return row.participations.get(entity=other_entity)


def executions():
    rows = Intervention.objects.all()
    return {one: by_execution(rows, one).count() for one in Execution}


def figures(objective):
    """What each count says of joint interventions, and in how many the partner executes."""
    rows = Intervention.objects.all()
    covered = next(
        one for one in coverage(rows, Challenge.objects.none()) if one.provision == objective
    )
    told = pivot(rows, "entity", "execution")
    return {
        "filter": executions()[Execution.JOINT],
        "coverage": (covered.joint, covered.entities),
        "bars": {one.acronym: (one.alone, one.joint) for one in who_executes(rows)},
        "crosstab": {
            label["code"]
            for label, total in zip(told["column_labels"], told["column_totals"], strict=True)
            if total
        },
    }


def test_counts_of_joint_interventions_take_who_confirmed(row, part, objective, other_focal_point):
    assert figures(objective) == {
        "filter": 0, "coverage": (0, 1), "bars": {"MIMP": (1, 0)}, "crosstab": {"single"},
    }  # fmt: skip
    actions.confirm_participation(part, by=other_focal_point)
    assert figures(objective) == {
        "filter": 1, "coverage": (1, 2), "bars": {"MIMP": (0, 1), "MINSA": (0, 1)},
        "crosstab": {"joint"},
    }  # fmt: skip


def test_answers_after_validation_leave_the_row_as_it_is_and_a_trace(
    row, part, other_focal_point, client
):
    before = Intervention.objects.get(pk=row.pk)
    records = Intervention.history.filter(id=row.pk).count()
    actions.confirm_participation(part, by=other_focal_point)
    after = Intervention.objects.get(pk=row.pk)
    assert (after.version, after.state) == (before.version, State.VALIDATED)
    assert Intervention.history.filter(id=row.pk).count() == records
    assert after.updated_at > before.updated_at  # who holds the earlier answer asks again
    assert Participation.history.filter(id=part.pk).first().confirmed_by == other_focal_point
    actions.decline_participation(part, by=other_focal_point, reason="No fuimos")
    assert Intervention.objects.get(pk=row.pk).version == before.version
    assert executions() == {Execution.SINGLE: 1, Execution.JOINT: 0}
    page = client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    assert "MINSA" not in page


def test_public_pages_mark_it(row, part, other_focal_point, client):
    pages = [
        reverse("portal:intervention", args=[row.code]),
        reverse("portal:interventions"),
    ]
    for page in pages:
        assert "sin confirmar" in client.get(page).content.decode()
    actions.confirm_participation(part, by=other_focal_point)
    for page in pages:
        assert "sin confirmar" not in client.get(page).content.decode()


def test_api_and_files_mark_it(row, part, other_focal_point, client):
    def told():
        detail = client.get(reverse("intervention-detail", args=[row.code])).json()
        text = client.get(reverse("intervention-export"), {"format": "csv"}).getvalue().decode()
        line = next(iter(csv.DictReader(io.StringIO(text.lstrip("\ufeff")))))
        opened = list(rows_of(PARTICIPATIONS))
        place = [column.name for column in PARTICIPATIONS.columns].index("confirmed")
        return (
            detail["execution"],
            [one["confirmed"] for one in detail["entities"]],
            line["execution"],
            line["entity_confirmed"],
            [line[place] for line in opened],
        )

    assert told() == ("single", [True, False], "single", "true; false", [True, False])
    actions.confirm_participation(part, by=other_focal_point)
    assert told() == ("joint", [True, True], "joint", "true; true", [True, True])


def test_report_marks_it_and_never_says_that_it_reported(row, part, cycle, other_focal_point):
    def told():
        content = compile_report(cycle)
        table = next(one for one in content.tables() if one.id == "execution")
        *lines, total = table.rows
        joint = sum(line.cells["joint"] for line in lines)
        assert total.cells["joint"] == joint
        return joint, json.dumps(json.loads(render(content, "json").body), ensure_ascii=False)

    joint, words = told()
    assert joint == 0
    assert "MINSA (sin confirmar)" in words
    sentences = _of_interventions("Objetivo 7", [row])
    assert sentences[0] == "Objetivo 7: 1 intervención, reportada por MIMP."
    for form in ("html", "docx", "pdf", "xlsx"):
        assert render(compile_report(cycle), form).body
    assert "MINSA (sin confirmar)" in render(compile_report(cycle), "html").body.decode()
    actions.confirm_participation(part, by=other_focal_point)
    joint, words = told()
    assert joint == 1
    assert "sin confirmar" not in words


def test_validating_warns_alone_and_in_bulk(
    cycle, entity, other_entity, focal_point, secretariat, client
):
    row = InterventionFactory(lead=entity, unconfirmed=[other_entity], cycle=cycle)
    actions.submit_intervention(row, by=focal_point)
    client.force_login(secretariat)
    page = client.get(reverse("workspace:review", args=[row.pk])).content.decode()
    assert "MINSA no ha confirmado que participa" in page
    row.refresh_from_db()
    listed = client.get(reverse("workspace:validate"), {"fila": f"{row.pk}:{row.version}"})
    shown = listed.content.decode()
    assert "Sin confirmar: MINSA" in shown
    assert "Completa" not in shown
    assert " checked" not in shown
    actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    assert Intervention.objects.get(pk=row.pk).state == State.VALIDATED


def test_partner_is_asked_and_answers_after_validation(row, part, other_focal_point, client):
    client.force_login(other_focal_point)
    assert "Feria conjunta" in client.get(reverse("workspace:home")).content.decode()
    address = reverse("workspace:participation", args=[part.pk])
    page = client.get(address)
    assert "mientras su entidad no confirme" in page.content.decode()
    answer = {"answer": "confirm", "text": "", "seen": part.recorded_version}
    assert client.post(address, answer).status_code == 302
    assert Participation.objects.get(pk=part.pk).confirmed_by == other_focal_point
    assert "Feria conjunta" not in client.get(reverse("workspace:home")).content.decode()
