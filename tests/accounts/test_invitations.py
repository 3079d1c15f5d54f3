"""Invitations: a link that serves once, for a while, and is stored nowhere."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation
from tests.accounts.conftest import PASSWORD
from tests.factories import FocalPointFactory, UserFactory

TYPED = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invited(entity):
    person = UserFactory(
        username="nueva.persona", first_name="Nueva", last_name="Persona",
        email="nueva@entidad.example", is_staff=False,
    )  # fmt: skip
    FocalPointFactory(entity=entity, user=person)
    return person


@pytest.fixture
def link(invited, secretariat, django_capture_on_commit_callbacks):
    """The path of the link that the letter carries."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(invited, by=secretariat, purpose="Titular de MIMP", waiting=["Borrador: 2"])
    return re.search(r"https?://[^/]+(/cuenta/invitacion/\S+)", mail.outbox[-1].body)[1]


def test_letter_says_who_invites_for_what_until_when_and_what_waits(link, secretariat):
    [letter] = mail.outbox
    until = timezone.localdate() + timedelta(days=14)
    assert letter.to == ["nueva@entidad.example"]
    for words in (str(secretariat), "Titular de MIMP", f"{until:%d/%m/%Y}", "- Borrador: 2"):
        assert words in letter.body
    assert Invitation.objects.get().sent_at is not None


def test_token_is_not_stored(link):
    token = link.split("/")[3]
    row = Invitation.objects.values().get()
    assert all(token not in str(value) for value in row.values())
    assert len(token) > 40


def test_person_sets_the_password_and_is_in(client, invited, link):
    page = client.get(link)
    assert "Nueva Persona" in page.content.decode()
    assert "Titular de MIMP" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = client.post(link, TYPED)
    assert answer.url.startswith("/trabajo/bienvenida/")
    assert client.get(answer.url).status_code == 200
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)
    assert Invitation.objects.get().accepted_at is not None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "campo es"),
        ({"password1": "corta", "password2": "corta"}, "12 caracteres"),
        ({"password1": PASSWORD, "password2": "otra"}, "no son iguales"),
        ({"password1": "nueva.persona", "password2": "nueva.persona"}, "similar"),
        ({"password1": "a\x00" * 10, "password2": "a\x00" * 10}, "nul"),
    ],
)
def test_bad_password_is_said_and_nothing_is_used_up(client, invited, link, typed, words):
    answer = client.post(link, typed)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Invitation.objects.open().exists()


def test_used_link_leads_to_signing_in(client, link):
    client.post(link, TYPED)
    client.logout()
    for method in (client.get, client.post):
        answer = method(link)
        assert answer.status_code == 410
        assert "ya se usó" in answer.content.decode()


def test_expired_withdrawn_and_unknown_links_say_what_to_do(client, link, secretariat, invited):
    row = Invitation.objects.get()
    made = timezone.now() - timedelta(days=20)
    Invitation.objects.update(made_at=made, expires_at=made + timedelta(days=14))
    answer = client.post(link, TYPED)
    assert answer.status_code == 410
    assert "venció" in answer.content.decode()
    actions.withdraw_invitations(invited, by=secretariat)
    assert "retiró" in client.get(link).content.decode()
    unknown = client.get("/cuenta/invitacion/desconocida/")
    assert unknown.status_code == 404
    assert "pida a la Secretaría Técnica" in unknown.content.decode()
    with pytest.raises(ValidationError):
        actions.accept_invitation(row, password=PASSWORD)


def test_new_invitation_makes_the_old_link_useless(client, invited, link, secretariat):
    actions.invite(invited, by=secretariat, purpose="Titular de MIMP")
    assert client.get(link).status_code == 410
    assert Invitation.objects.open().count() == 1


def test_two_open_invitations_of_one_person_cannot_be(invited, link, secretariat):
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            person=invited, digest="x", purpose="x", made_by=secretariat, made_at=now,
            expires_at=now + timedelta(days=1),
        )  # fmt: skip


def test_disabled_account_is_not_opened_by_its_link(client, invited, link):
    invited.is_active = False
    invited.save()
    assert client.post(link, TYPED).status_code == 410


@pytest.mark.parametrize("name", ["focal_point", "analyst", "observer", "no_role_staff"])
def test_only_the_secretariat_invites(request, invited, name):
    with pytest.raises(PermissionDenied):
        actions.invite(invited, by=request.getfixturevalue(name), purpose="x")


def test_secretariat_does_not_open_an_administrator(secretariat, superuser):
    with pytest.raises(PermissionDenied):
        actions.invite(superuser, by=secretariat, purpose="x")


def test_who_has_a_password_no_address_or_no_live_account_is_not_invited(
    secretariat, with_password
):
    for person in (
        with_password(UserFactory()),
        UserFactory(email=""),
        UserFactory(email="x@entidad.example", is_active=False),
    ):
        with pytest.raises(ValidationError):
            actions.invite(person, by=secretariat, purpose="x")


def test_letter_that_cannot_be_sent_is_known_and_not_told_to_the_logs(
    invited, secretariat, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def broken(*_args, **_kwargs):
        raise ConnectionRefusedError("nueva@entidad.example")

    monkeypatch.setattr("accounts.actions.invitations.send_mail", broken)
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.INFO):
        actions.invite(invited, by=secretariat, purpose="x")
    assert Invitation.objects.get().sent_at is None
    assert "could not be sent" in caplog.text
    assert "nueva@entidad.example" not in caplog.text
