"""What waits for each person, and what they do with it from there."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from interventions import actions
from interventions.choices import Move, State
from interventions.models import Intervention
from tests.factories import (
    CountryReportFactory,
    CycleFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
)

HOME = reverse("workspace:home")


def seen(client, person):
    client.force_login(person)
    answer = client.get(HOME)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get(HOME).url.startswith(reverse("account_login"))


def test_account_without_a_task_is_refused(client, no_role_staff):
    client.force_login(no_role_staff)
    assert client.get(HOME).status_code == 403


def test_registry_without_an_open_cycle_says_so(client, secretariat):
    assert "No hay un ciclo abierto" in seen(client, secretariat)


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "no tiene fecha de cierre"), (0, "cierra hoy"), (1, "falta 1 día para el cierre"),
     (9, "faltan 9 días para el cierre"), (-2, "cerró hace 2 días")],
)  # fmt: skip
def test_days_left_are_said_in_words(client, cycle, focal_point, days, words):
    if days is not None:
        cycle.call_opens = date(2026, 1, 1)
        cycle.call_closes = timezone.localdate() + timedelta(days=days)
        cycle.save()
    assert words in seen(client, focal_point)


def test_focal_point_sees_what_was_returned_with_its_reason_and_field(
    client, cycle, entity, focal_point, secretariat, other_focal_point
):
    row = InterventionFactory(lead=entity, cycle=cycle, title="La devuelta", state=State.SUBMITTED)
    actions.move_intervention(
        row,
        move=Move.OBSERVE,
        by=secretariat,
        reason="Falta la cifra",
        observations={"results": "¿De qué año?"},
    )
    page = seen(client, focal_point)
    assert "La devuelta" in page
    assert "Falta la cifra" in page
    assert "Resultados</strong>: ¿De qué año?" in page
    assert "La devuelta" not in seen(client, other_focal_point)


def test_draft_says_what_it_lacks(client, cycle, entity, focal_point):
    InterventionFactory(lead=entity, cycle=cycle, results_reporting="", title="A medias")
    page = seen(client, focal_point)
    assert "A medias" in page
    assert "Diga si hay resultados" in page


def test_validator_sees_what_waits_for_approval(client, cycle, entity, validator, focal_point):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.PENDING_ENTITY)
    assert "Esperan su aprobación" in seen(client, validator)
    assert "Esperan su aprobación" not in seen(client, focal_point)
    assert reverse("workspace:review", args=[row.pk]) in seen(client, validator)


def test_row_of_the_cycle_before_is_taken_up_from_here(client, entity, focal_point):
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )
    row = InterventionFactory(lead=entity, cycle=before, state=State.VALIDATED, title="De antes")
    cycle = CycleFactory()
    assert "De antes" in seen(client, focal_point)
    answer = client.post(reverse("workspace:carry", args=[row.pk]))
    clone = Intervention.objects.get(cycle=cycle)
    assert answer.url == reverse("workspace:continue", args=[clone.pk])
    assert clone.code == row.code
    assert reverse("workspace:carry", args=[row.pk]) not in seen(client, focal_point)


def test_carrying_twice_is_a_message(client, entity, focal_point, cycle):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    client.force_login(focal_point)
    answer = client.post(reverse("workspace:carry", args=[row.pk]))
    assert [str(one) for one in get_messages(answer.wsgi_request)]


def test_partner_is_asked_to_confirm_until_it_answers(
    client, cycle, entity, other_entity, other_focal_point, focal_point
):
    row = InterventionFactory(lead=entity, partners=[other_entity], cycle=cycle)
    part = row.participations.get(entity=other_entity)
    address = reverse("workspace:participation", args=[part.pk])
    assert "le piden confirmar" in seen(client, other_focal_point)
    assert address in seen(client, other_focal_point)
    assert "MINSA — sin confirmar" in seen(client, focal_point)
    actions.confirm_participation(part, by=other_focal_point)
    assert "le piden confirmar" not in seen(client, other_focal_point)
    assert "sin confirmar" not in seen(client, focal_point)


def test_lead_sees_who_declined_and_why_until_it_is_named_again(
    client, cycle, entity, other_entity, other_focal_point, focal_point
):
    row = InterventionFactory(lead=entity, partners=[other_entity], cycle=cycle)
    part = row.participations.get(entity=other_entity)
    actions.decline_participation(part, by=other_focal_point, reason="No es nuestra")
    assert "MINSA dice que no participa: No es nuestra" in seen(client, focal_point)
    assert row.title not in seen(client, other_focal_point)
    row.participations.create(entity=other_entity, role="donor")
    assert "No es nuestra" not in seen(client, focal_point)


def test_observed_row_is_shown_even_where_no_move_is_on_record(client, cycle, entity, focal_point):
    InterventionFactory(lead=entity, cycle=cycle, state=State.OBSERVED, title="Sin motivo")
    page = seen(client, focal_point)
    assert "Le devolvieron" in page
    assert "Sin motivo" in page


def test_row_returned_inside_the_entity_is_told_with_its_reason(
    client, cycle, entity, focal_point, validator
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(
        row, move=Move.RETURN_IN_ENTITY, by=validator, reason="Falta la norma"
    )
    page = seen(client, focal_point)
    assert "Le devolvieron" in page
    assert "Falta la norma" in page
    assert "Borradores" not in page


def test_what_is_sent_says_who_has_it(client, cycle, entity, focal_point, validator):
    InterventionFactory(lead=entity, cycle=cycle, state=State.PENDING_ENTITY)
    InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    page = seen(client, focal_point)
    assert "la tiene la autoridad validadora" in page
    assert "la revisa la Secretaría Técnica" in page
    validator.designations.update(valid_to=date(2020, 12, 31))
    assert "nadie puede darla" in seen(client, focal_point)


def test_each_entity_of_a_person_stands_apart_with_its_own_rows(
    client, cycle, entity, other_entity, focal_point
):
    FocalPointFactory(entity=other_entity, user=focal_point, role="validator")
    InterventionFactory(lead=entity, cycle=cycle, title="Borrador propio")
    InterventionFactory(lead=other_entity, cycle=cycle, title="Borrador de MINSA")
    InterventionFactory(lead=other_entity, cycle=cycle, title="Por ver", state="pending_entity")
    page = seen(client, focal_point)
    mine, other = page[page.index(">MIMP") : page.index(">MINSA")], page[page.index(">MINSA") :]
    assert "Borrador propio" in mine
    assert "Por ver" in other
    assert "Borrador de MINSA" not in page  # a validator is asked to approve, not to write


def test_first_ten_are_shown_with_a_link_to_all(client, cycle, entity, focal_point):
    for _row in range(12):
        InterventionFactory(lead=entity, cycle=cycle)
    page = seen(client, focal_point)
    assert "Ver los 12 borradores" in page
    assert page.count("Está completa") == 10


def test_tiles_count_what_the_list_shows(client, cycle, entity, other_entity, focal_point):
    InterventionFactory(lead=entity, cycle=cycle)
    InterventionFactory(lead=other_entity, partners=[entity], cycle=cycle)
    page = seen(client, focal_point)
    assert ">Borrador</a> <strong>2</strong>" in page
    assert ">Observada</a>" not in page  # nothing is there: not worth a line
    listed = client.get(
        reverse("workspace:interventions"),
        {"entidad": "MIMP", "ciclo": cycle.code, "estado": "draft"},
    )
    assert "2 intervenciones" in listed.content.decode()


@pytest.mark.parametrize("name", ["analyst", "observer"])
def test_reader_lands_on_the_data(client, request, cycle, entity, secretariat, name):
    person = request.getfixturevalue(name)
    assert "Todavía no hay intervenciones validadas" in seen(client, person)
    InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    page = seen(client, person)
    assert "Informe País en preparación" in page
    assert reverse("portal:report", args=[cycle.code]) not in page
    assert reverse("docs") in page
    CountryReportFactory(cycle, published_by=secretariat)
    assert reverse("portal:report", args=[cycle.code]) in seen(client, person)


@pytest.mark.parametrize("name", ["focal_point", "validator"])
def test_empty_home_says_what_to_do_next(client, request, cycle, entity, name):
    EntityResponseFactory(cycle=cycle, entity=entity)
    page = seen(client, request.getfixturevalue(name))
    assert "Nada espera por usted." in page
    assert {"focal_point": "Escriba una intervención o", "validator": "podrá aprobarla"}[
        name
    ] in page


def test_nothing_new_is_answered_from_here(client, cycle, entity, focal_point, other_focal_point):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    assert "No tenemos novedades" in seen(client, focal_point)
    address = reverse("workspace:nothing-new", args=[response.pk])
    client.force_login(other_focal_point)
    assert client.post(address).status_code == 404
    client.force_login(focal_point)
    assert client.get(address).status_code == 200
    client.post(address, {"note": "Sin cambios"})
    response.refresh_from_db()
    assert (response.status, response.note) == (ResponseStatus.NOTHING_NEW, "Sin cambios")
    assert "Deshacer: sí tenemos algo" in seen(client, focal_point)
    client.post(reverse("workspace:take-back-nothing-new", args=[response.pk]))
    response.refresh_from_db()
    assert response.status == ResponseStatus.EXPECTED


@pytest.mark.parametrize("note", ["a\x00b", "x" * 10_000])
def test_note_that_cannot_be_kept_is_refused_with_it_in_the_form(
    client, cycle, entity, focal_point, note
):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    client.force_login(focal_point)
    answer = client.post(reverse("workspace:nothing-new", args=[response.pk]), {"note": note})
    assert answer.status_code == 400
    assert 'id="errores"' in answer.content.decode()
    assert note in answer.content.decode()
    response.refresh_from_db()
    assert response.status == ResponseStatus.EXPECTED


def test_nothing_new_beside_rows_says_why_not(client, cycle, entity, focal_point):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    InterventionFactory(lead=entity, cycle=cycle)
    client.force_login(focal_point)
    address = reverse("workspace:nothing-new", args=[response.pk])
    answer = client.post(address, {"note": "Lo que escribí"})
    assert answer.status_code == 400
    assert "ya tiene intervenciones" in answer.content.decode()
    assert "Lo que escribí" in answer.content.decode()


def test_response_follows_what_the_entity_sends(cycle, entity, focal_point, secretariat):
    EntityResponseFactory(cycle=cycle, entity=entity)
    row = InterventionFactory(lead=entity, cycle=cycle)

    def status():
        return EntityResponse.objects.get().status

    actions.submit_intervention(row, by=focal_point)
    assert status() == ResponseStatus.SUBMITTED
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="x")
    assert status() == ResponseStatus.IN_PROGRESS
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    assert status() == ResponseStatus.COMPLETE
    assert EntityResponse.objects.get().answered_at is not None


@pytest.mark.parametrize("name", ["focal_point", "secretariat"])
def test_home_runs_the_same_queries_for_one_row_and_for_three(
    client, request, cycle, entity, other_entity, secretariat, name
):
    person, writer = request.getfixturevalue(name), request.getfixturevalue("focal_point")
    client.force_login(person)
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )

    def more():
        for state in (State.DRAFT, State.SUBMITTED):
            InterventionFactory(lead=entity, cycle=cycle, state=state, partners=[other_entity])
        row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
        actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="x")
        sent = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
        actions.observe_fields(sent, by=secretariat, notes={"title": "¿?"})
        InterventionFactory(lead=other_entity, partners=[entity], cycle=cycle)
        old = [
            InterventionFactory(lead=entity, cycle=before, state=State.VALIDATED)
            for _row in range(2)
        ]
        actions.discontinue(old[0], cycle=cycle, outcome="ended", reason="x", by=writer)
        if person == writer:
            FocalPointFactory(user=writer, entity__acronym=f"OTRA-{row.pk}")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HOME).status_code == 200
        return len(captured)

    more()
    client.get(HOME)
    one = queries()
    more()
    more()
    assert queries() == one
    assert one <= 26


def test_question_without_return_waits_until_it_is_answered(
    client, cycle, entity, focal_point, secretariat, other_focal_point
):
    row = InterventionFactory(
        lead=entity, cycle=cycle, state=State.SUBMITTED, title="La preguntada"
    )
    actions.observe_fields(row, by=secretariat, notes={"title": "¿Es el nombre oficial?"})
    page = seen(client, focal_point)
    assert "Le preguntan" in page
    assert "¿Es el nombre oficial?" in page
    assert "¿Es el nombre oficial?" not in seen(client, other_focal_point)
    question = row.observations.get()
    actions.reply_to_observation(question, by=focal_point, text="Sí")
    assert "Le preguntan" not in seen(client, focal_point)
    actions.reply_to_observation(question, by=secretariat, text="¿Según qué norma?")
    assert "¿Según qué norma?" in seen(client, focal_point)
    actions.solve_observation(question, by=secretariat)
    assert "Le preguntan" not in seen(client, focal_point)
