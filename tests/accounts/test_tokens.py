"""Tokens: asked for with the password, shown once, listed and revoked by their owner only."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from knox.models import AuthToken

TOKENS = "/api/v1/tokens/"
PASSWORD = "Sierra-y-costa-2026"


@pytest.fixture
def with_password(analyst):
    analyst.set_password(PASSWORD)
    analyst.save()
    return analyst


def ask(client, person, password=PASSWORD):
    return client.post(TOKENS, {"username": person.username, "password": password})


def bearing(text):
    return {"HTTP_AUTHORIZATION": f"Token {text}"}


def test_password_gives_a_token_that_signs_in_until_it_is_revoked(client, with_password):
    answer = ask(client, with_password)
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    listed = client.get(TOKENS, **bearing(told["token"]))
    assert [row["key"] for row in listed.json()] == [told["key"]]
    assert told["token"] not in listed.content.decode()
    assert client.delete(f"{TOKENS}{told['key']}/", **bearing(told["token"])).status_code == 204
    assert client.get(TOKENS, **bearing(told["token"])).status_code == 401


def test_token_is_stored_hashed_and_expires(client, with_password):
    text = ask(client, with_password).json()["token"]
    stored = AuthToken.objects.get()
    assert text not in (stored.digest, stored.token_key)
    assert stored.expiry is not None
    stored.expiry -= timedelta(days=365)
    stored.save()
    assert client.get(TOKENS, **bearing(text)).status_code == 401


@pytest.mark.parametrize("password", ["otra", ""])
def test_wrong_password_is_a_spanish_error(client, with_password, password):
    answer = ask(client, with_password, password)
    assert answer.status_code == 400
    assert not AuthToken.objects.exists()
    assert {"password", "non_field_errors"} & set(answer.json())


def test_disabled_account_gets_no_token(client, with_password):
    with_password.is_active = False
    with_password.save()
    assert ask(client, with_password).status_code == 400


def test_tokens_of_another_person_are_not_found(client, with_password, secretariat):
    key = ask(client, with_password).json()["key"]
    client.force_login(secretariat)
    assert client.get(TOKENS).json() == []
    assert client.delete(f"{TOKENS}{key}/").status_code == 404
    assert AuthToken.objects.exists()


def test_one_person_has_at_most_ten(client, with_password):
    for _time in range(10):
        AuthToken.objects.create(user=with_password)
    answer = ask(client, with_password)
    assert answer.status_code == 400
    assert "10 tokens vigentes" in answer.content.decode()


def test_asking_again_and_again_is_refused(client, with_password, settings):
    settings.ACCOUNT_RATE_LIMITS = {"token": "2/m/ip"}
    cache.clear()
    assert [ask(client, with_password, "otra").status_code for _time in range(3)] == [400, 400, 429]
    cache.clear()
