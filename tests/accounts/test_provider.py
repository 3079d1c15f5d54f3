"""Signing in with an institution's provider: it opens accounts that exist, and makes none."""

import importlib

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib.auth import get_user
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.urls import clear_url_caches

import accounts.urls
import mtigm.urls
from accounts.adapters import ProviderAdapter
from accounts.models import User
from tests.factories import UserFactory

OIDC = {
    "provider_id": "institucion",
    "name": "Cuenta institucional",
    "client_id": "registro",
    "secret": "x",
    "settings": {"server_url": "https://identidad.example"},
}


@pytest.fixture
def provider(db, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC]}}
    settings.OIDC_ENABLED = True
    for module in (accounts.urls, mtigm.urls):
        importlib.reload(module)
    clear_url_caches()
    yield
    settings.OIDC_ENABLED = False
    for module in (accounts.urls, mtigm.urls):
        importlib.reload(module)
    clear_url_caches()


def answer_of_the_provider(rf, email, verified=True, subject="123"):
    """The request that comes back from the provider, and what it told of the person."""
    request = rf.get("/cuenta/externa/institucion/respuesta/")
    request.session = SessionStore()
    request.user = get_user(request)
    request._messages = FallbackStorage(request)
    app = ProviderAdapter().get_app(request, provider="institucion")
    told = {"sub": subject, "email": email, "email_verified": verified}
    with context.request_context(request):
        login = OpenIDConnectProvider(request, app).sociallogin_from_response(
            request, {"userinfo": told}
        )
        login.state = {"process": "login"}
        return request, complete_login(request, login)


def test_verified_address_of_one_active_account_comes_in(provider, rf):
    person = UserFactory(email="una@entidad.example")
    request, answer = answer_of_the_provider(rf, "Una@entidad.example")
    assert answer.status_code == 302
    assert get_user(request) == person
    assert SocialAccount.objects.get().user == person
    again, _answer = answer_of_the_provider(rf, "otra@entidad.example")  # the same subject
    assert get_user(again) == person


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        ("una@entidad.example", False),
        ("nadie@entidad.example", True),
        ("deshabilitada@entidad.example", True),
        ("", True),
    ],
)
def test_anybody_else_is_told_that_there_is_no_account(provider, rf, email, verified):
    UserFactory(email="una@entidad.example")
    UserFactory(email="deshabilitada@entidad.example", is_active=False)
    UserFactory(email="")
    request, answer = answer_of_the_provider(rf, email, verified)
    assert answer.status_code == 403
    assert "No se pudo ingresar" in answer.content.decode()
    assert not get_user(request).is_authenticated
    assert User.objects.count() == 3
    assert not SocialAccount.objects.exists()


def test_second_factor_is_asked_for_all_the_same(provider, rf):
    person = UserFactory(email="una@entidad.example")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    request, answer = answer_of_the_provider(rf, "una@entidad.example")
    assert answer.url.startswith("/cuenta/segundo-factor/codigo/")
    assert not get_user(request).is_authenticated


def test_button_is_shown_only_where_there_is_a_provider(client, provider):
    page = client.get("/cuenta/ingresar/").content.decode()
    assert "Ingresar con Cuenta institucional" in page
    assert "/cuenta/externa/institucion/ingresar/" in page


def test_other_errands_of_the_provider_are_not_found(client, provider):
    address = "/cuenta/externa/institucion/ingresar/"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}?process=connect").status_code == 404
    assert client.post(address, {"process": "connect"}).status_code == 404
    assert client.get("/cuenta/externa/otro/ingresar/").status_code == 404


def test_nothing_is_shown_nor_routed_without_one(client, db):
    assert "Ingresar con" not in client.get("/cuenta/ingresar/").content.decode()
    assert client.get("/cuenta/externa/institucion/ingresar/").status_code == 404


def test_no_account_is_ever_made(rf):
    assert ProviderAdapter().is_open_for_signup(rf.get("/"), None) is False
