"""The review: what changed since when, notes on fields, and the moves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import RegistryRole
from entities.choices import DesignationRole
from interventions import actions
from interventions.choices import Move, Reporting, State
from interventions.models import Intervention
from tests.factories import (
    CycleFactory,
    FocalPointFactory,
    InterventionFactory,
    ResultFactory,
    UserFactory,
)


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
    ResultFactory(intervention=row, text="Doscientas personas")
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


def test_validator_sees_what_changed_since_the_own_return_and_the_secretariat_does_not(
    client, secretariat, cycle, entity, focal_point
):
    validator = FocalPointFactory(entity=entity, role=DesignationRole.VALIDATOR).user
    row = InterventionFactory(lead=entity, cycle=cycle, title="Antes")
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.RETURN_IN_ENTITY, by=validator, reason="Sin siglas")
    row.title = "Después"
    row.save()
    actions.submit_intervention(row, by=focal_point)
    for person in (validator, focal_point):
        client.force_login(person)
        told = fields(client.get(address(row)))
        assert (told["title"].before, told["title"].now) == (["Antes"], ["Después"])
    actions.move_intervention(row, move=Move.APPROVE, by=validator)
    client.force_login(secretariat)
    assert "No hay una versión anterior" in client.get(address(row)).content.decode()
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
    row.title = "Más tarde"
    row.save()
    actions.submit_intervention(row, by=focal_point)
    for person in (validator, secretariat):
        client.force_login(person)
        assert fields(client.get(address(row)))["title"].before == ["Después"]


def test_page_that_one_lands_on_forgets_what_the_machine_kept(
    client, cycle, entity, focal_point, secretariat
):
    """Whatever page that is: none of them is left without what the script looks for."""
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    client.force_login(secretariat)
    data = {"version": row.version, "move": "observe", "reason": "Falta el año"}
    landed = client.post(address(row), data, follow=True)
    assert landed.redirect_chain[-1][0] == reverse("workspace:queue")
    page = landed.content.decode()
    assert "workspace/forget-saved" in page
    assert 'class="message saved success"' in page


def test_first_time_there_is_nothing_to_compare_with(client, secretariat, cycle, entity):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    client.force_login(secretariat)
    assert "No hay una versión anterior" in client.get(address(row)).content.decode()


def test_new_row_folds_away_what_it_does_not_say(client, secretariat, cycle, entity):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    client.force_login(secretariat)
    answer = client.get(address(row))
    silent = len(answer.context["rest"])
    assert f"<summary>No señala: {silent} campos</summary>" in answer.content.decode()
    assert all(not one.field.now for one in answer.context["rest"])


def test_decision_has_one_red_button(client, secretariat, focal_point, corrected):
    client.force_login(secretariat)
    page = client.get(address(corrected)).content.decode()
    aside = page[page.index('class="card decision"') :]
    assert '<button type="submit" name="move" value="validate">' in aside
    assert 'value="observe" class="quiet"' in aside
    actions.move_intervention(corrected, move=Move.OBSERVE, by=secretariat, reason="x")
    client.force_login(focal_point)
    aside = client.get(address(corrected)).content.decode()
    aside = aside[aside.index('class="card decision"') :]
    assert aside.count('class="button"') == 1  # to correct comes before sending again
    assert 'value="submit" class="quiet"' in aside


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


@pytest.fixture
def colleague(db):
    return UserFactory(username="secretaria-2", registry_role=RegistryRole.SECRETARIAT)


def press(client, row, button, query="", **typed):
    data = {"version": row.version, "move": button} | typed
    return client.post(address(row, query), data)


def test_changed_fields_come_first_with_their_words_marked(client, secretariat, corrected):
    client.force_login(secretariat)
    answer = client.get(address(corrected))
    assert [one.field.name for one in answer.context["first"]] == ["title", "results"]
    assert "description" in {one.field.name for one in answer.context["rest"]}  # the empty ones too
    page = answer.content.decode()
    assert "<del>Cien</del> personas" not in page
    assert "<ins>Doscientas</ins> personas" not in page  # another row, not the same one changed
    assert "Cambiaron 2 campos" in page


def test_what_was_typed_into_a_field_is_escaped(client, secretariat, corrected):
    Intervention.objects.filter(pk=corrected.pk).update(title="<script>x</script>")
    client.force_login(secretariat)
    assert "<script>x" not in client.get(address(corrected)).content.decode()


def test_question_without_returning_then_answer_then_solved(
    client, secretariat, focal_point, corrected
):
    client.force_login(secretariat)
    assert press(client, corrected, "ask", **{"note-title": "¿Es el nombre?"}).status_code == 302
    thread = corrected.observations.get()
    client.force_login(focal_point)
    assert "¿Es el nombre?" in client.get(address(corrected)).content.decode()
    answer = press(client, corrected, f"reply-{thread.pk}", **{f"reply-{thread.pk}": "Sí, es"})
    assert answer.status_code == 302
    assert press(client, corrected, f"solve-{thread.pk}").status_code == 403
    client.force_login(secretariat)
    page = client.get(address(corrected)).content.decode()
    assert "Sí, es" in page
    assert "1 observación abierta" in page
    press(client, corrected, f"solve-{thread.pk}")
    page = client.get(address(corrected)).content.decode()
    assert "Resuelta por secretaria" in page
    told = [moment.what for moment in client.get(address(corrected)).context["timeline"]]
    assert "Respuesta sobre «intervención»" in told
    assert "Resuelta la observación sobre «intervención»" in told
    corrected.refresh_from_db()
    assert corrected.state == State.SUBMITTED


def test_answering_keeps_what_else_was_typed(client, secretariat, corrected):
    [one] = actions.observe_fields(corrected, by=secretariat, notes={"title": "¿?"})
    client.force_login(secretariat)
    answer = press(
        client,
        corrected,
        f"reply-{one.pk}",
        reason="A medias",
        **{f"reply-{one.pk}": "Respondo", "note-kind": "También esto"},
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "También esto</textarea>" in page
    assert "A medias</textarea>" in page
    assert "Respondo</textarea>" not in page
    assert one.replies.get().text == "Respondo"


@pytest.mark.parametrize("typed", [{"note-title": "¿Cuál?"}, {"reply-1": "Sin enviar"}])
def test_validating_does_not_throw_away_what_was_typed(client, secretariat, corrected, typed):
    client.force_login(secretariat)
    answer = press(client, corrected, "validate", **typed)
    assert answer.status_code == 400
    assert "primero" in answer.content.decode()
    corrected.refresh_from_db()
    assert corrected.state == State.SUBMITTED


def test_thread_of_another_row_is_not_found(client, secretariat, cycle, entity, corrected):
    other = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    [one] = actions.observe_fields(other, by=secretariat, notes={"title": "¿?"})
    client.force_login(secretariat)
    for button in (f"solve-{one.pk}", "solve-999999999999999999"):
        assert press(client, corrected, button).status_code == 404
    assert press(client, corrected, "solve-" + "9" * 30).status_code == 400


def test_long_answer_is_a_spanish_error_that_keeps_it(client, secretariat, corrected):
    [one] = actions.observe_fields(corrected, by=secretariat, notes={"title": "¿?"})
    client.force_login(secretariat)
    answer = press(client, corrected, f"reply-{one.pk}", **{f"reply-{one.pk}": "x" * 10_000})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Respuesta: El texto" in page
    assert "x" * 10_000 in page
    assert press(client, corrected, f"reply-{one.pk}").status_code == 400


def test_second_reviewer_takes_over_before_moving(client, secretariat, colleague, corrected):
    client.force_login(secretariat)
    press(client, corrected, "take")
    assert "Usted la revisa" in client.get(address(corrected)).content.decode()
    client.force_login(colleague)
    answer = client.get(address(corrected))
    assert answer.context["moves"] == []
    assert "La revisa <strong>secretaria</strong>" in answer.content.decode()
    refused = press(client, corrected, "validate")
    assert refused.status_code == 400
    assert "La revisa secretaria desde las" in refused.content.decode()
    press(client, corrected, f"take-over-{corrected.claims.get().pk}")
    page = client.get(address(corrected)).content.decode()
    assert "Sigue la revisión que tenía secretaria" in page
    press(client, corrected, "release")
    assert not corrected.claims.held().exists()


def test_claims_are_not_told_to_the_entity(client, secretariat, focal_point, corrected):
    actions.take_review(corrected, by=secretariat)
    client.force_login(focal_point)
    page = client.get(address(corrected)).content.decode()
    assert "para revisarla" not in page
    assert "La revisa" not in page
    assert press(client, corrected, "take").status_code == 403


def test_after_a_move_the_next_of_the_queue(client, secretariat, colleague, cycle, entity):
    rows = [InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED) for _ in range(3)]
    actions.take_review(rows[1], by=colleague)
    client.force_login(secretariat)
    page = client.get(address(rows[0])).content.decode()
    assert "Validar y seguir" in page
    query = f"?entidad={entity.participations.first().entity_id}"
    answer = press(client, rows[0], "validate", query)
    assert answer.url == address(rows[2], query)  # the second is in the hands of the colleague
    answer = press(client, rows[2], "validate", query)
    assert answer.url == reverse("workspace:queue") + query


def test_return_without_a_reason_names_the_field(client, secretariat, corrected):
    client.force_login(secretariat)
    answer = press(client, corrected, "observe", reason=" ")
    assert answer.status_code == 400
    assert 'name="reason" rows="3" maxlength="4000" aria-invalid="true"' in answer.content.decode()


def test_review_runs_the_same_queries_for_one_thread_and_for_three(
    client, secretariat, focal_point, corrected
):
    client.force_login(secretariat)

    def more(field):
        [one] = actions.observe_fields(corrected, by=secretariat, notes={field: "x"})
        actions.reply_to_observation(one, by=focal_point, text="x")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(corrected)).status_code == 200
        return len(captured)

    more("title")
    once = queries()
    more("kind")
    more("results")
    assert queries() == once
