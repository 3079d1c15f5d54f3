"""The back-office: nobody skips the workflow, and foreign rows do not exist."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions import actions
from interventions.choices import Move, State
from interventions.models import Intervention, ReviewEvent
from tests.factories import EntityResponseFactory, InterventionFactory
from tests.interventions.doors import reads_too

LIST = reverse("admin:interventions_intervention_changelist")
NOT_VALIDATED = [state for state in State if state != State.VALIDATED]


@pytest.fixture
def focal_point(focal_point):
    """Who enters the back-office: somebody who reads for the registry besides."""
    return reads_too(focal_point)


@pytest.fixture
def alternate(alternate):
    """Who enters the back-office: somebody who reads for the registry besides."""
    return reads_too(alternate)


@pytest.fixture
def validator(validator):
    """Who enters the back-office: somebody who reads for the registry besides."""
    return reads_too(validator)


@pytest.fixture
def other_focal_point(other_focal_point):
    """Who enters the back-office: somebody who reads for the registry besides."""
    return reads_too(other_focal_point)


def change(row):
    return reverse("admin:interventions_intervention_change", args=[row.pk])


def addresses(row):
    base = change(row).removesuffix("change/")
    return [base + "change/", base + "history/", base + "delete/", base + "mover/validate/"]


def posted(client, row, **fields):
    """What the browser would send for the change form as shown, with `fields` changed."""
    form = client.get(change(row)).context["adminform"].form
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(value, list):
            value = [getattr(one, "pk", one) for one in value]
        data[name] = "" if value is None else value
    for prefix in ("participations", "contributions", "results", "challenges", "evidence"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | fields


@pytest.mark.parametrize("state", NOT_VALIDATED)
def test_foreign_row_is_not_found_by_any_address(
    client, entity, other_focal_point, analyst, observer, state
):
    row = InterventionFactory(lead=entity, state=state, title="Ajena y reservada")
    for person in (other_focal_point, analyst, observer):
        client.force_login(person)
        for address in addresses(row):
            assert client.get(address).status_code == 404, (person, address)
            assert client.post(address, {"post": "yes"}).status_code == 404
        assert "Ajena y reservada" not in client.get(LIST).content.decode()


def test_list_and_completion_find_as_the_search_does(client, entity, secretariat):
    row = InterventionFactory(lead=entity, title="Atención en zonas fronterizas")
    InterventionFactory(lead=entity, title="Otra cosa")
    client.force_login(secretariat)
    for text, found in {"zona fronteriza": 1, "ATENCION": 1, "front": 0}.items():
        answer = client.get(LIST, {"q": text})
        assert answer.context["cl"].result_count == found, text
    asked = {"app_label": "monitoring", "model_name": "assessment", "field_name": "intervention"}
    answer = client.get(reverse("admin:autocomplete"), asked | {"term": "front"})
    assert [found["id"] for found in answer.json()["results"]] == [str(row.pk)]


@pytest.mark.parametrize("name", ["no_role_staff", "disabled_focal_point"])
def test_whoever_has_nothing_to_do_is_sent_to_the_login(client, request, db, name):
    client.force_login(request.getfixturevalue(name))
    assert client.get(LIST).status_code == 302


def test_focal_point_saves_a_draft_and_its_version_grows(client, entity, focal_point):
    row = InterventionFactory(lead=entity)
    client.force_login(focal_point)
    answer = client.post(change(row), posted(client, row, title="Otro nombre"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.version, row.state) == ("Otro nombre", 2, State.DRAFT)


def test_second_save_keeps_what_was_typed_and_says_what_was_saved(
    client, entity, focal_point, alternate
):
    row = InterventionFactory(lead=entity)
    client.force_login(focal_point)
    mine = posted(client, row, title="Lo que yo escribí")
    client.force_login(alternate)
    client.post(change(row), posted(client, row, title="Lo que guardó la otra persona"))
    client.force_login(focal_point)
    page = client.post(change(row), mine).content.decode()
    assert "Lo que yo escribí" in page
    assert "Lo que guardó la otra persona" in page
    row.refresh_from_db()
    assert row.title == "Lo que guardó la otra persona"


def test_state_in_the_form_is_ignored(client, entity, focal_point):
    row = InterventionFactory(lead=entity)
    client.force_login(focal_point)
    client.post(
        change(row),
        posted(client, row, state=State.VALIDATED, validated_at="2026-01-01", version=1),
    )
    row.refresh_from_db()
    assert row.state == State.DRAFT


@pytest.mark.parametrize("state", [State.PENDING_ENTITY, State.SUBMITTED, State.VALIDATED])
def test_row_that_was_sent_is_read_only(client, entity, focal_point, secretariat, state):
    row = InterventionFactory(lead=entity, state=state)
    for person in (focal_point, secretariat):
        client.force_login(person)
        assert client.get(change(row)).status_code == 200
        assert client.post(change(row), {"title": "Cambiada"}).status_code == 403
    row.refresh_from_db()
    assert row.title != "Cambiada"


def test_save_and_send_goes_through_the_door(client, entity, focal_point):
    row = InterventionFactory(lead=entity)
    client.force_login(focal_point)
    client.post(change(row), posted(client, row, _submit="1"))
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    assert ReviewEvent.objects.get(intervention=row).by == focal_point


def test_incomplete_row_is_saved_and_says_what_is_missing(client, entity, focal_point):
    row = InterventionFactory(lead=entity, results_reporting="")
    client.force_login(focal_point)
    answer = client.post(
        change(row), posted(client, row, title="Guardado", _submit="1"), follow=True
    )
    assert "Diga si hay resultados que reportar" in answer.content.decode()
    row.refresh_from_db()
    assert (row.title, row.state) == ("Guardado", State.DRAFT)


def test_secretariat_observes_with_a_reason_only(client, entity, secretariat):
    row = InterventionFactory(lead=entity, state=State.SUBMITTED)
    client.force_login(secretariat)
    address = reverse("admin:interventions_intervention_move", args=[row.pk, "observe"])
    assert client.post(address, {"reason": ""}).status_code == 200
    client.post(address, {"reason": "Precisar la cifra", "field": "results", "note": "¿De cuándo?"})
    row.refresh_from_db()
    assert row.state == State.OBSERVED
    assert row.review_events.get().observations.get().note == "¿De cuándo?"


def test_get_never_moves(client, entity, secretariat):
    row = InterventionFactory(lead=entity, state=State.SUBMITTED)
    client.force_login(secretariat)
    client.get(reverse("admin:interventions_intervention_move", args=[row.pk, "validate"]))
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


@pytest.mark.parametrize("action", ["validate_chosen", "submit_chosen", "delete_selected"])
def test_bulk_actions_move_nothing_that_is_not_theirs(client, entity, observer, action):
    row = InterventionFactory(lead=entity, state=State.VALIDATED)
    client.force_login(observer)
    client.post(LIST, {"action": action, "_selected_action": [row.pk]})
    assert Intervention.objects.get(pk=row.pk).version == 1


def test_bulk_action_tells_what_was_done_of_how_many(client, entity, secretariat):
    rows = [
        InterventionFactory(lead=entity, state=state) for state in (State.SUBMITTED, State.DRAFT)
    ]
    client.force_login(secretariat)
    chosen = {"action": "validate_chosen", "_selected_action": [row.pk for row in rows]}
    page = client.post(LIST, chosen, follow=True).content.decode()
    assert "Intervenciones validadas: 1 de 2." in page


def test_new_draft_is_led_by_the_own_entity(client, entity, other_entity, focal_point, cycle):
    client.force_login(focal_point)
    address = reverse("admin:interventions_intervention_add")
    data = {
        "cycle": cycle.pk,
        "lead": entity.pk,
        "title": "Nueva",
        "kind": "action",
        "date_precision": "day",
        "status": "not_reported",
        "scope": "not_reported",
    }
    for prefix in ("contributions", "results", "challenges", "evidence"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    page = client.post(address, data | {"lead": other_entity.pk}).content.decode()
    assert 'value="Nueva"' in page
    assert not Intervention.objects.exists()
    assert client.post(address, data).status_code == 302
    assert Intervention.objects.get().lead_participation.entity == entity


def test_new_row_may_be_sent_at_once_and_says_what_it_lacks(client, entity, focal_point, cycle):
    client.force_login(focal_point)
    address = reverse("admin:interventions_intervention_add")
    assert "Guardar y enviar" in client.get(address).content.decode()
    data = {
        "cycle": cycle.pk,
        "lead": entity.pk,
        "title": "Nueva",
        "kind": "action",
        "date_precision": "day",
        "status": "not_reported",
        "scope": "not_reported",
        "_submit": "1",
    }
    for prefix in ("contributions", "results", "challenges", "evidence"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    page = client.post(address, data, follow=True).content.decode()
    assert "Indique al menos un objetivo" in page
    assert Intervention.objects.get().state == State.DRAFT


@pytest.mark.parametrize(
    "query", ["?nada__startswith=1", "?created_by__password__startswith=a", "?p=zz"]
)
def test_unknown_look_ups_of_the_list_are_no_error(client, focal_point, query):
    client.force_login(focal_point)
    assert client.get(LIST + query).status_code in {200, 302, 400}


def test_list_runs_the_same_queries_whatever_its_length(client, entity, focal_point):
    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    client.force_login(focal_point)
    InterventionFactory(lead=entity)
    one = count()
    for _row in range(2):
        InterventionFactory(lead=entity)
    assert count() == one


def test_every_page_of_the_back_office_answers_its_people(
    client, entity, cycle, focal_point, validator, secretariat, observer, superuser
):
    row = InterventionFactory(lead=entity)
    EntityResponseFactory(cycle=cycle, entity=entity)
    for person in (focal_point, validator, secretariat, observer, superuser):
        client.force_login(person)
        assert client.get(reverse("admin:index")).status_code == 200
        for model in admin.site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            for page in ("changelist", "add"):
                assert client.get(reverse(f"{name}_{page}")).status_code in {200, 403}, (name, page)
    client.force_login(focal_point)
    assert client.get(change(row).replace("change", "history")).status_code == 200


def test_secretariat_makes_no_administrator(client, secretariat, superuser):
    client.force_login(secretariat)
    address = reverse("admin:accounts_user_change", args=[superuser.pk])
    assert client.get(address).status_code == 404
    own = reverse("admin:accounts_user_change", args=[secretariat.pk])
    client.post(
        own, {"username": "secretaria", "registry_role": "secretariat", "is_superuser": "on"}
    )
    secretariat.refresh_from_db()
    assert not secretariat.is_superuser


def test_reason_for_returning_stays_in_sight_after_a_sending_taken_back(
    client, entity, focal_point, secretariat
):
    row = InterventionFactory(lead=entity, state=State.SUBMITTED)
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Falta el año")
    client.force_login(focal_point)
    assert "Falta el año" in client.get(change(row)).content.decode()
    actions.submit_intervention(row, by=focal_point)
    assert "Falta el año" not in client.get(change(row)).content.decode()
    actions.move_intervention(row, move=Move.WITHDRAW, by=focal_point)
    assert "Falta el año" in client.get(change(row)).content.decode()
