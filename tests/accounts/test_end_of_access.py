"""What lets somebody in ends with the password, the account, the role and the designation."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken

from accounts import actions
from accounts.choices import EndOfAccess
from accounts.links import new_password_link
from accounts.models import Invitation, RegistryRole
from entities.actions import end_designation, erase_contact_data
from notifications.actions import send_daily_mail
from tests.accounts.conftest import PASSWORD
from tests.factories import FocalPointFactory, UserFactory

OTHER = "Puna-y-selva-2026"
NEW = {"password1": OTHER, "password2": OTHER}


class Access:
    """A person with a token, an open session and a link for another password."""

    def __init__(self, person):
        self.person = person
        self.session = Client()
        self.session.force_login(person)
        _record, token = AuthToken.objects.create(user=person)
        self.bearing = {"Authorization": f"Token {token}"}
        self.link = new_password_link(person).partition("//")[2].partition("/")[2]
        assert self.by_token() == 200
        assert self.by_session() == 200

    def by_token(self):
        return Client().get(reverse("token-list"), headers=self.bearing).status_code

    def by_session(self):
        return self.session.get("/trabajo/cuenta/").status_code

    def by_link(self):
        page = Client().get(f"/{self.link}", follow=True).content.decode()
        return "ya no sirve" not in page

    def assert_ended(self, session=302):
        assert self.by_token() == 401
        assert self.by_session() == session
        assert not self.by_link()
        assert not AuthToken.objects.filter(user=self.person).exists()


@pytest.fixture
def access(with_password, focal_point):
    return Access(with_password(focal_point))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Letters go out when a change is written."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def assert_told(words, tokens="se revocó 1 token"):
    [letter] = [one for one in mail.outbox if one.to == ["persona@entidad.example"]]
    assert words in letter.subject
    assert words in letter.body
    assert tokens in letter.body
    return letter


def test_change_by_the_person_ends_all_but_this_session(access, committing):
    typed = {"oldpassword": PASSWORD, **NEW}
    with committing():
        access.session.post(reverse("account_change_password"), typed)
    access.assert_ended(session=200)
    assert_told("cambió su contraseña")


def test_other_sessions_end_with_a_change_by_the_person(access):
    elsewhere = Client()
    elsewhere.force_login(access.person)
    access.session.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **NEW})
    assert elsewhere.get("/trabajo/cuenta/").status_code == 302


def test_reset_ends_everything(access, committing):
    form = Client()
    address = form.get(f"/{access.link}", follow=True).redirect_chain[-1][0]
    with committing():
        assert form.post(address, NEW).status_code == 302
    access.assert_ended()
    assert_told("cambió su contraseña")


@pytest.mark.parametrize(
    "typed", [NEW, {"usable_password": "false", "password1": "", "password2": ""}]
)
def test_change_by_the_secretariat_ends_everything(client, access, secretariat, committing, typed):
    client.force_login(secretariat)
    address = reverse("admin:auth_user_password_change", args=[access.person.pk])
    data = {"usable_password": "true", **typed}
    button = "unset-password" if data["usable_password"] == "false" else "set-password"
    with committing():
        answer = client.post(address, {**data, button: ""})
    assert answer.status_code == 302, answer.content.decode()
    access.assert_ended()
    assert_told("cambió su contraseña")


def test_change_on_the_terminal_ends_everything(access, monkeypatch, capsys):
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_words: OTHER)
    call_command("changepassword", access.person.username)
    access.assert_ended()


def test_first_password_by_invitation_ends_tokens_too(db, secretariat, committing):
    person = UserFactory(email="persona@entidad.example")
    invitation = actions.invite(person, by=secretariat, purpose="x")
    AuthToken.objects.create(user=person)  # who comes in by a provider has no password
    with committing():
        actions.accept_invitation(invitation, password=OTHER)
    assert not AuthToken.objects.exists()
    assert_told("cambió su contraseña")
    assert Invitation.objects.get().accepted_at is not None


def change(client, person, **fields):
    """The secretariat's form of an account, with some fields changed."""
    address = reverse("admin:accounts_user_change", args=[person.pk])
    data = {
        "username": person.username,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "registry_role": person.registry_role,
        "is_active": "on",
    }
    answer = client.post(address, {**data, **fields})
    assert answer.status_code == 302, answer.content.decode()


