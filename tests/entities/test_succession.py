"""Merging, replacing and splitting entities: who goes on, and what stays as it was."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from entities.actions import succeed
from entities.models import Entity, FocalPoint, Succession
from interventions.choices import ParticipationRole, State
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


@pytest.fixture
def desk(client, secretariat):
    client.force_login(secretariat)
    return client


def typed(successor, step):
    return {**TOLD, "last_day": "2026-06-30", "successors": [successor.pk], "step": step}


def test_second_click_is_told_that_it_is_written_already(desk, entity, other_entity, monkeypatch):
    address = reverse("workspace:succession", args=[entity.pk])
    calls = []

    def counted(*args, **kwargs):
        calls.append(kwargs)
        return succeed(*args, **kwargs)

    monkeypatch.setattr("entities.actions.succeed", counted)
    monkeypatch.setattr("workspace.views.succession.succeed", counted, raising=False)
    assert desk.post(address, typed(other_entity, "confirm")).status_code == 302
    assert len(calls) == 1
    again = desk.post(address, typed(other_entity, "confirm"))
    assert again.status_code == 400
    assert "ya terminó" in again.content.decode()
    assert Succession.objects.count() == 1


def test_who_writes_it_down_between_two_looks_is_not_a_failure(
    desk, secretariat, entity, other_entity, monkeypatch
):
    """Two clicks at once: the other one is written while this one is on its way."""

    def late(*args, **kwargs):
        if not Succession.objects.exists():
            succeed(*args, **kwargs)
        return succeed(*args, **kwargs)

    monkeypatch.setattr("entities.actions.succeed", late)
    monkeypatch.setattr("workspace.views.succession.succeed", late, raising=False)
    answer = desk.post(
        reverse("workspace:succession", args=[entity.pk]), typed(other_entity, "confirm")
    )
    assert answer.status_code == 400
    assert "ya terminó" in answer.content.decode()


def test_going_back_to_edit_refuses_nothing(desk, entity, other_entity):
    address = reverse("workspace:succession", args=[entity.pk])
    data = typed(other_entity, "edit") | {"kind": "split"}
    assert desk.post(address, data).status_code == 200


def test_page_tells_what_waits_and_for_whom(
    desk, cycle, entity, other_entity, focal_point, secretariat
):
    """A partner's rows are not for it to finish, and who answered is not waited for."""
    address = reverse("workspace:succession", args=[entity.pk])
    EntityResponse.objects.create(
        cycle=cycle, entity=entity, status=ResponseStatus.SUBMITTED, answered_at=timezone.now()
    )
    partner_in = InterventionFactory(lead=other_entity, cycle=cycle)
    partner_in.participations.create(entity=entity, role=ParticipationRole.DONOR)
    page = desk.get(address).content.decode()
    assert "sin validar de un ciclo abierto" not in page
    assert "se sigue esperando su respuesta" not in page
    assert "1 de otra entidad, por confirmar" in page
    InterventionFactory(lead=entity, cycle=cycle)
    EntityResponse.objects.update(status=ResponseStatus.EXPECTED, answered_at=None)
    page = desk.get(address).content.decode()
    assert "1 sin validar de un ciclo abierto, de la que responde" in page
    assert "se sigue esperando su respuesta" in page
    assert str(focal_point) in page
    FocalPoint.objects.update(valid_from=timezone.localdate() + timedelta(days=3))
    later = (timezone.localdate() + timedelta(days=3)).strftime("%d/%m/%Y")
    assert f"desde el {later}" in desk.get(address).content.decode()
    FocalPoint.objects.all().delete()
    assert "Nadie está designado en la entidad" in desk.get(address).content.decode()


def test_who_may_follow_is_ticked_and_offered_by_what_it_is(desk, entity, other_entity):
    """Boxes fold their words on a phone; a list of several cuts them."""
    address = reverse("workspace:succession", args=[entity.pk])
    page = desk.get(address).content.decode()
    ticks = re.findall(r'<input type="checkbox"[^>]* name="successors"[^>]*>', page)
    assert [f'value="{other_entity.pk}"' in tick for tick in ticks] == [True]
    assert "<select" not in page.partition('name="kind"')[2]
    page = desk.post(address, typed(other_entity, "edit")).content.decode()
    assert f'value="{other_entity.pk}" id="id_successors_0" checked' in page
    page = desk.post(address, {"kind": "merged", "step": "look"}).content.decode()
    assert 'href="#id_successors_0"' in page


def test_page_takes_as_many_queries_for_three_rows_as_for_one(desk, cycle, entity, focal_point):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("workspace:succession", args=[entity.pk]))
        return len(captured)

    InterventionFactory(lead=entity, cycle=cycle)
    queries()
    one = queries()
    InterventionFactory.create_batch(2, lead=entity, cycle=cycle)
    assert queries() == one
