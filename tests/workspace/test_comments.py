"""Observers comment on what is public, and nothing else is shown to them."""

import pytest
from django.urls import reverse

from interventions import actions
from interventions.choices import Move, State
from interventions.models import FieldObservation
from tests.factories import InterventionFactory

COMMENTS = reverse("workspace:comments")


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(
        lead=entity, cycle=cycle, state=State.VALIDATED, title="Atención a mujeres migrantes"
    )


def address(row):
    return reverse("workspace:comment", args=[row.pk])


def test_row_is_found_by_words_or_code_and_drafts_are_not(client, observer, row, cycle, entity):
    InterventionFactory(lead=entity, cycle=cycle, title="Atención en borrador")
    client.force_login(observer)
    assert client.get(COMMENTS, {"palabras": "atención"}).context["found"][0] == row
    assert len(client.get(COMMENTS, {"palabras": "atención"}).context["found"]) == 1
    assert list(client.get(COMMENTS, {"palabras": row.code.lower()}).context["found"]) == [row]
    for words in ("a\x00b", "x" * 10_000):
        assert client.get(COMMENTS, {"palabras": words}).status_code == 400


def test_comment_answer_and_solution(client, observer, focal_point, row):
    client.force_login(observer)
    client.post(address(row), {"move": "ask", "note-results": "¿Y los datos por edad?"})
    comment = FieldObservation.objects.get()
    actions.reply_to_observation(comment, by=focal_point, text="Los agregamos en julio")
    assert not row.results.exists()  # a field without data is commented on too
    page = client.get(address(row)).content.decode()
    assert "Los agregamos en julio" in page
    assert str(focal_point) not in page  # designated people are not public
    assert "Abierto" in client.get(COMMENTS).content.decode()
    answer = client.post(address(row), {"move": f"solve-{comment.pk}"})
    assert answer.status_code == 302
    assert "Resuelto" in client.get(COMMENTS).content.decode()


def test_nothing_of_the_review_is_shown(client, observer, row, secretariat, focal_point):
    actions.move_intervention(row, move=Move.REOPEN, by=secretariat, reason="Motivo interno")
    actions.submit_intervention(row, by=focal_point)
    actions.observe_fields(row, by=secretariat, notes={"title": "Nota interna"})
    client.force_login(observer)
    assert client.get(address(row)).status_code == 404
    assert client.post(address(row), {"move": "ask", "note-title": "x"}).status_code == 404
    actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    page = client.get(address(row)).content.decode()
    assert "interno" not in page
    assert "interna" not in page


@pytest.mark.parametrize("move", ["reopen", "take", "validate"])
def test_observer_moves_nothing(client, observer, row, move):
    client.force_login(observer)
    data = {"move": move, "version": row.version, "reason": "x"}
    assert client.post(address(row), data).status_code == 403
    row.refresh_from_db()
    assert row.state == State.VALIDATED


@pytest.mark.parametrize("data", [{}, {"move": "ask"}, {"move": "ask", "note-title": "a\x00b"}])
def test_clumsy_post_is_a_spanish_error(client, observer, row, data):
    client.force_login(observer)
    assert client.post(address(row), data).status_code == 400
    assert not FieldObservation.objects.exists()


@pytest.mark.parametrize("name", ["focal_point", "secretariat", "analyst", "superuser"])
def test_comments_are_the_observers(client, request, row, name):
    client.force_login(request.getfixturevalue(name))
    assert client.get(COMMENTS).status_code == 403
    assert client.get(address(row)).status_code == 403
