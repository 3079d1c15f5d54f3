"""Guessing is stopped at every door: per account and per address, together, and not forgotten."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.actions import invite
from accounts.cache import KeepingDatabaseCache
from accounts.links import new_password_link
from tests.accounts.conftest import PASSWORD
from tests.factories import UserFactory

SIGN_IN, TOKENS = "/cuenta/ingresar/", "/api/v1/tokens/"
TABLE = "registry_cache"
VISITORS = 10_000


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """What a guess costs is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def prepare_table(settings):
    """The cache as the settings of a deployment name it."""
    settings.CACHES = {
        "default": {
            "BACKEND": settings.DEPLOYED_CACHE,
            "LOCATION": TABLE,
            "OPTIONS": {"MAX_ENTRIES": 20},  # so that the tests also see room being made
        }
    }
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def shared(settings, db):
    settings.DEPLOYED_CACHE = "accounts.cache.KeepingDatabaseCache"
    prepare_table(settings)


@pytest.fixture
def person(db, with_password):
    return with_password(UserFactory(username="titular"))


def guess_on_the_page(address, name="titular"):
    answer = Client(REMOTE_ADDR=address).post(SIGN_IN, {"login": name, "password": "otra"})
    return "Demasiados intentos" in answer.content.decode()


def guess_in_the_api(address, name="titular"):
    answer = Client(REMOTE_ADDR=address).post(TOKENS, {"username": name, "password": "otra"})
    assert answer.status_code in {400, 429}
    return answer.status_code == 429


def others(count):
    """Limits of other visitors, as they lie in the table."""
    later = (datetime.now(UTC) + timedelta(minutes=1)).replace(microsecond=0)
    if connection.vendor == "sqlite":
        later = later.replace(tzinfo=None)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (cache_key, value, expires) VALUES (%s, %s, %s)",  # noqa: S608
            [(f":1:visitor-{number}", "gASVAQAAAAAAAABdLg==", later) for number in range(count)],
        )


@pytest.mark.parametrize("guess", [guess_on_the_page, guess_in_the_api])
def test_ten_thousand_other_visitors_do_not_make_it_forget(shared, person, guess):
    assert [guess(f"10.0.0.{number}") for number in range(5)] == [False] * 5
    others(VISITORS - 50)
    for number in range(50):
        Client(REMOTE_ADDR=f"10.1.0.{number}").post(SIGN_IN, {"login": "x", "password": "x"})
    assert guess("10.2.0.1")


def test_what_is_past_its_time_makes_room(shared):
    others(30)
    with connection.cursor() as cursor:
        past = "2020-01-01 00:00:00" + ("+00" if connection.vendor == "postgresql" else "")
        cursor.execute(f"UPDATE {TABLE} SET expires = %s", [past])  # noqa: S608
        cache.set("one", 1)
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")  # noqa: S608
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    "names",
    [
        ["titular", "TITULAR", "persona@entidad.example", "Persona@Entidad.example", "Titular"],
    ],
)
def test_all_names_of_an_account_are_one(person, names):
    for number, name in enumerate(names):
        assert not guess_on_the_page(f"10.0.0.{number}", name)
    for name in names:
        assert guess_on_the_page("10.9.9.9", name), name
        assert guess_in_the_api("10.9.9.8", name), name


def test_page_and_api_count_together(person):
    for number in range(5):
        guess = guess_in_the_api if number % 2 else guess_on_the_page
        assert not guess(f"10.0.0.{number}")
    assert guess_on_the_page("10.9.9.9")
    assert guess_in_the_api("10.9.9.8")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:99"])
def test_other_name_of_the_registry_is_no_other_account(person, host):
    for _time in range(5):
        Client().post(SIGN_IN, {"login": "titular", "password": "otra"})
    page = Client(HTTP_HOST=host, REMOTE_ADDR="10.0.0.1").post(
        SIGN_IN, {"login": "titular", "password": "otra"}
    )
    assert "Demasiados intentos" in page.content.decode()


def test_right_password_is_not_heard_after_too_many_wrong_ones(person):
    for number in range(5):
        guess_in_the_api(f"10.0.0.{number}")
    right = Client().post(TOKENS, {"username": "titular", "password": PASSWORD})
    assert right.status_code == 429
    assert "Retry-After" in right


@pytest.mark.parametrize("guess", [guess_on_the_page, guess_in_the_api])
def test_one_address_guesses_at_many_accounts_ten_times(db, guess):
    refused = [guess("10.0.0.1", f"persona-{number}") for number in range(11)]
    assert refused == [False] * 10 + [True]


