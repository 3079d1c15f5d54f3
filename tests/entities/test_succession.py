"""Merging, replacing and splitting entities: who goes on, and what stays as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from entities.actions import succeed
from entities.models import Entity, Succession
from interventions.choices import State
from interventions.models import Intervention
from interventions.search import search
from tests.factories import EntityFactory, InterventionFactory

TOLD = {"kind": "merged", "last_day": date(2026, 6, 30), "document": "Ley 1"}


def titles(typed: str) -> list[str]:
    return [row.title for row in search(Intervention.objects.all(), typed)]


def test_merged_entity_keeps_its_rows_and_is_found_under_the_one_that_follows(
    client, secretariat, entity, other_entity
):
    row = InterventionFactory(lead=entity, state=State.VALIDATED, title="Albergue")
    further = EntityFactory(acronym="MIDIS", name="Inclusión")
    succeed(entity, by=secretariat, successors=[other_entity], **TOLD)
    succeed(other_entity, by=secretariat, successors=[further], **TOLD)
    assert row.participations.get().entity == entity
    assert titles("mimp") == titles("minsa") == titles("midis") == ["Albergue"]
    assert entity.valid_to == TOLD["last_day"]
    assert entity.history.first().history_type == "~"
    page = client.get(reverse("portal:entity", args=["MIMP"])).content.decode()
    assert "Entidad MINSA (MINSA)" in page
    assert (
        "Entidad MIMP (MIMP)"
        in client.get(reverse("portal:entity", args=["MINSA"])).content.decode()
    )


def test_who_parts_is_not_found_under_each_part(secretariat, entity, other_entity):
    InterventionFactory(lead=entity, title="Albergue")
    parts = [other_entity, EntityFactory(acronym="MIDIS")]
    succeed(entity, by=secretariat, successors=parts, **TOLD | {"kind": "split"})
    assert titles("midis") == []
    assert Succession.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "count", "field"),
    [
        ({"document": " "}, 1, "document"),
        ({}, 0, "successors"),
        ({}, 2, "successors"),
        ({"kind": "split"}, 1, "successors"),
    ],
)
def test_what_does_not_fit_is_refused(secretariat, entity, change, count, field):
    others = EntityFactory.create_batch(count)
    with pytest.raises(ValidationError) as refused:
        succeed(entity, by=secretariat, successors=others, **TOLD | change)
    assert list(refused.value.message_dict) == [field]
    assert Entity.objects.get(pk=entity.pk).valid_to is None


def test_entity_neither_follows_itself_nor_ends_twice(secretariat, entity, other_entity):
    with pytest.raises(ValidationError, match="a sí misma"):
        succeed(entity, by=secretariat, successors=[entity], **TOLD)
    succeed(entity, by=secretariat, successors=[other_entity], **TOLD)
    with pytest.raises(ValidationError, match="ya terminó"):
        succeed(entity, by=secretariat, successors=[other_entity], **TOLD)


def test_only_the_secretariat_writes_it_down(focal_point, entity, other_entity):
    with pytest.raises(PermissionDenied):
        succeed(entity, by=focal_point, successors=[other_entity], **TOLD)


def test_page_shows_what_follows_before_it_is_written(client, secretariat, entity, other_entity):
    InterventionFactory(lead=entity, state=State.VALIDATED)
    client.force_login(secretariat)
    address = reverse("workspace:succession", args=[entity.pk])
    data = {**TOLD, "last_day": "2026-06-30", "successors": [other_entity.pk], "step": "look"}
    page = client.get(address)
    assert "1 intervención, con el nombre de entonces" in page.content.decode()
    page = client.post(address, data)
    assert page.status_code == 200
    assert "MIMP termina el 30/06/2026" in page.content.decode()
    assert not Succession.objects.exists()
    assert Entity.objects.get(pk=entity.pk).valid_to is None
    assert client.post(address, {**data, "kind": "split"}).status_code == 400
    answer = client.post(address, {**data, "step": "confirm"})
    assert answer.url == reverse("workspace:entity-profile", args=["MIMP"])
    assert Succession.objects.get().recorded_by == secretariat
