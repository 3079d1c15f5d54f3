"""Rows of earlier cycles: several taken up at once, or told to have ended."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.models import ReportingCycle
from interventions import actions
from interventions.choices import State
from interventions.models import Discontinuation, Intervention
from tests.factories import CycleFactory, EntityResponseFactory, InterventionFactory

BEFORE = reverse("workspace:before")
CHOSEN = reverse("workspace:carry-chosen")


@pytest.fixture
def rows(entity, cycle):
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )

    def build(total, lead=entity):
        return [
            InterventionFactory(lead=lead, cycle=before, state=State.VALIDATED)
            for _row in range(total)
        ]

    return build


def end(row, cycle, person):
    return actions.discontinue(row, cycle=cycle, outcome="ended", reason="Terminó", by=person)


def told(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_several_are_taken_up_at_once(client, rows, cycle, focal_point):
    chosen = rows(3)
    client.force_login(focal_point)
    answer = client.post(CHOSEN, {"row": [row.pk for row in chosen[:2]]})
    assert answer.url == reverse("workspace:home")
    assert "2 intervenciones quedaron" in told(answer)[0]
    assert set(Intervention.objects.filter(cycle=cycle).values_list("code", flat=True)) == {
        row.code for row in chosen[:2]
    }


def test_one_alone_is_opened(client, rows, cycle, focal_point):
    client.force_login(focal_point)
    answer = client.post(CHOSEN, {"row": rows(1)[0].pk})
    clone = Intervention.objects.get(cycle=cycle)
    assert answer.url == reverse("workspace:continue", args=[clone.pk])


def test_what_somebody_took_up_meanwhile_stops_none_of_the_others(client, rows, cycle, focal_point):
    first, second = rows(2)
    actions.carry_forward(first, cycle=cycle, by=focal_point)
    client.force_login(focal_point)
    answer = client.post(CHOSEN, {"row": [first.pk, second.pk]})
    assert Intervention.objects.filter(cycle=cycle).count() == 2
    assert first.code in told(answer)[0]


@pytest.mark.parametrize("row", [[], ["x"], ["9" * 40]])
def test_choosing_nothing_is_said(client, rows, focal_point, row):
    client.force_login(focal_point)
    assert "Elija al menos una" in told(client.post(CHOSEN, {"row": row}))[0]


def test_foreign_rows_are_not_taken_up(client, rows, cycle, other_entity, focal_point):
    foreign = rows(1, lead=other_entity)[0]
    client.force_login(focal_point)
    assert client.post(CHOSEN, {"row": foreign.pk}).status_code == 403
    draft = InterventionFactory(lead=other_entity, cycle=cycle)
    assert client.post(CHOSEN, {"row": draft.pk}).status_code == 404
    assert client.post(CHOSEN, {"row": 999_999}).status_code == 404
    assert client.get(reverse("workspace:discontinue", args=[foreign.pk])).status_code == 403
    assert client.get(reverse("workspace:discontinue", args=[draft.pk])).status_code == 404


def test_row_is_told_to_have_ended_and_undone(client, rows, cycle, focal_point, secretariat):
    row = rows(1)[0]
    address = reverse("workspace:discontinue", args=[row.pk])
    client.force_login(focal_point)
    refused = client.post(address, {"outcome": "dropped", "reason": ""})
    assert refused.status_code == 400
    assert "Escriba el motivo" in refused.content.decode()
    assert client.post(address, {"outcome": "volar", "reason": "Lo dicho"}).status_code == 400
    assert client.post(address, {"outcome": "dropped", "reason": "Sin fondos"}).url == BEFORE
    told_of = Discontinuation.objects.get()
    assert "Sin fondos" in client.get(BEFORE).content.decode()
    assert row.title not in client.get(reverse("workspace:home")).content.decode()
    again = client.post(address, {"outcome": "ended", "reason": "Lo que escribí"})
    assert again.status_code == 400
    assert "Lo que escribí" in again.content.decode()
    client.post(reverse("workspace:undo-discontinuation", args=[told_of.pk]))
    assert not Discontinuation.objects.exists()


def test_secretariat_accepts_or_undoes_and_others_do_not_find_it(
    client, rows, cycle, focal_point, other_focal_point, secretariat
):
    first, second = (end(row, cycle, focal_point) for row in rows(2))
    accept = reverse("workspace:accept-discontinuation", args=[first.pk])
    client.force_login(other_focal_point)
    assert client.post(accept).status_code == 404
    client.force_login(focal_point)
    assert client.post(accept).status_code == 403
    client.force_login(secretariat)
    assert "2 intervenciones que no continúan" in client.get("/trabajo/").content.decode()
    client.post(accept)
    client.post(reverse("workspace:undo-discontinuation", args=[second.pk]))
    assert Discontinuation.objects.get().accepted_by == secretariat
    client.force_login(focal_point)
    page = client.get(BEFORE).content.decode()
    assert "Aceptado por la Secretaría Técnica" in page
    undo = reverse("workspace:undo-discontinuation", args=[first.pk])
    assert client.post(undo).status_code == 403


def test_foreign_or_unknown_entity_is_not_found(client, rows, other_entity, focal_point):
    client.force_login(focal_point)
    for acronym in ("MINSA", "NADIE", "\x00"):
        assert client.get(BEFORE, {"entidad": acronym}).status_code == 404


def test_closed_cycle_says_so(client, rows, cycle, focal_point):
    row = rows(1)[0]
    cycle.state = "closed"
    cycle.save()
    client.force_login(focal_point)
    assert "No hay un ciclo abierto" in client.get(BEFORE).content.decode()
    assert client.post(CHOSEN, {"row": row.pk}).status_code == 302
    assert client.post(reverse("workspace:discontinue", args=[row.pk])).status_code == 302
    assert not Discontinuation.objects.exists()


def test_page_runs_the_same_queries_for_one_row_and_for_three(client, rows, cycle, focal_point):
    client.force_login(focal_point)

    def more():
        first, second, _third = rows(3)
        end(first, cycle, focal_point)
        actions.carry_forward(second, cycle=cycle, by=focal_point)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(BEFORE).status_code == 200
        return len(captured)

    more()
    one = queries()
    more()
    more()
    assert queries() == one


@pytest.fixture
def later(rows, cycle):
    """`later()` closes 2026 and opens 2028."""

    def pass_on():
        ReportingCycle.objects.filter(pk=cycle.pk).update(state="closed")
        return CycleFactory(
            code="2028", period_start=date(2026, 8, 1), period_end=date(2028, 7, 31), state="open"
        )

    return pass_on


def test_entity_with_nothing_new_is_asked_nothing_and_finds_its_rows_in_the_next_cycle(
    client, rows, cycle, entity, focal_point, later
):
    row = rows(1)[0]
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    client.force_login(focal_point)
    home = reverse("workspace:home")
    assert "1 intervención de ciclos anteriores espera" in client.get(home).content.decode()
    client.post(reverse("workspace:nothing-new", args=[response.pk]))
    page = client.get(home).content.decode()
    assert "sin actualizar" not in page
    assert "Nada espera por usted" in page
    assert "sigue vigente" in page
    assert "Sigue vigente: su entidad respondió" in client.get(BEFORE).content.decode()
    cycle = later()
    assert "1 intervención de ciclos anteriores espera" in client.get(home).content.decode()
    assert row.title in client.get(BEFORE).content.decode()
    client.post(CHOSEN, {"row": row.pk})
    assert Intervention.objects.get(cycle=cycle).code == row.code


def test_draft_that_a_closed_cycle_left_is_shown_and_taken_up(
    client, cycle, entity, focal_point, later
):
    draft = InterventionFactory(lead=entity, cycle=cycle, title="A medias")
    cycle = later()
    client.force_login(focal_point)
    for page in (reverse("workspace:home"), BEFORE):
        shown = client.get(page).content.decode()
        assert "A medias" in shown
        assert "se quedó sin validar: Borrador" in shown
    discontinue = reverse("workspace:discontinue", args=[draft.pk])
    assert "Se quedó sin validar en" in client.get(discontinue).content.decode()
    client.post(CHOSEN, {"row": draft.pk})
    assert Intervention.objects.get(cycle=cycle).title == "A medias"


def test_draft_of_another_entity_stays_unseen(client, cycle, other_entity, focal_point, later):
    draft = InterventionFactory(lead=other_entity, cycle=cycle, title="A medias")
    later()
    client.force_login(focal_point)
    assert "A medias" not in client.get(BEFORE).content.decode()
    assert client.post(CHOSEN, {"row": draft.pk}).status_code == 404


def test_end_of_a_draft_that_nobody_read_is_not_asked_of_the_secretariat(
    client, cycle, entity, focal_point, secretariat, later
):
    draft = InterventionFactory(lead=entity, cycle=cycle, title="A medias")
    end(draft, later(), focal_point)
    client.force_login(secretariat)
    assert "no continúa espera" not in client.get("/trabajo/").content.decode()