def tries(address_of, attempts, statuses, method="get", data=None):
    """In how many of `attempts` the address answered with one of `statuses`, before 429."""
    answered = 0
    for number in range(attempts):
        client = Client(REMOTE_ADDR=address_of(number))
        answer = getattr(client, method)(statuses[0], data or {})
        if answer.status_code == 429:
            break
        assert answer.status_code in statuses[1], answer.status_code
        answered += 1
    return answered


@pytest.mark.parametrize(("method", "per_address"), [("get", 60), ("post", 20)])
def test_links_for_another_password_are_limited(person, method, per_address):
    link = "/" + new_password_link(person).split("/", 3)[3]
    wrong = f"{link[:-5]}x/"
    spread = lambda number: f"10.0.0.{number}"  # noqa: E731
    assert tries(spread, 30, (wrong, {200, 302, 400}), method) == 20  # one account
    links = [link.replace("/nueva/", f"/nueva/{number}z") for number in range(70)]
    client = Client(REMOTE_ADDR="10.8.8.8")
    answers = [getattr(client, method)(link).status_code for link in links]
    assert answers.index(429) == per_address  # many accounts


def test_invitations_are_limited(secretariat):
    newcomer = UserFactory(email="nueva@entidad.example")
    invite(newcomer, by=secretariat, purpose="x")
    spread = lambda number: f"10.0.0.{number}"  # noqa: E731
    assert tries(spread, 30, ("/cuenta/invitacion/x/", {404})) == 20
    client = Client(REMOTE_ADDR="10.8.8.8")
    answers = [client.get(f"/cuenta/invitacion/{number}/").status_code for number in range(70)]
    assert answers.index(429) == 60


@pytest.mark.parametrize(
    ("name", "field", "per_person"),
    [("account_reauthenticate", "password", 5), ("account_change_password", "oldpassword", 5)],
)
def test_the_old_password_is_not_guessed_in_a_stolen_session(person, name, field, per_person):
    """Per person from many addresses, and per address."""
    heard = 0
    for number in range(20):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        client.force_login(person)
        answer = client.post(
            reverse(name), {field: "otra", "password1": PASSWORD + "x", "password2": PASSWORD + "x"}
        )
        heard += answer.status_code == 400 and "Demasiados" not in answer.content.decode()
    assert heard <= per_person


@pytest.mark.parametrize("name", ["account_reauthenticate", "account_change_password"])
def test_one_address_does_not_guess_at_many_stolen_sessions(db, with_password, name, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS}
    heard = 0
    for number in range(22):
        stolen = with_password(UserFactory(), f"p{number}@entidad.example")
        client = Client(REMOTE_ADDR="10.0.0.1")
        client.force_login(stolen)
        data = {"password": "x", "oldpassword": "x", "password1": "x", "password2": "x"}
        heard += client.post(reverse(name), data).status_code != 429
    assert heard <= 20


class SlowCache(KeepingDatabaseCache):
    """Between reading a count and writing it, others come in."""

    def get(self, key, default=None, version=None):
        value = super().get(key, default, version)
        time.sleep(0.03)
        return value


@pytest.fixture
def at_once(settings, transactional_db, tmp_path):
    """Gives what 8 workers, each with a connection of its own, answer to numbers from 0.

    SQLite's database of the tests lives in memory, which does not wait for locks as a file does:
    the workers get a copy in a file.
    """
    settings.DEPLOYED_CACHE = f"{SlowCache.__module__}.{SlowCache.__name__}"
    prepare_table(settings)
    database = connections.settings["default"]
    name = database["NAME"]

    def work(guess, attempts):
        def one(number):
            try:
                return guess(number)
            finally:
                connections.close_all()

        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [f"{tmp_path}/copy.sqlite3"])
            database["NAME"] = f"{tmp_path}/copy.sqlite3"
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, range(attempts)))

    yield work
    database["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


@pytest.mark.parametrize("guess", [guess_on_the_page, guess_in_the_api])
def test_eight_at_once_guess_no_more_than_one_after_the_other(at_once, with_password, guess):
    with_password(UserFactory(username="titular"))
    refused = at_once(lambda number: guess(f"10.0.0.{number}"), 16)
    assert 1 <= refused.count(False) <= 5


def test_tokens_from_one_address_are_counted_one_by_one(at_once, settings):
    settings.ACCOUNT_RATE_LIMITS = {"token": "10/m/ip", "login_failed": "1000/m/ip"}
    refused = at_once(lambda number: guess_in_the_api("10.0.0.1", f"persona-{number}"), 24)
    assert 1 <= refused.count(False) <= 10
