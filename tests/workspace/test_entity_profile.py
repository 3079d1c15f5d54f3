"""An entity from within."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entities.choices import DesignationRole
from interventions.choices import State
from tests.factories import EntityFactory, FocalPointFactory, InterventionFactory


def address(entity):
    return reverse("workspace:entity-profile", args=[entity.acronym])


@pytest.fixture
def page(client, entity, secretariat):
    def get(person=secretariat):
        client.force_login(person)
        return client.get(address(entity)).content.decode()

    return get


def test_people_of_the_entity_read_who_is_designated(page, entity, focal_point, validator):
    FocalPointFactory(
        entity=entity,
        role=DesignationRole.ALTERNATE,
        institutional_email="mesa@entidad.example",
        valid_to=timezone.localdate() + timedelta(days=10),
    )
    told = page(focal_point)
    assert "mesa@entidad.example" in told
    assert "Termina pronto" in told
    assert "Sí la hay" in told


def test_others_do_not_find_it(client, entity, focal_point, other_focal_point, analyst):
    for person in (other_focal_point, analyst):
        client.force_login(person)
        assert client.get(address(entity)).status_code == 404
    client.force_login(focal_point)
    assert client.get("/trabajo/entidad/NADIE/").status_code == 404
    assert client.get("/trabajo/entidad/%00/").status_code == 404


def test_entity_without_anybody_says_what_becomes_of_its_rows(page, cycle, entity, focal_point):
    InterventionFactory(lead=entity, cycle=cycle)
    focal_point.designations.update(valid_to=date(2025, 12, 31))
    told = page()
    assert "Hoy nadie está designado" in told
    assert "Tiene 1 intervención sin terminar" in told
    assert "Designaciones terminadas" in told


def test_ended_validator_leaves_word_of_what_waits(page, cycle, entity, focal_point, validator):
    InterventionFactory(lead=entity, cycle=cycle, state=State.PENDING_ENTITY)
    validator.designations.update(valid_to=date(2025, 12, 31))
    told = page(focal_point)
    assert "No la hay" in told
    assert "1 intervención espera una aprobación" in told


def test_acronym_with_a_slash_has_a_page(client, secretariat):
    client.force_login(secretariat)
    assert client.get(address(EntityFactory(acronym="A/B (Perú)"))).status_code == 200


def test_page_runs_the_same_queries_for_one_row_and_for_three(client, cycle, entity, focal_point):
    client.force_login(focal_point)

    def more():
        FocalPointFactory(entity=entity)
        InterventionFactory(lead=entity, cycle=cycle)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(entity)).status_code == 200
        return len(captured)

    more()
    one = queries()
    more()
    more()
    assert queries() == one
