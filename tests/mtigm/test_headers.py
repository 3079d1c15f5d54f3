"""What every answer tells the browser not to do."""

import pytest
from django.urls import reverse
from knox.models import AuthToken

from interventions.choices import State
from tests.factories import InterventionFactory
from tests.matrix import names_of

pytestmark = pytest.mark.django_db


def assert_defended(response):
    response.close()  # a static file
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Request-ID"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/cuenta/ingresar/", 200),
        ("/api/v1/", 200),
        ("/salud/", 200),
        ("/no-existe/", 404),
        ("/api/v1/no-existe/", 404),
        ("/%00", 404),
        ("/static/face/face.css", 200),
        ("/static/no-existe.css", 404),
        ("/trabajo/", 302),
        ("/intervenciones", 301),
    ],
)
def test_every_answer_carries_the_defences(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert_defended(response)


def test_refused_method_carries_them(client):
    response = client.post("/salud/")
    assert response.status_code == 405
    assert_defended(response)


def test_refused_host_carries_them(client):
    response = client.get("/", headers={"Host": "otro.example"})
    assert response.status_code == 400
    assert_defended(response)


def test_refused_host_carries_them_where_https_is_required(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/", headers={"Host": "otro.example"})
    assert response.status_code == 400
    assert_defended(response)


@pytest.mark.parametrize(
    "broken", ["portal.views.home.home", "django.contrib.sessions.middleware.SessionMiddleware"]
)
def test_failure_of_ours_carries_them(client, monkeypatch, broken):
    def fails(*_args, **_kwargs):
        raise RuntimeError

    client.raise_request_exception = False
    if broken.startswith("django"):
        monkeypatch.setattr(f"{broken}.process_request", fails)
    else:
        monkeypatch.setattr("portal.views.home.render_page", fails)
    response = client.get("/")
    assert response.status_code == 500
    assert_defended(response)


@pytest.mark.parametrize("path", ["/", "/cuenta/ingresar/"])
def test_own_pages_hold_nothing_that_the_policy_would_stop(client, path):
    page = client.get(path).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "javascript:" not in page
    assert " onclick=" not in page
    assert all("src=" in script or "json" in script for script in page.split("<script")[1:])


def test_an_unchanged_page_is_not_sent_again(client):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def addresses_without_arguments():
    """All pages, feeds and files whose address needs nothing but its name."""
    prefixes = {"trabajo/": "workspace:", "admin/": "admin:", "cuenta/": "", "api/v1/": ""}
    for prefix, space in prefixes.items():
        for name in sorted(name for name in names_of(prefix) if name):
            try:
                yield reverse(f"{space}{name}")
            except Exception:  # noqa: BLE001, S112 - it needs arguments, or is the libraries' own
                continue
    yield from (
        "/",
        "/intervenciones/",
        "/datos/",
        "/idioma/",
        "/no-existe/",
        "/trabajo/no-existe/",
    )


@pytest.mark.parametrize("person", ["focal_point", "secretariat", "observer"])
def test_nothing_that_a_signed_in_person_reads_is_kept(client, request, person, cycle):
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle)
    client.force_login(request.getfixturevalue(person))
    addresses = [*addresses_without_arguments(), f"/intervenciones/{row.code}/"]
    assert len(addresses) > 100
    for address in addresses:
        response = client.get(address)
        kept = "no-store" not in response["Cache-Control"] if "Cache-Control" in response else True
        assert not kept, address
        assert "public" not in response["Cache-Control"], address
        client.force_login(request.getfixturevalue(person))  # one of them signs out


def test_nothing_that_a_token_asks_for_is_kept(client, analyst):
    _record, token = AuthToken.objects.create(user=analyst)
    for bearing in (f"Token {token}", "Token gone"):
        for address in ("/api/v1/interventions/", "/api/v1/interventions/export/?format=csv"):
            response = client.get(address, headers={"Authorization": bearing})
            assert "no-store" in response["Cache-Control"]


def test_links_that_open_a_door_are_not_kept(client):
    for address in (
        "/cuenta/invitacion/desconocida/",
        "/cuenta/contrasena/nueva/1-x/",
        "/trabajo/avisos/baja/x/",
        "/cuenta/ingresar/",
    ):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_public_pages_may_be_kept_by_whoever_is_nobody(client):
    assert "no-store" not in client.get("/").get("Cache-Control", "")
