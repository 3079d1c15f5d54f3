"""The review: what changed since when, notes on fields, and the moves."""

import pytest
from django.urls import reverse

from interventions import actions
from interventions.choices import Move, Reporting, State
from interventions.models import Intervention, Result
from tests.factories import CycleFactory, InterventionFactory, ResultFactory


def address(row, query=""):
    return reverse("workspace:review", args=[row.pk]) + query


@pytest.fixture
def corrected(cycle, entity, focal_point, secretariat):
    """A row that was returned, corrected and sent again."""
    row = InterventionFactory(
        lead=entity, cycle=cycle, title="Antes", results_reporting=Reporting.REPORTED
    )
    ResultFactory(intervention=row, text="Cien personas")
    gone = ResultFactory(intervention=row, text="Un dato dudoso")
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
    gone.delete()
    Result.objects.create(intervention=row, text="Doscientas personas")
    row.title = "Después"
    row.save()
    actions.submit_intervention(row, by=focal_point)
    return row


def fields(answer):
    return {one.field.name: one.field for one in answer.context["fields"]}


def test_reviewer_sees_field_by_field_what_changed_since_the_return(client, secretariat, corrected):
    client.force_login(secretariat)
    answer = client.get(address(corrected))
    told = fields(answer)
    assert (told["title"].before, told["title"].now) == (["Antes"], ["Después"])
    assert told["results"].before == ["Cien personas", "Un dato dudoso"]
    assert told["results"].now == ["Cien personas", "Doscientas personas"]
    assert not told["kind"].changed
    assert "Precisar" in answer.content.decode()


def test_first_time_there_is_nothing_to_compare_with(client, secretariat, cycle, entity):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    client.force_login(secretariat)
    assert "No hay una versión anterior" in client.get(address(row)).content.decode()


def test_carried_row_is_compared_with_the_one_of_the_cycle_before(client, secretariat, entity):
    before = InterventionFactory(
        lead=entity,
        cycle=CycleFactory(code="2022", state="closed"),
        state=State.VALIDATED,
        title="Como era",
    )
    row = InterventionFactory(
        lead=entity, cycle=CycleFactory(), state=State.SUBMITTED, previous=before, title="Como es"
    )
    client.force_login(secretariat)
    told = fields(client.get(address(row, "?desde=validated")))
    assert (told["title"].before, told["title"].now) == (["Como era"], ["Como es"])


def test_return_with_notes_on_fields(client, secretariat, corrected):
    client.force_login(secretariat)
    data = {
        "version": corrected.version,
        "move": "observe",
        "reason": "Falta el año",
        "note-results": "¿De qué año?",
        "note-inventado": "no es un campo",
    }
    assert client.post(address(corrected), data).status_code == 302
    corrected.refresh_from_db()
    event = corrected.review_events.order_by("-pk").first()
    assert (corrected.state, event.note) == (State.OBSERVED, "Falta el año")
    assert [(note.field, note.note) for note in event.observations.all()] == [
        ("results", "¿De qué año?")
    ]


def test_return_without_a_reason_keeps_nothing_but_what_was_typed(client, secretariat, corrected):
    client.force_login(secretariat)
    data = {"version": corrected.version, "move": "observe", "reason": " "}
    answer = client.post(address(corrected), data)
    assert answer.status_code == 400
    assert "Escriba el motivo" in answer.content.decode()


def test_somebody_else_was_faster(client, secretariat, corrected):
    client.force_login(secretariat)
    data = {
        "version": corrected.version - 1,
        "move": "observe",
        "reason": "Lo que escribí",
        "note-title": "También esto",
    }
    page = client.post(address(corrected), data).content.decode()
    assert "Otra persona guardó cambios" in page
    assert "Lo que escribí" in page
    assert "También esto" in page
    corrected.refresh_from_db()
    assert corrected.state == State.SUBMITTED


def test_secretariat_validates(client, secretariat, corrected):
    client.force_login(secretariat)
    data = {"version": corrected.version, "move": "validate", "reason": ""}
    assert client.post(address(corrected), data).status_code == 302
    corrected.refresh_from_db()
    assert corrected.state == State.VALIDATED


@pytest.mark.parametrize("data", [{}, {"move": "volar", "version": "1"}, {"move": "validate"}])
def test_clumsy_post_is_a_spanish_error(client, secretariat, corrected, data):
    client.force_login(secretariat)
    answer = client.post(address(corrected), data)
    assert answer.status_code == 400
    assert "Elija qué hacer" in answer.content.decode()


def test_foreign_row_is_not_found_and_a_validated_one_is_not_reviewed_by_others(
    client, corrected, other_focal_point, observer, secretariat
):
    for person in (other_focal_point, observer):
        client.force_login(person)
        assert client.get(address(corrected)).status_code == 404
    actions.move_intervention(corrected, move=Move.VALIDATE, by=secretariat)
    client.force_login(observer)
    assert client.get(address(corrected)).status_code == 403


def test_focal_point_reads_but_moves_nothing(client, corrected, focal_point):
    client.force_login(focal_point)
    assert client.get(address(corrected)).context["moves"] == []
    data = {"version": corrected.version, "move": "validate"}
    assert client.post(address(corrected), data).status_code == 403
    assert Intervention.objects.get(pk=corrected.pk).state == State.SUBMITTED


@pytest.mark.parametrize("text", ["a\x00b", "x" * 4001])
@pytest.mark.parametrize("name", ["reason", "note-title"])
def test_text_that_cannot_be_kept_is_a_spanish_error(client, secretariat, corrected, name, text):
    client.force_login(secretariat)
    data = {"version": corrected.version, "move": "observe", "reason": "x"} | {name: text}
    answer = client.post(address(corrected), data)
    assert answer.status_code == 400
    assert "caracteres no válidos o es demasiado largo" in answer.content.decode()
