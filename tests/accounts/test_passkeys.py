"""Passkeys: made on the account's pages, asked for on signing in, as good as a code."""

import html
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.permissions import has_second_factor
from tests.accounts.conftest import PASSWORD
from tests.accounts.soft_key import SoftKey

ADD = "/cuenta/segundo-factor/llaves/nueva/"
CODE = "/cuenta/segundo-factor/codigo/"
CONFIRM = "/cuenta/segundo-factor/confirmar/llave/"


@pytest.fixture
def browser():
    """Passkeys are for a name, never for an address in figures."""
    return Client(HTTP_HOST="localhost")


def options_of(page, name):
    data = re.search(r'<script id="js_data" type="application/json">(.+?)</script>', page, re.S)[1]
    return json.loads(html.unescape(data))[name]


def sign_in(browser, name):
    return browser.post("/cuenta/ingresar/", {"login": name, "password": PASSWORD})


def add(browser, key, name="Laptop"):
    """What the person does: the password again, a name, the finger on the reader."""
    answer = browser.get(ADD)
    if answer.status_code == 302:
        assert browser.post(answer.url, {"password": PASSWORD}).url == ADD
        answer = browser.get(ADD)
    credential = key.create(options_of(answer.content.decode(), "creation_options"))
    return browser.post(ADD, {"name": name, "credential": json.dumps(credential)})


def use(browser, key, address=CODE):
    page = browser.get(address).content.decode()
    credential = key.get(options_of(page, "request_options"))
    return browser.post(address, {"credential": json.dumps(credential)})


@pytest.fixture
def person(with_password, focal_point):
    return with_password(focal_point)


@pytest.fixture
def key(browser, person):
    """A passkey of the person, who is signed in."""
    made = SoftKey()
    sign_in(browser, "titular")
    assert add(browser, made).url == "/cuenta/segundo-factor/respaldo/"
    return made


def test_anybody_makes_one_and_is_asked_for_it_from_then_on(browser, person, key):
    page = browser.get("/cuenta/segundo-factor/").content.decode()
    assert "Laptop" in page
    assert "Códigos de respaldo" in page
    browser.post("/cuenta/salir/")
    assert sign_in(browser, "titular").url == CODE
    assert browser.get("/trabajo/cuenta/").status_code == 302
    assert use(browser, key).url == reverse("workspace:home")
    assert browser.get("/trabajo/cuenta/").status_code == 200
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None


def test_backup_code_serves_where_the_key_is_not_at_hand(browser, person, key):
    page = browser.get("/cuenta/segundo-factor/respaldo/").content.decode()
    code = re.search(r"<code>(\d+)</code>", page)[1]
    browser.post("/cuenta/salir/")
    sign_in(browser, "titular")
    assert browser.post(CODE, {"code": code}).url == reverse("workspace:home")


@pytest.mark.parametrize("case", ["other key", "replayed", "other site", "nonsense", "empty"])
def test_anything_but_the_key_is_refused(browser, person, key, case):
    browser.post("/cuenta/salir/")
    sign_in(browser, "titular")
    options = options_of(browser.get(CODE).content.decode(), "request_options")
    if case == "other key":
        answer = SoftKey().get(options)
    elif case == "replayed":
        answer = key.get(options)
        browser.get(CODE)  # another question
    elif case == "other site":
        key.host = "otro.example"
        answer = key.get(options)
    else:
        answer = {"nonsense": {"id": 1, "response": []}, "empty": None}[case]
    refused = browser.post(CODE, {"credential": json.dumps(answer)})
    assert refused.status_code == 400
    assert browser.get("/trabajo/cuenta/").status_code == 302


def test_guessing_with_keys_is_counted_with_the_codes(browser, person, key):
    browser.post("/cuenta/salir/")
    sign_in(browser, "titular")
    for _time in range(5):
        page = browser.get(CODE).content.decode()
        wrong = SoftKey().get(options_of(page, "request_options"))
        browser.post(CODE, {"credential": json.dumps(wrong)})
    refused = browser.post(CODE, {"code": "123456"})
    assert "Demasiados intentos" in refused.content.decode()


@pytest.mark.parametrize(
    "credential",
    ["", "x", "null", "[]", "{}", '{"id": 1}', '{"id": "a", "rawId": "a", "response": {}}'],
)
def test_credential_that_no_browser_made_is_an_error_of_the_form(browser, person, credential):
    sign_in(browser, "titular")
    browser.post(browser.get(ADD).url, {"password": PASSWORD})
    browser.get(ADD)
    assert browser.post(ADD, {"name": "x", "credential": credential}).status_code == 400
    assert not has_second_factor(person)


