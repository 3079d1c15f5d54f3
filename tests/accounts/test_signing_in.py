"""One door: by name or address, without telling which exist; nobody signs up."""

import re

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.factories import UserFactory

SIGN_IN = "/cuenta/ingresar/"
FORGOTTEN = "/cuenta/contrasena/olvidada/"


def signed_in(client):
    return client.get("/trabajo/cuenta/").status_code == 200


@pytest.mark.parametrize(
    "name", ["titular", "TITULAR", "persona@entidad.example", "Persona@Entidad.example"]
)
def test_person_signs_in_by_name_or_address(
    client, real_passwords, sign_in, with_password, focal_point, name
):
    with_password(focal_point)
    answer = sign_in(name)
    assert answer.url == reverse("workspace:home")
    assert signed_in(client)


def test_password_is_kept_as_a_slow_hash(real_passwords, with_password, focal_point):
    assert with_password(focal_point).password.startswith("pbkdf2_sha256$")


def test_page_asked_for_is_where_one_arrives(client, with_password, focal_point):
    with_password(focal_point)
    typed = {"login": "titular", "password": PASSWORD, "next": "/trabajo/guia/"}
    assert client.post(SIGN_IN, typed).url == "/trabajo/guia/"
    client.logout()
    typed["next"] = "https://otro.example/"
    assert client.post(SIGN_IN, typed).url == reverse("workspace:home")


def test_wrong_password_unknown_name_and_unknown_address_are_told_alike(
    client, sign_in, with_password, focal_point
):
    with_password(focal_point)
    for name in ("titular", "nadie", "nadie@entidad.example", "persona@entidad.example"):
        answer = sign_in(name, "otra-contraseña-1")
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "El usuario o la contraseña no son correctos." in page
        assert f'value="{name}"' in page  # nothing typed is lost, but the password
        assert "otra-contraseña-1" not in page


@pytest.mark.parametrize("name", ["x" * 10_000, "a\x00b", "x" * 9_000 + "@entidad.example"])
def test_absurd_name_is_an_error_of_the_form(db, sign_in, name):
    assert sign_in(name).status_code == 400


def test_disabled_account_does_not_come_in(client, sign_in, with_password, disabled_focal_point):
    with_password(disabled_focal_point)
    answer = sign_in("deshabilitado", follow=True)
    assert "está deshabilitada" in answer.content.decode()
    assert not signed_in(client)


def test_guessing_is_stopped(client, sign_in, with_password, focal_point):
    with_password(focal_point)
    answers = [sign_in("titular", "otra") for _time in range(6)]
    assert "Demasiados intentos" in answers[-1].content.decode()
    assert "Demasiados intentos" in sign_in("titular").content.decode()
    assert not signed_in(client)


