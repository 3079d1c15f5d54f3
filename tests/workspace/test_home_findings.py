"""The titles of the first page, and what it draws of the call for the secretariat."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from interventions import actions
from interventions.choices import Move, State
from interventions.models import Intervention
from tests.factories import CycleFactory, EntityResponseFactory, InterventionFactory

HOME = reverse("workspace:home")


def seen(client, person):
    client.force_login(person)
    return client.get(HOME).content.decode()


@pytest.fixture
def call(cycle, entity, other_entity):
    """A call that closes in twelve days, expected of two entities."""
    cycle.call_opens = date(2026, 1, 1)
    cycle.call_closes = timezone.localdate() + timedelta(days=12)
    cycle.save()
    EntityResponseFactory(cycle=cycle, entity=entity)
    EntityResponseFactory(cycle=cycle, entity=other_entity)
    return cycle


def states_of(client, person):
    client.force_login(person)
    shown = client.get(HOME).context["call_states"]
    return {state.name: [(one.name, one.note) for one in state.items] for state in shown.states}


def title_of(client, person):
    return seen(client, person).partition("<h1>")[2].partition("</h1>")[0]


def test_secretariat_reads_first_how_long_there_is_and_who_sent_nothing(
    client, call, entity, secretariat
):
    title = "Faltan 12 días para el cierre y 2 entidades no han enviado nada"
    assert title_of(client, secretariat) == title
    InterventionFactory(lead=entity, cycle=call)  # a draft is nothing sent
    assert title_of(client, secretariat) == title
    InterventionFactory(lead=entity, cycle=call, state=State.OBSERVED)
    assert title_of(client, secretariat).endswith("1 entidad no ha enviado nada")


def test_entities_stand_in_four_states_and_their_names_lead_to_their_work(
    client, call, entity, other_entity, secretariat, focal_point
):
    assert states_of(client, secretariat) == {
        "respondieron": [],
        "en proceso": [],
        "con retraso": [],
        "sin respuesta": [("MIMP", "sin iniciar"), ("MINSA", "sin punto focal")],
    }
    InterventionFactory(lead=entity, cycle=call)
    EntityResponse.objects.filter(entity=other_entity).update(
        status=ResponseStatus.NOTHING_NEW, answered_at=timezone.now()
    )
    states = states_of(client, secretariat)
    assert states["en proceso"] == [("MIMP", "1 borrador")]
    assert states["respondieron"] == [("MINSA", "sin novedades")]
    page = seen(client, secretariat)
    address = reverse("workspace:interventions") + f"?entidad=MIMP&amp;ciclo={call.code}"
    assert address in page
    assert reverse("workspace:entity-profile", args=["MINSA"]) in page
    call.call_closes = timezone.localdate() - timedelta(days=3)
    call.save()
    assert states_of(client, secretariat)["con retraso"] == [("MIMP", "3 días")]


def test_queue_is_drawn_by_age_against_the_term(client, call, entity, secretariat):
    for title, days in (("Reciente", 3), ("Antigua", 14)):
        InterventionFactory(
            lead=entity,
            cycle=call,
            state=State.SUBMITTED,
            title=title,
            submitted_at=timezone.now() - timedelta(days=days),
        )
    client.force_login(secretariat)
    dots = client.get(HOME).context["dots"]
    assert [(dot.name, dot.wait, dots.is_late(dot)) for dot in dots.dots] == [
        ("MIMP: Antigua", 14, True),
        ("MIMP: Reciente", 3, False),
    ]
    assert dots.finding == "2 intervenciones esperan revisión y 1 pasó el plazo"
    call.review_days = None
    call.save()
    assert client.get(HOME).context["dots"] is None


def test_cycle_stands_in_the_order_of_its_days_with_today_among_them(client, call, secretariat):
    client.force_login(secretariat)
    steps = [(one.name, one.when) for one in client.get(HOME).context["steps"].moments]
    assert steps == [
        ("Convocatoria", "done"),
        ("Hoy", "now"),
        ("Recordatorio", "next"),
        ("Cierre", "next"),
        ("Fin de la revisión", "next"),
        ("Informe País", "next"),
    ]


def test_what_comes_first_has_the_one_red_button(client, call, entity, focal_point, secretariat):
    assert title_of(client, focal_point).startswith("Nada espera por usted y faltan 12 días")
    draft = InterventionFactory(lead=entity, cycle=call, title="A medias")
    assert title_of(client, focal_point).startswith("Tiene 1 borrador por terminar")
    assert ">Seguir escribiendo" in seen(client, focal_point)
    row = InterventionFactory(lead=entity, cycle=call, state=State.SUBMITTED)
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="x")
    page = seen(client, focal_point)
    assert title_of(client, focal_point).startswith("Le devolvieron 1 intervención")
    assert page.count('class="button"') == 1
    assert reverse("workspace:continue", args=[draft.pk]) in page


def test_title_of_the_cycle_before_opens_what_the_row_said(client, entity, focal_point):
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )
    row = InterventionFactory(lead=entity, cycle=before, state=State.VALIDATED, title="De antes")
    CycleFactory()
    link = f'<a href="{reverse("workspace:review", args=[row.pk])}">De antes</a>'
    assert link in seen(client, focal_point)
    assert link in client.get(reverse("workspace:before")).content.decode()
    assert client.get(reverse("workspace:review", args=[row.pk])).status_code == 200


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
    assert page.index(">Antigua</a>") < page.index(">Reciente</a>")
    assert "9 días" in page
    assert "Respondieron 1 de 2 entidades (50 %)" in page
    assert "Empezar por la más antigua" in page
