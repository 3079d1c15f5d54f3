"""Difficulties that an entity reports without an intervention, in the workspace."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions.actions import (
    delete_entity_challenge,
    validate_entity_challenge,
    write_entity_challenge,
)
from interventions.models import Challenge
from tests.factories import ChallengeFactory, EntityFactory, ProvisionFactory

LIST, NEW = reverse("workspace:challenges"), reverse("workspace:challenge-new")


@pytest.fixture
def provision(cycle):
    found = ProvisionFactory(code="7")
    cycle.frameworks.add(found.framework)
    return found


@pytest.fixture
def typed(entity, provision):
    return {
        "entity": entity.pk, "provision": provision.pk, "kind": "difficulty", "category": "budget",
        "text": "No hay presupuesto", "would_unblock": "", "who_can": "", "status": "open",
    }  # fmt: skip


@pytest.fixture
def stored(cycle, entity, provision):
    return ChallengeFactory(cycle=cycle, entity=entity, provision=provision, text="Falta gente")


def address(name, row):
    return reverse(f"workspace:{name}", args=[row.pk])


def test_focal_point_writes_changes_and_deletes_one(client, cycle, typed, focal_point):
    client.force_login(focal_point)
    assert client.post(NEW, typed)["Location"] == LIST
    row = Challenge.objects.get()
    assert (row.cycle, row.text, row.history.first().history_user) == (
        cycle,
        "No hay presupuesto",
        focal_point,
    )
    client.post(address("challenge", row), typed | {"text": "Hay poco"})
    row.refresh_from_db()
    assert row.text == "Hay poco"
    assert "Hay poco" in client.get(LIST).content.decode()
    client.post(address("challenge-delete", row))
    assert not Challenge.objects.exists()


@pytest.mark.parametrize("missing", ["entity", "provision", "category", "text"])
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    client, typed, focal_point, missing
):
    client.force_login(focal_point)
    answer = client.post(NEW, typed | {"would_unblock": "Un convenio", missing: ""})
    assert answer.status_code == 400
    assert missing in answer.context["form"].errors
    assert "Un convenio" in answer.content.decode()
    assert not Challenge.objects.exists()


def test_nobody_writes_for_a_foreign_entity(client, typed, other_focal_point, other_entity, cycle):
    client.force_login(other_focal_point)
    assert client.post(NEW, typed).status_code == 400
    with pytest.raises(PermissionDenied):
        write_entity_challenge(
            Challenge(cycle=cycle),
            values={"entity": EntityFactory(), "provision": ProvisionFactory(), "text": "x"},
            by=other_focal_point,
        )
    assert not Challenge.objects.exists()


def test_it_is_not_given_to_a_foreign_entity(stored, focal_point):
    with pytest.raises(PermissionDenied):
        write_entity_challenge(stored, values={"entity": EntityFactory()}, by=focal_point)


def test_validated_it_is_public_and_stays(client, stored, focal_point, secretariat):
    client.force_login(secretariat)
    assert client.post(address("challenge-validate", stored)).status_code == 302
    stored.refresh_from_db()
    assert stored.validated_at is not None
    client.force_login(focal_point)
    assert client.get(address("challenge", stored)).status_code == 403
    assert client.post(address("challenge-delete", stored)).status_code == 403
    page = client.get(LIST).content.decode()
    assert "Validada" in page
    assert "Eliminar" not in page


def test_in_a_closed_cycle_nothing_is_written(client, cycle, stored, typed, focal_point):
    cycle.state = "closed"
    cycle.save()
    client.force_login(focal_point)
    assert client.get(NEW)["Location"] == LIST
    assert client.get(address("challenge", stored)).status_code == 403
    for action in (
        lambda: write_entity_challenge(stored, values={"text": "Otra"}, by=focal_point),
        lambda: delete_entity_challenge(stored, by=focal_point),
    ):
        with pytest.raises(ValidationError):
            action()


def test_others_of_the_registry_see_none_that_is_not_theirs(client, stored, other_focal_point):
    client.force_login(other_focal_point)
    assert "Falta gente" not in client.get(LIST).content.decode()
    Challenge.objects.update(validated_at=timezone.now())
    assert "Falta gente" not in client.get(LIST).content.decode()


def test_the_way_there_stands_on_the_first_page(client, cycle, focal_point, secretariat):
    for person in (focal_point, secretariat):
        client.force_login(person)
        assert LIST in client.get(reverse("workspace:home")).content.decode()


@pytest.mark.parametrize("name", ["focal_point", "secretariat"])
def test_list_asks_as_much_for_one_as_for_three(client, request, cycle, entity, provision, name):
    client.force_login(request.getfixturevalue(name))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    ChallengeFactory(cycle=cycle, entity=entity, provision=provision)
    queries()
    one = queries()
    for code in ("8", "9"):
        other = ProvisionFactory(code=code)
        ChallengeFactory(cycle=cycle, entity=entity, provision=other)
    assert queries() == one


def test_the_only_entity_of_a_person_is_chosen_already(client, provision, entity, focal_point):
    client.force_login(focal_point)
    form = client.get(NEW).context["form"]
    assert form["entity"].value() == entity.pk


def test_validating_keeps_what_was_corrected_meanwhile(stored, secretariat):
    opened = Challenge.objects.get(pk=stored.pk)
    Challenge.objects.filter(pk=stored.pk).update(text="Falta gente en frontera")
    validate_entity_challenge(opened, by=secretariat)
    row = Challenge.objects.get(pk=stored.pk)
    assert (row.text, row.validated_at is None) == ("Falta gente en frontera", False)
    first = row.validated_at
    validate_entity_challenge(row, by=secretariat)
    assert Challenge.objects.get(pk=stored.pk).validated_at == first


def test_what_was_deleted_meanwhile_does_not_come_back(stored, secretariat):
    opened = Challenge.objects.get(pk=stored.pk)
    Challenge.objects.filter(pk=stored.pk).delete()
    with pytest.raises(ValidationError):
        validate_entity_challenge(opened, by=secretariat)
    assert not Challenge.objects.exists()