def test_too_many_requests_get_a_page_that_says_so(client, db, sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in("nadie")
    answer = sign_in("nadie")
    assert answer.status_code == 429
    assert "Espere unos minutos" in answer.content.decode()


def test_nobody_signs_up(client, db):
    for name in ("account_signup", "account_email", "socialaccount_signup", "openid_connect_login"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert "signup" not in client.get(SIGN_IN).content.decode()


def test_admin_has_no_door_of_its_own(client, with_password, secretariat, no_role_staff):
    answer = client.get("/admin/login/?next=/admin/interventions/entity/")
    assert answer.url == f"{SIGN_IN}?next=/admin/interventions/entity/"
    with_password(secretariat)
    client.post("/admin/login/", {"username": "secretaria", "password": PASSWORD})
    assert not signed_in(client)
    client.force_login(no_role_staff)
    assert client.get("/admin/login/").status_code == 403
    client.force_login(secretariat)
    assert client.get("/admin/login/").url == "/admin/"
    assert client.get("/admin/password_change/").url == reverse("account_change_password")
    client.post("/admin/logout/")
    assert not signed_in(client)


def test_signing_out_asks_first(client, focal_point):
    client.force_login(focal_point)
    assert client.get("/cuenta/salir/").status_code == 200
    assert signed_in(client)
    assert client.post("/cuenta/salir/").url == "/"
    assert not signed_in(client)


def test_forgotten_password_is_changed_by_the_link_of_a_letter(
    client, sign_in, with_password, focal_point
):
    with_password(focal_point)
    assert client.post(FORGOTTEN, {"email": "Persona@entidad.example"}).status_code == 302
    [letter] = mail.outbox
    assert letter.to == ["persona@entidad.example"]
    assert "Si no lo pidió usted" in letter.body
    assert "titular" in letter.body
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    refused = client.post(address, {"password1": "corta", "password2": "corta"})
    assert refused.status_code == 400
    done = client.post(
        address, {"password1": "Puna-y-selva-2026", "password2": "Puna-y-selva-2026"}, follow=True
    )
    assert "La contraseña cambió" in done.content.decode()
    assert not signed_in(client)
    assert "ya no sirve" in client.get(link, follow=True).content.decode()
    sign_in("titular", "Puna-y-selva-2026")
    assert signed_in(client)


def test_unknown_address_is_answered_like_a_known_one_and_nobody_is_written_to(
    client, with_password, focal_point, disabled_focal_point
):
    with_password(focal_point)
    with_password(disabled_focal_point, "deshabilitado@entidad.example")
    answers = []
    for address in (
        "persona@entidad.example",
        "nadie@entidad.example",
        "deshabilitado@entidad.example",
    ):
        answers.append(client.post(FORGOTTEN, {"email": address}, follow=True).content)
    assert len({answer.split(b"<main")[1] for answer in answers}) == 1
    assert len(mail.outbox) == 1


def test_address_that_was_changed_no_longer_resets_the_password(client, with_password, focal_point):
    with_password(focal_point, "antes@entidad.example")
    client.post(FORGOTTEN, {"email": "antes@entidad.example"})
    with_password(focal_point, "ahora@entidad.example")
    client.post(FORGOTTEN, {"email": "antes@entidad.example"})
    assert [letter.to for letter in mail.outbox] == [["antes@entidad.example"]]
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    assert "ya no sirve" in client.get(link, follow=True).content.decode()


@pytest.mark.parametrize("key", ["1-x", "zzzzzzzzzzzzz-x", "1-%00"])
def test_made_up_link_says_what_to_do(client, db, key):
    answer = client.get(f"/cuenta/contrasena/nueva/{key}/")
    assert answer.status_code in {200, 404}
    if answer.status_code == 200:
        assert "Pedir otro enlace" in answer.content.decode()


def test_password_is_changed_by_whoever_knows_it(client, with_password, focal_point):
    with_password(focal_point)
    client.force_login(focal_point)
    address = reverse("account_change_password")
    new = {"password1": "Puna-y-selva-2026", "password2": "Puna-y-selva-2026"}
    assert client.post(address, {"oldpassword": "otra", **new}).status_code == 400
    answer = client.post(address, {"oldpassword": PASSWORD, **new}, follow=True)
    assert "La contraseña cambió." in answer.content.decode()
    focal_point.refresh_from_db()
    assert focal_point.check_password("Puna-y-selva-2026")


def test_first_time_leads_to_the_welcome_and_on_from_there(
    client, sign_in, with_password, focal_point
):
    with_password(focal_point)
    User.objects.update(welcomed_at=None)
    answer = client.post(
        SIGN_IN, {"login": "titular", "password": PASSWORD, "next": "/trabajo/guia/"}
    )
    assert answer.url == "/trabajo/bienvenida/?next=%2Ftrabajo%2Fguia%2F"
    onward = client.post("/trabajo/bienvenida/", {"next": "/trabajo/guia/"})
    assert onward.url == "/trabajo/guia/"
    client.logout()
    assert sign_in("titular").url == reverse("workspace:home")


def test_address_belongs_to_one_account_however_it_is_typed(db):
    UserFactory(email="Una@entidad.example")
    assert User.objects.get().email == "una@entidad.example"
    other = UserFactory.build(email="UNA@entidad.example", username="otra")
    with pytest.raises(Exception, match="Ya hay una cuenta con ese correo"):
        other.full_clean()


def test_public_pages_are_the_same_bytes_for_whoever_signed_in(client, db, secretariat):
    pages = [client.get(address).content for address in ("/", "/intervenciones/")]
    client.force_login(secretariat)
    assert [client.get(address).content for address in ("/", "/intervenciones/")] == pages
    assert "Cerrar sesión" in client.get("/trabajo/").content.decode()


def test_other_sessions_are_listed_and_closed(client, with_password, focal_point, sign_in):
    from django.test import Client

    with_password(focal_point)
    elsewhere = Client(HTTP_USER_AGENT="Otro navegador")
    elsewhere.post(SIGN_IN, {"login": "titular", "password": PASSWORD})
    sign_in("titular")
    page = client.get("/cuenta/sesiones/").content.decode()
    assert "Otro navegador" in page
    assert "Cerrar las otras sesiones" in page
    answer = client.post("/cuenta/sesiones/", follow=True)
    assert "Las otras sesiones se cerraron." in answer.content.decode()
    assert signed_in(client)
    assert not signed_in(elsewhere)