def test_credential_with_broken_parts_is_an_error_of_the_form(browser, person):
    sign_in(browser, "titular")
    browser.post(browser.get(ADD).url, {"password": PASSWORD})
    good = SoftKey().create(options_of(browser.get(ADD).content.decode(), "creation_options"))
    for name in good["response"]:
        for broken in ("!", "AAAA", "", 7, None):
            sent = {**good, "response": {**good["response"], name: broken}}
            answer = browser.post(ADD, {"name": "x", "credential": json.dumps(sent)})
            assert answer.status_code == 400, (name, broken)
    assert not has_second_factor(person)


def test_key_confirms_that_it_is_the_person(browser, person, key):
    browser.post("/cuenta/salir/")
    sign_in(browser, "titular")
    use(browser, key)
    session = browser.session
    session["account_authentication_methods"] = []  # long ago
    session.save()
    assert browser.get(ADD).status_code == 302
    page = browser.get("/cuenta/confirmar/").content.decode()
    assert "Prefiero usar una llave de acceso" in page
    page = browser.get(f"{CONFIRM}?next={ADD}").content.decode()
    credential = key.get(options_of(page, "request_options"))
    answer = browser.post(CONFIRM, {"credential": json.dumps(credential), "next": ADD})
    assert answer.url == ADD
    assert browser.get(ADD).status_code == 200


def test_key_is_renamed_and_taken_off_by_its_owner_alone(
    browser, person, key, with_password, other_focal_point
):
    row = Authenticator.objects.get(type="webauthn")
    ways = ("nombre", "retirar")
    rename, remove = (f"/cuenta/segundo-factor/llaves/{row.pk}/{way}/" for way in ways)
    assert browser.post(rename, {"name": ""}).status_code == 400
    assert browser.post(rename, {"name": "x" * 61}).status_code == 400
    browser.post(rename, {"name": "Teléfono"})
    assert "Teléfono" in browser.get("/cuenta/segundo-factor/llaves/").content.decode()
    with_password(other_focal_point, "ajena@entidad.example")
    other = Client(HTTP_HOST="localhost")
    sign_in(other, "titular-ajeno")
    other.post(f"/cuenta/confirmar/?next={remove}", {"password": PASSWORD})
    for address in (rename, remove):
        assert other.get(address).status_code == 404
        assert other.post(address).status_code == 404
    assert browser.get(remove).status_code == 200
    browser.post(remove)
    assert not has_second_factor(person)


@pytest.fixture
def secretary(settings, with_password, secretariat):
    settings.REQUIRE_SECOND_FACTOR = True
    return with_password(secretariat)


def test_key_satisfies_where_a_second_factor_is_required(browser, secretary):
    sign_in(browser, "secretaria")
    activate = browser.get("/trabajo/").url
    assert ADD in browser.get(browser.get(activate).url).content.decode() or browser.get(ADD).url
    assert add(browser, SoftKey()).status_code == 302
    assert browser.get("/trabajo/").status_code == 200
    assert browser.get("/api/v1/interventions/").status_code == 200


def test_page_of_activation_offers_a_key(browser, secretary):
    sign_in(browser, "secretaria")
    activate = browser.get("/trabajo/").url
    browser.post(browser.get(activate).url, {"password": PASSWORD})
    assert ADD in browser.get(activate).content.decode()


def test_last_second_factor_is_not_taken_off_where_it_is_required(browser, secretary):
    sign_in(browser, "secretaria")
    add(browser, SoftKey())
    add(browser, SoftKey(), "Otra")
    first, second = Authenticator.objects.filter(type="webauthn").order_by("pk")
    browser.post(reverse("mfa_remove_webauthn", args=[first.pk]))
    assert not Authenticator.objects.filter(pk=first.pk).exists()
    answer = browser.post(reverse("mfa_remove_webauthn", args=[second.pk]), follow=True)
    assert "no se desactiva" in answer.content.decode()
    assert has_second_factor(secretary)


def test_pages_hold_nothing_of_a_third_party_nor_what_the_policy_stops(browser, person, key):
    browser.post("/cuenta/salir/")
    sign_in(browser, "titular")
    for answer in (browser.get(CODE), browser.get("/cuenta/ingresar/")):
        page = answer.content.decode()
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert all(source.startswith("/static/") for source in re.findall(r'src="([^"]+)"', page))
        for script in re.findall(r"<script([^>]*)>", page):
            assert "src=" in script or "application/json" in script
