"""What nobody types: never an error of the server."""

import json
from base64 import b64encode

import pytest
from django.core.cache import cache

BASE = "/api/v1/"
DETAILS = (
    "frameworks gcm-objectives pnm-guidelines thematic-areas entities cycles interventions reports "
    "provisions alignments indicators measurements focal-points report-jobs tokens"
).split()
CLUMSY = ["%00", "a%00b", "x" * 5000, "-1", "9" * 40, "%F0%9F%92%A9", "..%2f..", "%25", "1e9"]


@pytest.mark.parametrize("name", DETAILS)
@pytest.mark.parametrize("code", CLUMSY)
def test_clumsy_code_is_not_found(client, secretariat, name, code):
    client.force_login(secretariat)
    only_deleted = {405} if name == "tokens" else set()
    assert client.get(f"{BASE}{name}/{code}/").status_code in {400, 404} | only_deleted


@pytest.mark.parametrize("code", CLUMSY)
@pytest.mark.parametrize(
    "address",
    [
        "/intervenciones/{}/",
        "/informes/{}/",
        "/informes/2022/{}/",
        "/intervenciones/?q={}",
        "/intervenciones/?page={}",
        "/intervenciones/?objetivo={}",
        "/intervenciones/?ciclo={}",
        "/trabajo/revision/{}/",
        "/admin/interventions/intervention/{}/change/",
        "/admin/interventions/intervention/?q={}",
        "/admin/interventions/intervention/?lead={}",
        "/admin/reports/countryreport/{}/change/",
        "/admin/alignment/provision/?q={}",
        "/api/v1/cycles/{}/country-report/",
        "/api/v1/interventions/?q={}",
        "/api/v1/coverage/?cycle={}",
        "/api/v1/interventions/pivot/?rows={}&columns=entity",
        "/api/v1/reports/?cycle={}",
    ],
)
def test_clumsy_address_is_no_error_of_the_server(client, secretariat, address, code):
    client.force_login(secretariat)
    assert client.get(address.format(code)).status_code < 500


@pytest.mark.parametrize("name", ["tokens", "reports"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"texto"',
        json.dumps({"username": "a\x00", "password": "b\x00", "cycle": "\x00"}).encode(),
        json.dumps({"username": {"a": 1}, "password": [1], "cycle": {"a": 1}}).encode(),
        json.dumps({"username": "x" * 100_000, "password": "y", "cycle": "z" * 100_000}).encode(),
        b'{"username": "\\ud800", "password": "\\ud800", "cycle": "\\ud800"}',
    ],
)
def test_clumsy_body_is_refused(client, secretariat, name, body):
    cache.clear()
    client.force_login(secretariat)
    answer = client.post(f"{BASE}{name}/", body, content_type="application/json")
    assert answer.status_code == 400


def test_clumsy_form_is_refused(client, secretariat):
    client.force_login(secretariat)
    answer = client.post(f"{BASE}reports/", {"cycle": "\x00", "language": "\x00"})
    assert answer.status_code == 400
    assert client.delete(f"{BASE}tokens/{'9' * 40}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["nada/", "entities/MIMP/nada/", "frameworks/2.4/", "report-jobs/x/"]
)
def test_address_that_is_none_is_refused_in_json(client, db, path):
    answer = client.get(f"{BASE}{path}")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "No encontrado."}
    assert b"<html" in client.get("/nada/").content


@pytest.mark.parametrize("held", ["p=a", "p=-1", "p=", "p=%D9%A1", "r=a", "o=-1", f"p={'9' * 90}"])
def test_cursor_that_no_walk_gave_is_no_error_of_the_server(client, db, held):
    cursor = b64encode(held.encode()).decode()
    answer = client.get(f"{BASE}interventions/", {"cursor": cursor})
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("held", ["", "p=1", "p=2020-01-01"])
def test_walk_takes_no_other_order(client, db, held):
    asked = {"cursor": b64encode(held.encode()).decode(), "ordering": "start_date"}
    answer = client.get(f"{BASE}interventions/", asked)
    assert (answer.status_code, list(answer.json())) == (400, ["ordering"])


@pytest.mark.parametrize("name", ["page", "page_size", "cursor"])
def test_number_longer_than_python_reads_is_refused(client, db, name):
    answer = client.get(f"{BASE}interventions/", {name: "9" * 5000})
    assert (answer.status_code, list(answer.json())) == (400, [name])


@pytest.mark.parametrize("token", ["\xff\xfe", "ñ", "-", "a.b", "9" * 5000])
def test_clumsy_token_is_refused(client, db, token):
    answer = client.get(f"{BASE}frameworks/", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 401


def test_what_django_does_not_read_is_refused_in_json(client, db):
    many = "&".join(["a=1"] * 10_001)  # below what is read of somebody unknown
    form = client.post(f"{BASE}tokens/", many, content_type="application/x-www-form-urlencoded")
    host = client.get(f"{BASE}frameworks/", headers={"Host": "otro.example"})
    for answer in (form, host, client.get(f"{BASE}frameworks/?{many}")):
        assert (answer.status_code, list(answer.json())) == (400, ["detail"])
    assert b"<html" in client.get("/", headers={"Host": "otro.example"}).content
