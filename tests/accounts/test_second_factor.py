"""The second factor: for everybody who wants it, before anything else for whoever must have it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from knox.models import AuthToken

from accounts.permissions import has_second_factor
from tests.accounts.conftest import PASSWORD

ACTIVATE = "/cuenta/segundo-factor/activar/"
CODE = "/cuenta/segundo-factor/codigo/"


def code_of(secret):
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )


def activate(client):
    """What the person does: the password again, read the key, type the code. Gives the key."""
    confirm = client.get(ACTIVATE).url
    assert client.post(confirm, {"password": PASSWORD}).url == ACTIVATE
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    answer = client.post(ACTIVATE, {"code": code_of(secret)})
    assert answer.url == "/cuenta/segundo-factor/respaldo/"
    return secret


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def secretary(with_password, secretariat):
    return with_password(secretariat)


def test_anybody_activates_it_and_is_asked_for_it_from_then_on(
    client, sign_in, with_password, focal_point
):
    with_password(focal_point)
    sign_in("titular")
    secret = activate(client)
    codes = re.findall(
        r"<code>(\d+)</code>", client.get("/cuenta/segundo-factor/respaldo/").content.decode()
    )
    assert len(codes) == 10
    downloaded = client.get("/cuenta/segundo-factor/respaldo/descargar/").content.decode()
    assert downloaded.split() == codes
    client.logout()
    assert sign_in("titular").url.startswith(CODE)
    assert client.get("/trabajo/").status_code == 302
    assert client.post(CODE, {"code": "000000"}).status_code == 400
    assert client.post(CODE, {"code": codes[0]}).url == "/trabajo/"
    assert client.get("/trabajo/").status_code == 200
    client.logout()
    sign_in("titular")
    assert client.post(CODE, {"code": codes[0]}).status_code == 400  # each serves once
    assert secret


def test_password_again_before_changing_it(client, with_password, focal_point):
    with_password(focal_point)
    client.force_login(focal_point)
    answer = client.get(ACTIVATE)
    assert answer.url.startswith("/cuenta/confirmar/")
    assert client.post(answer.url, {"password": "otra"}).status_code == 400
    assert client.post(answer.url, {"password": PASSWORD}).url == ACTIVATE
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 400
    assert not has_second_factor(focal_point)


def test_one_may_take_it_off_where_it_is_not_required(client, sign_in, with_password, focal_point):
    with_password(focal_point)
    sign_in("titular")
    activate(client)
    client.post("/cuenta/segundo-factor/desactivar/")
    assert not has_second_factor(focal_point)


@pytest.mark.parametrize("person", ["secretariat", "superuser"])
def test_who_must_have_it_is_sent_to_activate_it_before_anything_else(
    client, request, required, person
):
    client.force_login(request.getfixturevalue(person))
    for address in (
        "/trabajo/", "/admin/", "/trabajo/cuenta/", "/trabajo/designaciones/",
        "/cuenta/segundo-factor/", "/cuenta/sesiones/", "/admin/interventions/entity/",
    ):  # fmt: skip
        for method in (client.get, client.post):
            assert method(address).url == ACTIVATE, address
    for address in ("/", "/intervenciones/", "/salud/", "/idioma/", "/cuenta/salir/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("person", ["focal_point", "validator", "analyst", "observer"])
def test_others_are_left_alone(client, request, required, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get("/trabajo/").status_code == 200


def test_nobody_is_made_to_where_the_deployment_does_not_ask(client, secretariat):
    client.force_login(secretariat)
    assert client.get("/trabajo/").status_code == 200


def test_who_must_have_it_goes_on_once_it_is_there_and_cannot_take_it_off(
    client, sign_in, required, secretary
):
    assert (ACTIVATE, 302) in sign_in("secretaria", follow=True).redirect_chain
    activate(client)
    assert client.get("/trabajo/").status_code == 200
    page = client.get("/cuenta/segundo-factor/desactivar/").content.decode()
    assert "no se desactiva" in page
    assert client.post("/cuenta/segundo-factor/desactivar/").status_code == 400
    assert has_second_factor(secretary)


def test_api_is_shut_until_it_is_there(client, required, secretary):
    _record, token = AuthToken.objects.create(user=secretary)
    bearing = {"HTTP_AUTHORIZATION": f"Token {token}"}
    address = "/api/v1/interventions/"
    refused = client.get(address, **bearing)
    assert refused.status_code == 403
    assert "segundo factor" in refused.json()["detail"]
    client.force_login(secretary)
    assert client.get(address).status_code == 403
    typed = {"username": "secretaria", "password": PASSWORD}
    assert client.post("/api/v1/tokens/", typed).status_code == 403
    Authenticator.objects.create(user=secretary, type=Authenticator.Type.TOTP, data={})
    assert client.get(address).status_code == 200
    client.logout()
    assert client.get(address, **bearing).status_code == 200


def test_password_alone_gives_no_token_to_who_has_it(client, with_password, analyst):
    with_password(analyst)
    Authenticator.objects.create(user=analyst, type=Authenticator.Type.TOTP, data={})
    answer = client.post("/api/v1/tokens/", {"username": "analista", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Mi cuenta" in answer.content.decode()
    assert not AuthToken.objects.exists()
