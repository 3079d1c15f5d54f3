"""The secretariat's queue, and validating several rows at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import RegistryRole
from cycles.choices import CycleState
from interventions import actions
from interventions.choices import Reporting, State
from interventions.models import Intervention
from tests.factories import (
    CycleFactory,
    InterventionFactory,
    ProvisionFactory,
    UserFactory,
    saved_by,
)

QUEUE = reverse("workspace:queue")
VALIDATE = reverse("workspace:validate")


@pytest.fixture
def colleague(db):
    return UserFactory(username="secretaria-2", registry_role=RegistryRole.SECRETARIAT)


@pytest.fixture
def send(cycle, entity):
    """Make a sent row: title, days that it has waited."""

    def sent(title, days=0, **fields):
        usual = {"lead": entity, "cycle": cycle, "state": State.SUBMITTED, "title": title}
        since = timezone.now() - timedelta(days=days)
        return InterventionFactory(**usual | {"submitted_at": since} | fields)

    return sent


def shown(client, person, query=""):
    client.force_login(person)
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return [one.intervention.title for one in answer.context["waiting"]]


def test_queue_holds_sent_rows_of_open_cycles_the_oldest_first(client, secretariat, send):
    closed = CycleFactory(code="2022", state=CycleState.CLOSED)
    send("Nueva", 1)
    send("Vieja", 9)
    send("Borrador", state=State.DRAFT)
    send("Cerrada", cycle=closed)
    assert shown(client, secretariat) == ["Vieja", "Nueva"]


def test_overdue_is_said_in_words_and_counted_by_the_term_of_the_cycle(
    client, secretariat, send, cycle
):
    send("Vieja", 12)
    send("Justa", 10)
    assert shown(client, secretariat, "?espera=vencidas") == ["Vieja"]
    page = client.get(QUEUE).content.decode()
    assert "Vencida hace 2 días" in page
    assert f"Vence el {timezone.localdate():%d/%m/%Y}" in page
    assert "1 intervención con el plazo" in client.get(reverse("workspace:home")).content.decode()
    cycle.review_days = None
    cycle.save()
    assert shown(client, secretariat, "?espera=vencidas") == []
    assert "Vence" not in client.get(QUEUE).content.decode()


def test_queue_is_narrowed_by_entity_objective_age_and_reviewer(
    client, secretariat, colleague, send, entity, other_entity
):
    send("De siempre", 8)
    send("De otra entidad", 2, lead=other_entity)
    send("De otro objetivo", 1, provision=ProvisionFactory(code="7"))
    mine, theirs = send("Mía"), send("Suya")
    actions.take_review(mine, by=secretariat)
    actions.take_review(theirs, by=colleague)
    seventh = ProvisionFactory(code="7").pk
    assert shown(client, secretariat, f"?entidad={other_entity.pk}") == ["De otra entidad"]
    assert shown(client, secretariat, f"?objetivo={seventh}") == ["De otro objetivo"]
    assert shown(client, secretariat, "?espera=7") == ["De siempre"]
    assert shown(client, secretariat, "?revisa=mias") == ["Mía"]
    assert shown(client, secretariat, "?revisa=tomadas") == ["Suya"]
    assert shown(client, secretariat, f"?revisa=libres&entidad={entity.pk}") == [
        "De siempre",
        "De otro objetivo",
    ]
    page = client.get(QUEUE).content.decode()
    assert "La revisa secretaria-2" in page
    assert "La revisa usted" in page


def test_queue_is_searched_by_words_and_code(client, secretariat, send):
    row = send("Carné de salud para niñas", 3)
    send("Feria laboral", 2)
    assert shown(client, secretariat, "?palabras=salud") == ["Carné de salud para niñas"]
    assert shown(client, secretariat, f"?palabras={row.code}") == ["Carné de salud para niñas"]
    assert shown(client, secretariat, "?palabras=nada") == []
    assert "Nada de la cola responde" in client.get(QUEUE + "?palabras=nada").content.decode()
    page = client.get(reverse("workspace:review", args=[row.pk]) + "?palabras=salud")
    assert page.context["following"] is None  # the search is kept from row to row


def test_title_of_the_queue_says_how_many_wait_and_are_late(client, secretariat, send):
    client.force_login(secretariat)
    assert "<h1>Nada espera su revisión</h1>" in client.get(QUEUE).content.decode()
    send("Nueva", 1)
    assert "<h1>1 intervención espera revisión</h1>" in client.get(QUEUE).content.decode()
    send("Vieja", 12)
    title = "<h1>2 intervenciones esperan revisión y 1 pasó el plazo</h1>"
    assert title in client.get(QUEUE).content.decode()


@pytest.mark.parametrize(
    "query", ["entidad=x", "entidad=999999999999999999999", "objetivo=%00", "espera=9", "revisa=x"]
)
def test_filter_that_does_not_exist_is_a_spanish_error(client, secretariat, query):
    client.force_login(secretariat)
    answer = client.get(f"{QUEUE}?{query}")
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()


def test_queue_is_paged(client, secretariat, send):
    for number in range(51):
        send(f"Fila {number}", 60 - number)
    assert len(shown(client, secretariat)) == 50
    assert shown(client, secretariat, "?page=2") == ["Fila 50"]
    assert shown(client, secretariat, "?page=volar")[0] == "Fila 0"
    client.force_login(secretariat)
    page = client.get(QUEUE + "?marcar=1").content.decode()
    assert page.count(" checked") == 50
    home = client.get(reverse("workspace:home")).content.decode()
    assert ">Fila 2</a>" in home
    assert ">Fila 3</a>" not in home
    assert "Fila 50: 10" in home  # each is drawn
    assert "Ver la cola: 51 intervenciones" in home


def test_comments_of_observers_are_listed(client, secretariat, observer, send):
    row = send("Publicada", state=State.VALIDATED)
    actions.observe_fields(row, by=observer, notes={"title": "Falta la cifra de mujeres"})
    client.force_login(secretariat)
    assert "Falta la cifra de mujeres" in client.get(QUEUE).content.decode()
    assert "1 comentario de observadores" in client.get(reverse("workspace:home")).content.decode()


def test_queue_runs_the_same_queries_for_one_row_and_for_three(
    client, secretariat, colleague, send
):
    client.force_login(secretariat)

    def more():
        row = send("Otra", 3)
        actions.observe_fields(row, by=colleague, notes={"title": "x"})
        return f"fila={row.pk}:{row.version}"

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    names = [more()]
    once = queries(QUEUE), queries(f"{VALIDATE}?{names[0]}")
    names += [more(), more()]
    assert (queries(QUEUE), queries(f"{VALIDATE}?{'&'.join(names)}")) == once


def test_page_before_validating_says_what_speaks_against_each(client, secretariat, colleague, send):
    good, changed, held, asked = send("Buena"), send("Cambió"), send("Ajena"), send("Observada")
    gone = send("Validada", state=State.VALIDATED)
    incomplete = send("Incompleta", results_reporting=Reporting.REPORTED)
    actions.take_review(held, by=colleague)
    actions.observe_fields(asked, by=secretariat, notes={"title": "¿?"})
    rows = [good, changed, held, asked, gone, incomplete]
    names = {row: f"{row.pk}:{row.version + (row == changed)}" for row in rows}
    client.force_login(secretariat)
    answer = client.get(VALIDATE, {"fila": [*names.values(), "999999:1"]})
    page = answer.content.decode()
    ready = {one.waiting.intervention for one in answer.context["candidates"] if one.ready}
    assert ready == {good, asked}
    assert f'value="{names[good]}" checked' in page
    assert f'value="{names[asked]}" checked' not in page  # open threads: tick it knowingly
    for told in ("Cambió desde que usted vio", "La está revisando", "«Validada»", "al menos una"):
        assert told in page
    assert Intervention.objects.filter(state=State.VALIDATED).count() == 1  # nothing moved yet


def test_page_before_validating_says_what_another_person_validates(
    client, secretariat, colleague, send
):
    row = send("Corregida en su nombre")
    actions.begin_on_behalf(row, by=secretariat, reason="Oficio 12")
    saved_by(secretariat, row, title="Corregida por oficio")
    ready = {}
    for person in (secretariat, colleague):
        client.force_login(person)
        answer = client.get(VALIDATE, {"fila": f"{row.pk}:{row.version}"})
        ready[person] = answer.context["ready"]
        assert ("la valida otra persona" in answer.content.decode()) is (person == secretariat)
    assert ready == {secretariat: False, colleague: True}


def test_each_row_goes_through_its_own_door_and_is_told(client, secretariat, colleague, send):
    good, changed, held = send("Buena"), send("Cambió"), send("Ajena")
    actions.take_review(held, by=colleague)
    client.force_login(secretariat)
    seen = [f"{good.pk}:1", f"{changed.pk}:9", f"{held.pk}:1"]
    answer = client.post(VALIDATE, {"fila": seen})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Se validó 1 de 3" in page
    assert "Otra persona guardó cambios" in page
    assert "La revisa secretaria-2" in page
    states = {row.title: row.state for row in Intervention.objects.all()}
    assert states == {
        "Buena": State.VALIDATED,
        "Cambió": State.SUBMITTED,
        "Ajena": State.SUBMITTED,
    }


@pytest.mark.parametrize("named", [[], ["x"], ["1:"], ["9" * 30 + ":1"], ["\x00:1"]])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_ticked_is_a_spanish_error(client, secretariat, method, named):
    client.force_login(secretariat)
    answer = getattr(client, method)(VALIDATE, {"fila": named})
    assert answer.status_code == 400
    assert "Marque al menos una" in answer.content.decode()


@pytest.mark.parametrize("name", ["focal_point", "validator", "observer", "analyst"])
def test_only_the_secretariat_has_a_queue(client, request, send, name):
    row = send("Ajena")
    client.force_login(request.getfixturevalue(name))
    assert client.get(QUEUE).status_code == 403
    assert client.post(VALIDATE, {"fila": [f"{row.pk}:1"]}).status_code == 403
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
