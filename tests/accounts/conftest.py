"""People with passwords, and limits that begin anew with each test."""

import pytest
from django.core.cache import cache

PASSWORD = "Sierra-y-costa-2026"


@pytest.fixture(autouse=True)
def no_limits_of_other_tests():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def with_password():
    """Gives a person a password, an address and the welcome behind them."""

    def give(person, email="persona@entidad.example"):
        person.set_password(PASSWORD)
        person.email = email
        person.welcomed_at = "2026-01-01T00:00Z"
        person.save()
        return person

    return give


@pytest.fixture
def sign_in(client):
    """Types name and password into the page, and the code if one is given."""

    def typed(name, password=PASSWORD, follow=False):
        return client.post(
            "/cuenta/ingresar/", {"login": name, "password": password}, follow=follow
        )

    return typed
