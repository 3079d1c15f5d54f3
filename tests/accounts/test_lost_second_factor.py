"""A lost second factor is taken off by two people of the secretariat, and the person is told."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from accounts import actions
from accounts.choices import Decision
from accounts.models import RegistryRole, SecondFactorReset, User
from accounts.permissions import has_second_factor
from tests.factories import UserFactory

PAGE = "/trabajo/segundo-factor/"


def with_factor(person, email="persona@entidad.example"):
    person.email = email
    person.save()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    return person


@pytest.fixture
def person(focal_point):
    return with_factor(focal_point)


@pytest.fixture
def colleague(db):
    return UserFactory(username="colega", registry_role=RegistryRole.SECRETARIAT)


@pytest.fixture
def reset(person, secretariat):
    return actions.ask_second_factor_reset(person, by=secretariat, reason="Llamé a su oficina")


def approve(reset, by, decision=Decision.APPROVED):
    actions.decide_second_factor_reset(reset, by=by, decision=decision)


def test_road_of_two_people_on_the_pages(
    person, secretariat, colleague, django_capture_on_commit_callbacks
):
    asking, deciding, lost = Client(), Client(), Client()
    asking.force_login(secretariat)
    deciding.force_login(colleague)
    lost.force_login(person)
    _record, token = AuthToken.objects.create(user=person)
    typed = {"person": person.pk, "reason": "Llamé a su oficina"}
    with django_capture_on_commit_callbacks(execute=True):
        assert asking.post(PAGE, typed).status_code == 302
    [warning] = mail.outbox
    assert warning.to == ["persona@entidad.example"]
    assert "se pidió retirar su segundo factor" in warning.subject
    row = SecondFactorReset.objects.get()
    decide = f"{PAGE}{row.pk}/aprobar/"
    assert decide not in asking.get(PAGE).content.decode()
    assert decide in deciding.get(PAGE).content.decode()
    page = asking.post(decide, follow=True).content.decode()
    assert "otra persona, no quien lo pidió" in page
    assert has_second_factor(person)
    with django_capture_on_commit_callbacks(execute=True):
        assert deciding.post(decide).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert lost.get("/trabajo/cuenta/").status_code == 302
    bearing = {"Authorization": f"Token {token}"}
    assert Client().get("/api/v1/tokens/", headers=bearing).status_code == 401
    assert "se retiró su segundo factor" in mail.outbox[1].body
    assert "se revocó 1 token" in mail.outbox[1].body
    row.refresh_from_db()
    assert (row.asked_by, row.decided_by) == (secretariat, colleague)
    page = deciding.get(PAGE).content.decode()
    for words in ("Aprobada por", str(colleague), str(secretariat), "Llamé a su oficina"):
        assert words in page


def test_refused_it_stays_and_may_be_asked_again(reset, person, secretariat, colleague):
    approve(reset, colleague, Decision.REFUSED)
    assert has_second_factor(person)
    again = actions.ask_second_factor_reset(person, by=colleague, reason="Vino a la oficina")
    approve(again, secretariat)
    assert not has_second_factor(person)


def test_who_asked_may_take_it_back(reset, person, secretariat):
    approve(reset, secretariat, Decision.REFUSED)
    assert has_second_factor(person)


def test_what_is_decided_stays_so(reset, colleague):
    approve(reset, colleague, Decision.REFUSED)
    with pytest.raises(ValidationError):
        approve(reset, colleague)


def test_it_is_asked_once_with_a_reason_of_who_has_one(reset, person, secretariat, analyst):
    with pytest.raises(ValidationError):
        actions.ask_second_factor_reset(person, by=secretariat, reason="x")
    with pytest.raises(ValidationError):
        actions.ask_second_factor_reset(analyst, by=secretariat, reason="x")
    with_factor(analyst, "analista@entidad.example")
    with pytest.raises(ValidationError):
        actions.ask_second_factor_reset(analyst, by=secretariat, reason="  ")


def test_asker_who_left_does_not_count(reset, secretariat, colleague):
    secretariat.registry_role = RegistryRole.NONE
    secretariat.save()
    with pytest.raises(ValidationError):
        approve(reset, colleague)


@pytest.mark.parametrize("name", ["focal_point", "validator", "analyst", "observer"])
def test_nobody_else_asks_or_decides(request, reset, other_focal_point, name):
    actor = request.getfixturevalue(name)
    with_factor(other_focal_point, "ajena@entidad.example")
    with pytest.raises(PermissionDenied):
        actions.ask_second_factor_reset(other_focal_point, by=actor, reason="x")
    with pytest.raises(PermissionDenied):
        approve(reset, actor)


def test_nobody_asks_or_decides_for_themselves(secretariat, colleague):
    with_factor(secretariat)
    with pytest.raises(PermissionDenied):
        actions.ask_second_factor_reset(secretariat, by=secretariat, reason="x")
    reset = actions.ask_second_factor_reset(secretariat, by=colleague, reason="x")
    with pytest.raises(PermissionDenied):
        approve(reset, secretariat)


def test_administrators_are_of_administrators(client, superuser, secretariat, colleague):
    with_factor(superuser)
    with pytest.raises(PermissionDenied):
        actions.ask_second_factor_reset(superuser, by=secretariat, reason="x")
    first, second = (UserFactory(is_superuser=True) for _time in range(2))
    reset = actions.ask_second_factor_reset(superuser, by=first, reason="x")
    client.force_login(secretariat)
    page = client.get(PAGE).content.decode()
    assert f"({superuser.username})" not in page
    assert client.post(f"{PAGE}{reset.pk}/aprobar/").status_code == 404
    with pytest.raises(PermissionDenied):
        approve(reset, colleague)
    approve(reset, second)
    assert not has_second_factor(superuser)


def test_page_refuses_who_has_none_and_no_reason(client, person, secretariat, analyst):
    client.force_login(secretariat)
    for typed in ({"person": analyst.pk, "reason": "x"}, {"person": person.pk}, {}):
        assert client.post(PAGE, typed).status_code == 400
    assert client.post(PAGE, {"person": person.pk, "reason": "a\x00b"}).status_code == 400
    assert not SecondFactorReset.objects.exists()


def test_database_holds_that_two_people_did_it(reset, secretariat, person):
    for decided_by in (secretariat, person, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondFactorReset.objects.filter(pk=reset.pk).update(
                decision=Decision.APPROVED, decided_by=decided_by, decided_at=timezone.now()
            )


# -- two accounts of one person are not two people -------------------------------------------------


def made_in_the_back_office(client, by, username="segunda", role="secretariat"):
    """An account as `by` makes it in the back-office, password and role in one form."""
    client.force_login(by)
    password = "una-clave-larga-2026"  # noqa: S105 - of an account of this test
    data = {"username": username, "usable_password": "true", "registry_role": role}
    data |= {"password1": password, "password2": password}
    assert client.post("/admin/accounts/user/add/", data).status_code == 302
    return User.objects.get(username=username)


def take_over(client, by, person, how):
    """Get the account of somebody into the hands of `by`, in the back-office."""
    client.force_login(by)
    address = f"/admin/accounts/user/{person.pk}/"
    if how == "password":
        password = {f"password{n}": "otra-clave-larga-2026" for n in (1, 2)}
        answer = client.post(f"{address}password/", {"usable_password": "true", **password})
    else:
        form = client.get(f"{address}change/").context["adminform"].form
        data = {name: form.initial.get(name) or "" for name in form.fields}
        data |= {"role": {"registry_role": "secretariat"}, "address": {"email": "otra@a.pe"},
                 "open": {"is_active": "on"}}[how]  # fmt: skip
        answer = client.post(f"{address}change/", data)
    assert answer.status_code == 302
    person.refresh_from_db()
    return person


def refused(reset, by):
    with pytest.raises(ValidationError) as told:
        approve(reset, by)
    assert told.value.code == "same"
    assert has_second_factor(reset.person)


def test_account_that_the_asker_made_does_not_approve(client, person, secretariat):
    second = made_in_the_back_office(client, secretariat)
    refused(actions.ask_second_factor_reset(person, by=secretariat, reason="x"), second)


def test_account_that_asked_is_not_approved_by_who_made_it(client, person, secretariat):
    second = made_in_the_back_office(client, secretariat)
    refused(actions.ask_second_factor_reset(person, by=second, reason="x"), secretariat)


def test_two_accounts_of_one_maker_are_not_two_people(client, person, secretariat):
    first, second = (made_in_the_back_office(client, secretariat, name) for name in ("a1", "a2"))
    refused(actions.ask_second_factor_reset(person, by=first, reason="x"), second)
    with_factor(secretariat, "secretaria@entidad.example")
    refused(actions.ask_second_factor_reset(secretariat, by=first, reason="x"), second)


@pytest.mark.parametrize("how", ["password", "role", "address", "open"])
def test_account_that_the_asker_took_over_does_not_approve(client, person, secretariat, how):
    before = {"role": {"registry_role": "observer"}, "open": {"is_active": False}}.get(how, {})
    other = UserFactory(**{"registry_role": RegistryRole.SECRETARIAT, **before})
    reset = actions.ask_second_factor_reset(person, by=secretariat, reason="x")
    refused(reset, take_over(client, secretariat, other, how))


def test_account_invited_by_the_asker_does_not_approve(person, secretariat):
    second = UserFactory(registry_role=RegistryRole.SECRETARIAT, email="segunda@a.pe")
    second.set_unusable_password()
    second.save()
    actions.invite(second, by=secretariat, purpose="Secretaría")
    refused(actions.ask_second_factor_reset(person, by=secretariat, reason="x"), second)


def test_account_given_after_the_request_does_not_approve(client, person, secretariat, superuser):
    reset = actions.ask_second_factor_reset(person, by=secretariat, reason="x")
    refused(reset, made_in_the_back_office(client, superuser))


def test_accounts_that_the_administrator_gave_are_two_people(client, person, superuser):
    first, second = (made_in_the_back_office(client, superuser, name) for name in ("a1", "a2"))
    approve(actions.ask_second_factor_reset(person, by=first, reason="x"), second)
    assert not has_second_factor(person)


def test_what_people_change_of_their_own_gives_nobody_anything(client, secretariat, colleague):
    take_over(client, secretariat, secretariat, "address")
    assert secretariat.entrusted_by is None
    client.force_login(secretariat)
    form = client.get(f"/admin/accounts/user/{colleague.pk}/change/").context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields} | {"first_name": "Ana"}
    assert client.post(f"/admin/accounts/user/{colleague.pk}/change/", data).status_code == 302
    colleague.refresh_from_db()
    assert (colleague.first_name, colleague.entrusted_by) == ("Ana", None)
    wrong = {"usable_password": "true", "password1": "a", "password2": "b"}
    client.post(f"/admin/accounts/user/{colleague.pk}/password/", wrong)
    colleague.refresh_from_db()
    assert colleague.entrusted_by is None
