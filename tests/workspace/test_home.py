"""What waits for each person, and what they do with it from there."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions import actions
from interventions.choices import Move, ResponseStatus, State
from interventions.models import EntityResponse, Intervention
from tests.factories import CycleFactory, EntityResponseFactory, InterventionFactory

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
    [(None, "no tiene todavía fecha"), (0, "cierra hoy"), (1, "queda 1 día"), (9, "quedan 9 días"),
     (-2, "cerró el")],
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
    assert answer.url == reverse("admin:interventions_intervention_change", args=[clone.pk])
    assert clone.code == row.code
    assert reverse("workspace:carry", args=[row.pk]) not in seen(client, focal_point)


def test_carrying_twice_is_a_message(client, entity, focal_point, cycle):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    client.force_login(focal_point)
    answer = client.post(reverse("workspace:carry", args=[row.pk]))
    assert [str(one) for one in get_messages(answer.wsgi_request)]


def test_partner_confirms_in_its_own_words(
    client, cycle, entity, other_entity, other_focal_point, focal_point
):
    row = InterventionFactory(lead=entity, partners=[other_entity], cycle=cycle)
    part = row.participations.get(entity=other_entity)
    assert "le piden confirmar" in seen(client, other_focal_point)
    client.post(reverse("workspace:confirm", args=[part.pk]), {"text": "Ponemos el local"})
    part.refresh_from_db()
    assert (part.contribution_text, part.confirmed_by) == ("Ponemos el local", other_focal_point)
    assert "le piden confirmar" not in seen(client, other_focal_point)
    client.force_login(focal_point)
    assert client.post(reverse("workspace:confirm", args=[part.pk])).status_code == 404


def test_nothing_new_is_answered_from_here(client, cycle, entity, focal_point, other_focal_point):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    assert "No tenemos novedades" in seen(client, focal_point)
    address = reverse("workspace:nothing-new", args=[response.pk])
    client.force_login(other_focal_point)
    assert client.post(address).status_code == 404
    client.force_login(focal_point)
    client.post(address)
    response.refresh_from_db()
    assert response.status == ResponseStatus.NOTHING_NEW


def test_secretariat_sees_the_queue_by_age_and_how_the_call_goes(
    client, cycle, entity, other_entity, secretariat
):
    EntityResponseFactory(cycle=cycle, entity=entity)
    EntityResponseFactory(cycle=cycle, entity=other_entity, status=ResponseStatus.NOTHING_NEW,
                          answered_at=timezone.now())  # fmt: skip
    for title, days in (("Reciente", 1), ("Antigua", 9)):
        row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED, title=title)
        Intervention.objects.filter(pk=row.pk).update(
            submitted_at=timezone.now() - timedelta(days=days)
        )
    page = seen(client, secretariat)
    assert page.index("Antigua") < page.index("Reciente")
    assert "9 días" in page
    assert "Respondieron 1 de 2 entidades (50 %)" in page


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
    person = request.getfixturevalue(name)
    client.force_login(person)

    def more():
        for state in (State.DRAFT, State.SUBMITTED):
            InterventionFactory(lead=entity, cycle=cycle, state=state, partners=[other_entity])
        row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
        actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="x")

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