def test_disabling_ends_everything_for_good(client, access, secretariat, committing):
    client.force_login(secretariat)
    with committing():
        change(client, access.person, is_active="")
    access.assert_ended()
    letter = assert_told("se deshabilitó su cuenta")
    assert "ingresar otra vez" not in letter.body
    change(client, access.person, is_active="on")
    access.assert_ended()


@pytest.mark.parametrize("role", [RegistryRole.NONE, RegistryRole.OBSERVER])
def test_role_that_is_taken_or_exchanged_ends_everything(
    client, with_password, analyst, secretariat, committing, role
):
    access = Access(with_password(analyst))
    client.force_login(secretariat)
    with committing():
        change(client, analyst, registry_role=role)
    access.assert_ended()
    assert_told("cambió su función")


def test_address_that_is_changed_ends_what_was_sent_to_the_old_one(client, secretariat, committing):
    person = UserFactory(email="antes@entidad.example", username="nueva")
    actions.invite(person, by=secretariat, purpose="x")
    client.force_login(secretariat)
    with committing():
        change(client, person, email="persona@entidad.example")
    assert not Invitation.objects.open().exists()


def test_other_changes_of_an_account_end_nothing(client, access, secretariat):
    client.force_login(secretariat)
    change(client, access.person, first_name="Otra")
    change(client, access.person, registry_role=RegistryRole.ANALYST)  # more than before
    assert access.by_token() == access.by_session() == 200
    assert access.by_link()


def test_end_of_the_last_designation_ends_everything(access, secretariat, committing):
    [row] = access.person.designations.all()
    yesterday = timezone.localdate() - timedelta(days=1)
    with committing():
        end_designation(row, by=secretariat, last_day=yesterday, document="Oficio 1")
    access.assert_ended()
    assert_told("terminó su designación")


def test_designation_that_ends_later_ends_access_with_the_mail_of_the_day_after(
    access, secretariat, committing
):
    [row] = access.person.designations.all()
    today = timezone.localdate()
    end_designation(row, by=secretariat, last_day=today, document="Oficio 1")
    send_daily_mail()
    assert access.by_token() == access.by_session() == 200
    with committing():
        send_daily_mail(now=timezone.now() + timedelta(days=1))
    assert not AuthToken.objects.exists()
    assert_told("terminó su designación")
    mail.outbox.clear()
    with committing():
        send_daily_mail(now=timezone.now() + timedelta(days=2))
    assert not mail.outbox


@pytest.mark.parametrize("kept", ["designation", "role", "later"])
def test_who_still_has_something_to_do_keeps_it(access, secretariat, other_entity, kept):
    [row] = access.person.designations.all()
    today = timezone.localdate()
    if kept == "role":
        access.person.registry_role = RegistryRole.ANALYST
        access.person.save()
    else:
        begins = today + timedelta(days=9) if kept == "later" else today
        FocalPointFactory(entity=other_entity, user=access.person, valid_from=begins)
    yesterday = today - timedelta(days=1)
    end_designation(row, by=secretariat, last_day=yesterday, document="Oficio 1")
    assert access.by_token() == access.by_session() == 200


def test_erased_contact_data_ends_everything(access, secretariat):
    yesterday = timezone.localdate() - timedelta(days=1)
    access.person.designations.update(valid_to=yesterday)
    erase_contact_data(access.person)
    access.assert_ended()


def test_token_asked_for_with_the_old_password_is_not_issued(access):
    holding_the_old = type(access.person).objects.get(pk=access.person.pk)
    actions.change_password(access.person, password=OTHER)
    with pytest.raises(PermissionDenied):
        actions.issue_token(holding_the_old, by=holding_the_old, password_alone=True)


def test_token_from_before_the_end_is_refused_even_if_it_was_left(access):
    access.person.access_ended_at = timezone.now()
    access.person.save()
    assert access.by_token() == 401


def test_letter_that_cannot_be_sent_undoes_nothing(access, committing, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise ConnectionRefusedError("persona@entidad.example")

    monkeypatch.setattr("accounts.letters.send_mail", broken)
    with committing():
        actions.end_access(access.person, reason=EndOfAccess.DISABLED)
    access.assert_ended()
    assert "persona@entidad.example" not in caplog.text


def test_link_in_the_letter_is_of_the_registry(access, settings, committing):
    settings.PUBLIC_BASE_URL = "https://registro.example"
    with committing():
        actions.change_password(access.person, password=OTHER)
    [letter] = mail.outbox
    assert re.findall(r"https?://\S+", letter.body) == ["https://registro.example/cuenta/ingresar/"]
