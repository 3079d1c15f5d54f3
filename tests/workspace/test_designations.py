"""The register of designations and its forms."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from entities.models import FocalPoint, WorkingGroup
from interventions.choices import State
from tests.factories import (
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    UserFactory,
)

REGISTER = reverse("workspace:designations")
DESIGNATE = reverse("workspace:designate")


def address(name, row):
    return reverse(f"workspace:{name}", args=[row.pk])


def page_of(client, person, where=REGISTER):
    client.force_login(person)
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def typed(entity):
    return {
        "entity": entity.pk, "role": "alternate", "valid_from": "2026-05-01",
        "document": "Oficio 12-2026", "person": "", "first_name": "Nueva",
        "last_name": "Persona", "email": "nueva@entidad.example", "position": "Asesora",
    }  # fmt: skip


@pytest.fixture
def reachable(focal_point, other_focal_point):
    for person in (focal_point, other_focal_point):
        FocalPoint.objects.filter(user=person).update(
            institutional_email=f"{person.username}@entidad.example"
        )


def test_people_of_an_entity_see_their_own_only(client, reachable, focal_point, secretariat):
    page = page_of(client, focal_point)
    assert "titular@entidad.example" in page
    assert "titular-ajeno@entidad.example" not in page
    assert "MINSA" not in page
    assert "Registrar quién sigue" not in page
    everything = page_of(client, secretariat)
    assert "titular@entidad.example" in everything
    assert "titular-ajeno@entidad.example" in everything


def test_register_is_narrowed_by_entity_and_standing(
    client, reachable, entity, other_entity, focal_point, secretariat
):
    FocalPointFactory(
        entity=entity, user=UserFactory(username="anterior"),
        valid_to=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    assert "anterior" not in page_of(client, secretariat)
    assert "anterior" in page_of(client, secretariat, f"{REGISTER}?standing=terminadas")
    page = page_of(client, secretariat, f"{REGISTER}?standing=todas&entity={entity.pk}")
    assert "anterior" in page
    assert "titular-ajeno" not in page
    # Another's entity is no choice for the people of an entity: it is as if it did not exist.
    client.force_login(focal_point)
    foreign = client.get(f"{REGISTER}?entity={other_entity.pk}").content.decode()
    unknown = client.get(f"{REGISTER}?entity=987654").content.decode()
    main = "<main"  # what stands before it holds a token of the form to sign out
    assert foreign.split(main)[1] == unknown.split(main)[1]
    assert "MINSA" not in foreign


def test_designation_that_begins_tomorrow_is_shown_wherever_designations_are_listed(
    client, entity, other_focal_point, cycle, secretariat
):
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = f"desde el {tomorrow:%d/%m/%Y}"
    FocalPointFactory(entity=entity, user=UserFactory(username="quien-sigue"), valid_from=tomorrow)
    EntityResponseFactory(cycle=cycle, entity=entity)
    group = WorkingGroup.objects.create(name="Grupo", kind="group")
    group.members.add(entity)
    leaving = FocalPointFactory(entity=entity, user=UserFactory(username="quien-termina"))
    for where in (
        REGISTER,
        f"{REGISTER}?entity={entity.pk}",
        reverse("workspace:group", args=[group.pk]),
        address("end-designation", leaving),
    ):
        page = page_of(client, secretariat, where)
        assert "quien-sigue" in page, where
        assert said in page, where
    leaving.delete()
    page = page_of(client, secretariat)
    assert f"la hay {said}" in page  # the entity without a principal will have one
    assert "quien-sigue" not in page_of(client, secretariat, f"{REGISTER}?standing=terminadas")


@pytest.mark.parametrize(
    "query", ["standing=x", "entity=x", "page=x", "page=99", "entity=%00", "entity=" + "9" * 40]
)
def test_absurd_query_is_no_error_of_the_server(client, secretariat, focal_point, query):
    page_of(client, secretariat, f"{REGISTER}?{query}")


def test_secretariat_is_warned_of_entities_without_people(
    client, entity, other_entity, focal_point, cycle, secretariat
):
    InterventionFactory(lead=other_entity, cycle=cycle, state=State.OBSERVED)
    EntityResponseFactory(cycle=cycle, entity=entity)
    EntityResponseFactory(cycle=cycle, entity=other_entity)
    page = page_of(client, secretariat)
    assert "Sin nadie que responda" in page
    assert "1 intervención sin validar" in page
    assert "1 entidad convocada sin titular" in page
    assert "Sin nadie que responda" not in page_of(client, focal_point)


def test_designating_makes_the_account_the_row_and_the_invitation(client, typed, secretariat):
    client.force_login(secretariat)
    assert client.post(DESIGNATE, typed).url == REGISTER
    row = FocalPoint.objects.get()
    assert (row.user.email, row.position, row.document) == (
        "nueva@entidad.example", "Asesora", "Oficio 12-2026",
    )  # fmt: skip
    assert Invitation.objects.open().filter(person=row.user).exists()
    page = page_of(client, secretariat)
    assert "Invitar otra vez" in page
    assert "no se pudo enviar" in page  # the letter goes out when the transaction is done


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("document", "", "campo es"),
        ("email", "", "Hace falta si la persona es nueva"),
        ("first_name", "", "Hace falta si la persona es nueva"),
        ("email", "no es un correo", "correo electrónico"),
        ("email", "usada@entidad.example", "Ya hay una cuenta con ese correo"),
        ("valid_from", "31/02/2026", "fecha válida"),
        ("valid_from", "1999-01-01", "entre 2000 y 2100"),
        ("entity", "987654", "opción"),
        ("role", "rey", "opción"),
        ("document", "x" * 10_000, "200"),
        ("last_name", "a\x00b", "nul"),
        ("person", "987654", "opción"),
    ],
)
def test_bad_designation_is_said_by_its_field_and_loses_nothing(
    client, typed, secretariat, field, value, words
):
    UserFactory(email="usada@entidad.example")
    client.force_login(secretariat)
    answer = client.post(DESIGNATE, {**typed, field: value})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "Asesora" in page
    assert not FocalPoint.objects.exists()
    assert User.objects.count() == 2


def test_account_or_new_person_not_both(client, typed, secretariat, focal_point):
    client.force_login(secretariat)
    answer = client.post(DESIGNATE, {**typed, "person": focal_point.pk})
    assert answer.status_code == 400
    assert "no ambos" in answer.content.decode()


def test_empty_form_sent_is_a_form_with_errors(client, secretariat):
    client.force_login(secretariat)
    assert client.post(DESIGNATE, {}).status_code == 400


def test_what_is_open_is_shown_before_ending(client, entity, focal_point, cycle, secretariat):
    InterventionFactory(lead=entity, cycle=cycle, title="La que queda")
    row = focal_point.designations.get()
    for name in ("end-designation", "hand-over"):
        page = page_of(client, secretariat, address(name, row))
        assert "La que queda" in page
        assert "No queda nadie más" in page


def test_designation_is_ended(client, focal_point, secretariat):
    row = focal_point.designations.get()
    client.force_login(secretariat)
    where = address("end-designation", row)
    assert client.post(where, {"last_day": "2019-01-01", "document": "x"}).status_code == 400
    assert client.post(where, {"last_day": "2026-01-31", "document": "Oficio 9"}).url == REGISTER
    row.refresh_from_db()
    assert row.end_document == "Oficio 9"
    again = client.post(where, {"last_day": "2026-01-31", "document": "Otro"})
    assert again.status_code == 400
    assert "ya tiene fecha de término" in again.content.decode()


def test_hand_over_to_a_newcomer(client, typed, focal_point, secretariat):
    row = focal_point.designations.get()
    client.force_login(secretariat)
    answer = client.post(address("hand-over", row), {**typed, "last_day": "2100-12-31"})
    assert answer.url == REGISTER
    following = FocalPoint.objects.exclude(pk=row.pk).get()
    assert following.role == row.role
    assert str(following.valid_from) == "2101-01-01"


def test_invitation_is_sent_again(client, typed, secretariat, focal_point):
    client.force_login(secretariat)
    client.post(DESIGNATE, typed)
    row = FocalPoint.objects.exclude(user=focal_point).get()
    first = Invitation.objects.get()
    client.post(address("invite-again", row))
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert Invitation.objects.open().count() == 1
    focal_point.set_password("x")
    focal_point.email = "x@entidad.example"
    focal_point.save()
    answer = client.post(address("invite-again", focal_point.designations.get()), follow=True)
    assert "ya tiene contraseña" in answer.content.decode()


@pytest.mark.parametrize("name", ["end-designation", "hand-over", "invite-again"])
def test_people_of_the_entity_do_not_change_them(
    client, focal_point, other_focal_point, validator, name
):
    row = focal_point.designations.get()
    for person, status in ((focal_point, 403), (validator, 403), (other_focal_point, 404)):
        client.force_login(person)
        data = {"last_day": "2026-01-31", "document": "x"}
        assert client.post(address(name, row), data).status_code == status
    row.refresh_from_db()
    assert row.valid_to is None


@pytest.mark.parametrize("name", ["focal_point", "secretariat"])
def test_register_runs_the_same_queries_for_one_row_and_for_three(
    client, request, entity, cycle, focal_point, secretariat, name
):
    person = request.getfixturevalue(name)
    client.force_login(person)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(REGISTER).status_code == 200
        return len(captured)

    client.get(REGISTER)
    one = queries()
    for _time in range(2):
        FocalPointFactory(entity=entity)
        EntityResponseFactory(cycle=cycle)
    assert queries() == one
