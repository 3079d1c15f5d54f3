"""The cast that every permission test knows; the databases of the run; cheap passwords."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import override_settings

from accounts.models import RegistryRole, User
from cycles.models import ReportingCycle
from entities.choices import DesignationRole
from entities.models import Entity
from exchange.reader import child, process
from interventions.choices import State
from tests.databases import (
    data_of_2022,
    django_db_modify_db_settings,
    django_db_setup,
    template,
    turn,
    with_2022,
)
from tests.factories import (
    CountryReportFactory,
    CycleFactory,
    EntityFactory,
    FocalPointFactory,
    InterventionFactory,
    UserFactory,
)

__all__ = [
    "data_of_2022",
    "django_db_modify_db_settings",
    "django_db_setup",
    "template",
    "turn",
    "with_2022",
]


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[list[str]]:
    """Made in no time: a good hash takes a tenth of a second on purpose. Gives the real hashers."""
    real = settings.PASSWORD_HASHERS
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield real


@pytest.fixture
def real_passwords(cheap_passwords) -> Iterator[None]:
    """Hashed as in a deployment, for the tests that are about it."""
    with override_settings(PASSWORD_HASHERS=cheap_passwords):
        yield


@pytest.fixture(autouse=True)
def read_here(request, monkeypatch) -> None:
    """Files that mean no ill are read in this process, by all that reads them in theirs.

    To start a process costs more than most of the files; `reads_apart` marks the tests in which
    it is started all the same.
    """
    if request.node.get_closest_marker("reads_apart") is None:
        lines = lambda body, options: nullcontext(child.lines_for(body, options))  # noqa: E731
        monkeypatch.setattr(process, "lines_of_file", lines)


@pytest.fixture
def entity(db) -> Entity:
    """The entity of the focal point."""
    return EntityFactory(acronym="MIMP")


@pytest.fixture
def other_entity(db) -> Entity:
    """An entity with which the focal point has nothing to do."""
    return EntityFactory(acronym="MINSA")


@pytest.fixture
def cycle(db) -> ReportingCycle:
    """The open cycle."""
    return CycleFactory(code="2026")


def _designate(entity: Entity, username: str, role: DesignationRole, **fields) -> User:
    person = UserFactory(username=username, **fields)
    FocalPointFactory(entity=entity, user=person, role=role)
    return person


@pytest.fixture
def focal_point(entity) -> User:
    """The principal focal point of `entity`."""
    return _designate(entity, "titular", DesignationRole.PRINCIPAL)


@pytest.fixture
def alternate(entity) -> User:
    """The alternate focal point of `entity`."""
    return _designate(entity, "alterno", DesignationRole.ALTERNATE)


@pytest.fixture
def validator(entity) -> User:
    """Who approves what leaves `entity`; tests without this fixture have no entity approval."""
    return _designate(entity, "validador", DesignationRole.VALIDATOR)


@pytest.fixture
def other_focal_point(other_entity) -> User:
    """The principal focal point of another entity."""
    return _designate(other_entity, "titular-ajeno", DesignationRole.PRINCIPAL)


@pytest.fixture
def disabled_focal_point(entity) -> User:
    """Designated by `entity`, but the account is disabled."""
    return _designate(entity, "deshabilitado", DesignationRole.PRINCIPAL, is_active=False)


@pytest.fixture
def secretariat(db) -> User:
    """A member of the technical secretariat."""
    return UserFactory(username="secretaria", registry_role=RegistryRole.SECRETARIAT)


@pytest.fixture
def analyst(db) -> User:
    """An analyst."""
    return UserFactory(username="analista", registry_role=RegistryRole.ANALYST)


@pytest.fixture
def observer(db) -> User:
    """An observer."""
    return UserFactory(username="observador", registry_role=RegistryRole.OBSERVER)


@pytest.fixture
def no_role_staff(db) -> User:
    """May sign in, but nobody gave the account anything to do."""
    return UserFactory(username="sin-funcion")


@pytest.fixture
def superuser(db) -> User:
    """Administers the installation."""
    return UserFactory(username="administrador", is_superuser=True)


@pytest.fixture
def anonymous() -> AnonymousUser:
    """Nobody in particular."""
    return AnonymousUser()


@pytest.fixture
def published(cycle, secretariat):
    """A published version of the report of a cycle with one validated intervention."""
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Primera")
    return CountryReportFactory(cycle, published_by=secretariat)
