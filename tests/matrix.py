"""Who asks for which address: what the tests of permissions share."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

PEOPLE = (
    "anonymous focal_point alternate validator other_focal_point secretariat analyst observer "
    "no_role_staff disabled_focal_point superuser"
).split()
STAFF = {"secretariat", "superuser"}
OF_THE_ENTITY = {"focal_point", "alternate", "validator"}
ENTER = STAFF | OF_THE_ENTITY | {"other_focal_point", "analyst", "observer"}
WRITERS = {"focal_point", "alternate", "other_focal_point"}
DESIGNATED = OF_THE_ENTITY | {"other_focal_point"}


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
    client.logout()
    if person.is_authenticated:
        client.force_login(person)


def who_gets(client, people, address, statuses=(200,)):
    answered = set()
    for name, person in people.items():
        sign_in(client, person)
        status = client.get(address).status_code
        assert status < 500, (name, address)
        if status in statuses:
            answered.add(name)
    return answered
