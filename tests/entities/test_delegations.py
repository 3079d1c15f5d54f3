"""Who stands in for a member of the secretariat or a validator on leave."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import end_access, save_person
from accounts.choices import EndOfAccess
from accounts.models import Delegation, RegistryRole, User
from accounts.permissions import (
    is_of_the_secretariat,
    is_secretariat,
    may_reset_second_factor,
    requires_second_factor,
)
from entities.actions import (
    Designation,
    Newcomer,
    designate,
    end_designation,
    name_delegate,
    take_back_delegation,
)
from entities.choices import DesignationRole
from entities.permissions import (
    entities_of,
    may_name_delegates,
    people_to_be_stood_in_for,
    people_to_stand_in,
    visible_delegations,
)
from interventions.permissions import visible_interventions
from tests.factories import EntityFactory, FocalPointFactory, InterventionFactory, UserFactory

WEEK = timedelta(days=7)
VALIDATES = frozenset({DesignationRole.VALIDATOR})


def again(person):
    """The account as the next request reads it."""
    return User.objects.get(pk=person.pk)


def named(absent, delegate, *, by=None, begins=0, ends=7, reason="Vacaciones", now=None):
    today = timezone.localdate(now)
    return name_delegate(
        absent,
        by=by or absent,
        delegate=delegate,
        first_day=today + timedelta(days=begins),
        last_day=today + timedelta(days=ends),
        reason=reason,
        now=now,
    )


def fields_refused(call):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        call()
    return set(caught.value.message_dict)


def test_stands_in_for_the_secretariat_from_the_first_day_to_the_last(secretariat, analyst):
    named(secretariat, analyst, begins=1, ends=3)
    assert not is_secretariat(again(analyst))
    row = Delegation.objects.get()
    today = timezone.localdate()
    for first, last, holds in ((0, 0, True), (-3, 0, True), (-3, -1, False), (1, 2, False)):
        row.valid_from = today + timedelta(days=first)
        row.valid_to = today + timedelta(days=last)
        row.save()
        assert is_secretariat(again(analyst)) is holds, (first, last)
        assert not is_of_the_secretariat(again(analyst))
    assert is_secretariat(secretariat)


def test_stands_in_for_a_validator_and_for_nothing_else(entity, cycle, validator, focal_point):
    FocalPointFactory(entity=entity, user=validator, role=DesignationRole.PRINCIPAL)
    delegate = UserFactory(username="suplente")
    other = FocalPointFactory(user=delegate).entity
    row = InterventionFactory(lead=entity, cycle=cycle)
    assert not visible_interventions(delegate).filter(pk=row.pk).exists()
    secretary = UserFactory(registry_role=RegistryRole.SECRETARIAT)
    named(validator, delegate, by=secretary)
    assert set(entities_of(delegate)) == {entity, other}
    assert list(entities_of(delegate, VALIDATES)) == [entity]
    assert list(entities_of(delegate, frozenset({DesignationRole.PRINCIPAL}))) == [other]
    assert visible_interventions(delegate).filter(pk=row.pk).exists()
    assert not is_secretariat(again(delegate))


def test_ends_at_once_when_taken_back_and_cannot_be_twice(secretariat, analyst, observer):
    row = named(secretariat, analyst)
    with pytest.raises(PermissionDenied):
        take_back_delegation(row, by=observer)
    with pytest.raises(PermissionDenied):
        take_back_delegation(row, by=again(analyst))
    take_back_delegation(row, by=secretariat)
    assert not is_secretariat(again(analyst))
    with pytest.raises(ValidationError):
        take_back_delegation(row, by=secretariat)
    row.refresh_from_db()
    assert row.taken_back_by == secretariat


@pytest.mark.parametrize("whose", ["absent", "delegate"])
def test_ends_for_good_with_either_account(secretariat, superuser, analyst, whose):
    row = named(secretariat, analyst)
    person = again({"absent": secretariat, "delegate": analyst}[whose])
    for active in (False, True):
        person.is_active = active
        save_person(person, by=superuser)
        assert not is_secretariat(again(analyst))
    row.refresh_from_db()
    assert row.taken_back_at is not None


def test_ends_with_the_role_or_the_designation_of_who_is_away(
    entity, secretariat, validator, superuser, analyst
):
    colleague = FocalPointFactory(entity=entity).user
    named(secretariat, analyst)
    named(validator, colleague)
    member = again(secretariat)
    member.registry_role = RegistryRole.NONE
    save_person(member, by=superuser)
    assert not is_secretariat(again(analyst))
    yesterday = timezone.localdate() - timedelta(days=1)
    end_designation(
        validator.designations.get(), by=superuser, last_day=yesterday, document="Oficio"
    )
    assert not entities_of(colleague, VALIDATES).exists()
    assert not Delegation.objects.standing().exists()


def test_another_password_ends_no_delegation(secretariat, analyst):
    named(secretariat, analyst)
    for person in (secretariat, analyst):
        end_access(person, reason=EndOfAccess.PASSWORD)
    assert is_secretariat(again(analyst))


def test_whoever_stands_in_names_nobody_and_touches_no_access(
    client, secretariat, analyst, observer, settings
):
    settings.REQUIRE_SECOND_FACTOR = True
    named(secretariat, analyst)
    delegate = again(analyst)
    assert requires_second_factor(delegate)
    assert not may_name_delegates(delegate)
    assert not people_to_be_stood_in_for(delegate, timezone.localdate()).exists()
    with pytest.raises(PermissionDenied):
        named(secretariat, observer, by=delegate, begins=20, ends=21)
    with pytest.raises(PermissionDenied):
        named(delegate, observer)
    assert not may_reset_second_factor(delegate, secretariat)
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(delegate)
    assert client.get(f"/admin/accounts/user/{delegate.pk}/change/").status_code in {403, 404}


def test_a_validator_names_a_colleague_and_the_secretariat_anybody(
    entity, validator, focal_point, other_focal_point, secretariat, superuser
):
    today = timezone.localdate()
    assert set(people_to_stand_in(validator, today)) == {validator, focal_point}
    assert set(people_to_be_stood_in_for(validator, today)) == {validator}
    assert not may_name_delegates(focal_point)
    with pytest.raises(PermissionDenied):
        named(validator, other_focal_point)
    with pytest.raises(PermissionDenied):
        named(secretariat, focal_point, by=validator)
    assert set(people_to_be_stood_in_for(secretariat, today)) == {validator, secretariat}
    assert superuser not in people_to_stand_in(secretariat, today)
    named(validator, other_focal_point, by=secretariat)


def test_what_is_refused_names_the_field(
    entity, secretariat, validator, analyst, observer, focal_point
):
    other = UserFactory(registry_role=RegistryRole.SECRETARIAT)
    refused = {
        "first_day": lambda: named(secretariat, analyst, begins=-1),
        "last_day": lambda: named(secretariat, analyst, begins=3, ends=2),
        "reason": lambda: named(secretariat, analyst, reason="  "),
        "delegate": lambda: named(secretariat, secretariat),
    }
    for field, call in refused.items():
        assert fields_refused(call) == {field}
    assert fields_refused(lambda: named(secretariat, other)) == {"delegate"}  # has it all already
    assert not Delegation.objects.exists()


def test_nobody_has_two_nor_is_one_twice_nor_both(secretariat, analyst, observer, no_role_staff):
    other = UserFactory(registry_role=RegistryRole.SECRETARIAT)
    third = UserFactory(registry_role=RegistryRole.SECRETARIAT)
    named(secretariat, analyst, ends=7)
    assert fields_refused(lambda: named(secretariat, observer, begins=7, ends=9)) == {"first_day"}
    assert fields_refused(lambda: named(other, analyst, begins=7, ends=9)) == {"delegate"}
    named(secretariat, observer, begins=8, ends=9)
    named(other, analyst, begins=8, ends=9)
    take_back_delegation(Delegation.objects.earliest("pk"), by=secretariat)
    named(secretariat, no_role_staff, ends=7)
    assert third.delegations.count() == 0


def test_no_chain_of_validators(entity, other_entity, validator, secretariat):
    second = FocalPointFactory(entity=other_entity, role=DesignationRole.VALIDATOR).user
    third = UserFactory()
    named(validator, second, by=secretariat)
    assert fields_refused(lambda: named(second, third, by=secretariat)) == {"absent"}
    fourth = FocalPointFactory(role=DesignationRole.VALIDATOR).user
    assert fields_refused(lambda: named(fourth, validator, by=secretariat)) == {"delegate"}
    assert not entities_of(third).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_to": timezone.localdate() - WEEK},
        {"delegate": "absent"},
        {"reason": ""},
    ],
)
def test_the_database_keeps_it_too(secretariat, analyst, wrong):
    today = timezone.localdate()
    values = {
        "absent": secretariat, "delegate": analyst, "valid_from": today, "valid_to": today + WEEK,
        "reason": "Vacaciones", "named_by": secretariat, "named_at": timezone.now(),
    }  # fmt: skip
    values |= {key: secretariat if told == "absent" else told for key, told in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(**values)


def test_both_are_written_to(
    django_capture_on_commit_callbacks, entity, validator, focal_point, secretariat
):
    for person in (validator, focal_point, secretariat):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@entidad.example")
    validator.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        row = named(validator, focal_point, by=secretariat)
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(told) == {"validador@entidad.example", "titular@entidad.example"}
    assert "su propia cuenta" in told["titular@entidad.example"]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take_back_delegation(row, by=again(validator))
    assert [letter.to for letter in mail.outbox] == [["titular@entidad.example"]]


def test_who_sees_it(
    entity, other_entity, validator, focal_point, other_focal_point, secretariat, analyst
):
    named(validator, focal_point)
    for person, sees in (
        (validator, True), (focal_point, True), (secretariat, True), (analyst, False),
        (other_focal_point, False),
    ):  # fmt: skip
        assert visible_delegations(person).exists() is sees, person


def test_history_of_what_the_secretariat_writes_says_in_whose_place(client, secretariat, analyst):
    named(secretariat, analyst)
    entity = EntityFactory(acronym="ABC")
    client.force_login(again(analyst))
    form = client.get(f"/admin/entities/entity/{entity.pk}/change/").context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields} | {"name": "Otro nombre"}
    values |= {f"other_names-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    values = {
        name: "on" if told is True else told for name, told in values.items() if told is not False
    }
    assert client.post(f"/admin/entities/entity/{entity.pk}/change/", values).status_code == 302
    version = entity.history.first()
    assert (version.history_user, version.history_change_reason) == (
        analyst,
        "por encargo de secretaria",
    )
    page = client.get(f"/admin/entities/entity/{entity.pk}/history/").content.decode()
    assert "analista, por encargo de secretaria" in page
    entity.refresh_from_db()
    entity._history_user = secretariat
    entity.save()
    assert not entity.history.first().history_change_reason


@pytest.mark.parametrize("who", ["themselves", "a newcomer"])
def test_who_stands_in_makes_nothing_theirs_for_good(secretariat, analyst, entity, who):
    named(secretariat, analyst)
    delegate = again(analyst)
    person = delegate if who == "themselves" else Newcomer("Nueva", "Persona", "n@entidad.example")
    told = Designation(DesignationRole.VALIDATOR, timezone.localdate(), "Oficio 1")
    with pytest.raises(PermissionDenied):
        designate(entity, by=delegate, person=person, told=told, waiting=[])


def test_colleague_who_speaks_for_no_entity_any_more_stands_in_no_more(
    secretariat, validator, focal_point, entity
):
    named(validator, focal_point)
    assert entities_of(again(focal_point), VALIDATES).exists()
    end_access(again(focal_point), reason=EndOfAccess.DESIGNATION)
    assert not entities_of(again(focal_point), VALIDATES).exists()


def test_entity_does_not_read_why_a_former_validator_is_on_leave(
    secretariat, validator, focal_point, analyst
):
    named(secretariat, analyst, reason="Licencia médica")
    delegation = Delegation.objects.get()
    former = FocalPointFactory(
        user=secretariat,
        entity=focal_point.designations.get().entity,
        role=DesignationRole.VALIDATOR,
        valid_from=timezone.localdate() - timedelta(days=400),
        valid_to=timezone.localdate() - timedelta(days=300),
    )
    assert former.valid_to
    assert delegation not in visible_delegations(again(focal_point))
