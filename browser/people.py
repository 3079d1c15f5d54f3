"""The cast of the browser tests, and sessions in which each of them is signed in."""

import time
from datetime import timedelta

from allauth.account.internal.flows import login
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RegistryRole, User
from entities.choices import DesignationRole
from entities.models import Entity
from tests.accounts.soft_key import SoftKey
from tests.factories import FocalPointFactory, UserFactory

PASSWORD = "una clave larga de prueba"

CAST: dict[str, tuple[str, DesignationRole | None, RegistryRole]] = {
    "focal_point": ("MIMP", DesignationRole.PRINCIPAL, RegistryRole.NONE),
    "validator": ("MIMP", DesignationRole.VALIDATOR, RegistryRole.NONE),
    "other_focal_point": ("MTPE", DesignationRole.PRINCIPAL, RegistryRole.NONE),
    "with_second_factor": ("MTPE", DesignationRole.ALTERNATE, RegistryRole.NONE),
    "secretariat": ("", None, RegistryRole.SECRETARIAT),
    "analyst": ("", None, RegistryRole.ANALYST),
    "observer": ("", None, RegistryRole.OBSERVER),
}
"""Name -> who designates the person, as what, and the role in the registry.

MIMP has a validator, MTPE has none.
"""

AT_THE_CODE = "at_the_code"
"""Session of somebody who typed the password and is asked for the second factor."""

INVITED = "invited"
"""Session of somebody who came in without a password."""

LATER = timedelta(days=1).total_seconds()
"""Sessions are made once for a run, and must be fresh for as long as it lasts."""


def make_cast() -> dict[str, User]:
    """The people, designated, welcomed, with a password."""
    people = {name: _person(name, *told) for name, told in CAST.items()}
    TOTP.activate(people["with_second_factor"], generate_totp_secret())
    RecoveryCodes.activate(people["with_second_factor"])
    asked = {"publicKey": {"challenge": "eA"}}
    WebAuthn.add(people["with_second_factor"], "Laptop", SoftKey().create(asked))
    return people


def make_sessions(people: dict[str, User]) -> dict[str, str]:
    """Name -> key of a session in which the password was typed a moment ago."""
    sessions = {name: _session_of(person) for name, person in people.items()}
    invited = UserFactory(username=INVITED, email=f"{INVITED}@entidad.example")
    return sessions | {
        AT_THE_CODE: _session_at_the_code(people["with_second_factor"]),
        INVITED: _session_of(invited),
    }


def person_named(name: str) -> User:
    """The member of the cast."""
    return User.objects.get(username=user_name(name))


def user_name(name: str) -> str:
    """What the member of the cast types to sign in."""
    return name.replace("_", "-")


def _person(name: str, acronym: str, designation: DesignationRole | None, role: RegistryRole):
    person = UserFactory(
        username=user_name(name),
        email=f"{user_name(name)}@entidad.example",
        registry_role=role,
        password=PASSWORD,
        welcomed_at=timezone.now(),
    )
    if designation is not None:
        entity = Entity.objects.get(acronym=acronym)
        FocalPointFactory(entity=entity, user=person, role=designation)
    return person


def _session_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() + LATER, "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _session_at_the_code(person: User) -> str:
    client = Client()
    typed = {"login": person.username, "password": PASSWORD}
    answer = client.post(reverse("account_login"), typed)
    assert answer.url.startswith(reverse("mfa_authenticate"))
    session = client.session
    session[LOGIN_SESSION_KEY] |= {"initiated_at": time.time() + LATER}
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
