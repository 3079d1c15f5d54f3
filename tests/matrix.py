"""Who asks for which address: what the tests of permissions share."""

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.factories import FocalPointFactory

PEOPLE = (
    "anonymous focal_point alternate validator other_focal_point secretariat analyst observer "
    "no_role_staff disabled_focal_point superuser"
).split()
STAFF = {"secretariat", "superuser"}
OF_THE_ENTITY = {"focal_point", "alternate", "validator"}
ENTER = STAFF | OF_THE_ENTITY | {"other_focal_point", "analyst", "observer"}
WRITERS = {"focal_point", "alternate", "other_focal_point"}
BACK_OFFICE = STAFF | {"analyst", "observer"}
"""Who speaks for an entity has no business there."""
DESIGNATED = OF_THE_ENTITY | {"other_focal_point"}


PARTNERS = {"named_partner", "confirmed_partner"}
"""Focal points of entities that another one names in its row, before and after they confirm."""


@pytest.fixture
def partners(db):
    """The focal points of two entities, and how a row comes to have both as partners."""
    found = {
        name: FocalPointFactory(entity__acronym=name.split("_")[0].upper(), user__username=name)
        for name in sorted(PARTNERS)
    }

    def take_part(row):
        for place, (name, one) in enumerate(found.items(), start=1):
            confirmed = {"confirmed_by": one.user, "confirmed_at": timezone.now()}
            row.participations.create(
                entity=one.entity,
                role="co_executor",
                position=place,
                **(confirmed if name == "confirmed_partner" else {}),
            )

    return {name: one.user for name, one in found.items()}, take_part


def names_of(prefix, patterns=None, inside=""):
    """Names of the addresses below `prefix`, from the resolver."""
    found = set()
    for pattern in patterns or get_resolver().url_patterns:
        route = inside + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= names_of(prefix, pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.lstrip("^").startswith(prefix):
            found.add(pattern.name)
    return found


@pytest.fixture
def people(request, db):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


def sign_in(client, person):
    """Turn the client into the person's browser. Who was here before comes back with their cookies,
    unless their session ended meanwhile: signing in costs as much as the page that is asked for.
    """
    browsers = vars(client).setdefault("browsers", {})
    client.cookies, session = browsers.get(person.pk, (SimpleCookie(), None))
    if person.is_authenticated and (session is None or _session_of(client) != session):
        client.force_login(person)
        browsers[person.pk] = client.cookies, _session_of(client)


def _session_of(client):
    """The key of the session; empty once the registry has ended it."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def statuses_of(client, people, address):
    """Person -> status of what the address answers them."""
    answered = {}
    for name, person in people.items():
        sign_in(client, person)
        answered[name] = client.get(address).status_code
        assert answered[name] < 500, (name, address)
    return answered


def people_with(statuses, *wanted):
    """Whom of `statuses_of` was answered with one of the wanted statuses."""
    return {name for name, status in statuses.items() if status in wanted}


def who_gets(client, people, address, statuses=(200,)):
    """Who is answered with one of the statuses."""
    return people_with(statuses_of(client, people, address), *statuses)
