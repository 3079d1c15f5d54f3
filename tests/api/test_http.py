"""What the answers tell programs: origins, packing, limits, ETag, keeping; the description."""

import gzip

import pytest
from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from entities.models import Country, Region, TargetGroup
from interventions.choices import State
from tests.factories import InterventionFactory

BASE = "/api/v1/"
LIST = f"{BASE}interventions/"
ORIGIN = {"Origin": "https://otro.example"}


@pytest.fixture
def rows(cycle):
    """Some public rows."""
    return [InterventionFactory(state=State.VALIDATED, cycle=cycle) for _row in range(3)]


def test_page_of_another_site_reads_what_is_public(client, rows):
    for address in (LIST, f"{LIST}export/?format=csv", f"{BASE}schema/", f"{BASE}nada/"):
        answer = client.get(address, headers=ORIGIN)
        assert answer["Access-Control-Allow-Origin"] == "*", address
        assert "Access-Control-Allow-Credentials" not in answer
    asked = {**ORIGIN, "Access-Control-Request-Method": "GET"}
    answer = client.options(LIST, headers=asked)
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "Authorization" not in answer["Access-Control-Allow-Headers"]


def test_page_of_another_site_reads_nothing_of_a_person_and_no_other_page(client, rows, analyst):
    client.force_login(analyst)
    assert "Access-Control-Allow-Origin" not in client.get(LIST, headers=ORIGIN)
    client.logout()
    token = {**ORIGIN, "Authorization": "Token nada"}
    assert "Access-Control-Allow-Origin" not in client.get(LIST, headers=token)
    assert "Access-Control-Allow-Origin" not in client.post(f"{BASE}tokens/", headers=ORIGIN)
    assert "Access-Control-Allow-Origin" not in client.get("/", headers=ORIGIN)
    assert "Access-Control-Allow-Origin" not in client.get("/cuenta/ingresar/", headers=ORIGIN)


def test_public_answer_is_packed_and_a_person_s_is_not(client, rows, analyst):
    packs = {"Accept-Encoding": "gzip"}
    plain = client.get(LIST)
    packed = client.get(LIST, headers=packs)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]
    exported = client.get(f"{LIST}export/?format=csv", headers=packs)
    assert gzip.decompress(exported.getvalue()) == client.get(f"{LIST}export/").getvalue()
    book = client.get(f"{LIST}export/?format=xlsx", headers=packs)
    assert book.getvalue()[:2] == b"PK"  # read to its end, which closes it
    assert "Content-Encoding" not in book
    client.force_login(analyst)
    assert "Content-Encoding" not in client.get(LIST, headers=packs)
    assert "Content-Encoding" not in client.get("/trabajo/cuenta/", headers=packs)


@pytest.mark.parametrize("packs", [{}, {"Accept-Encoding": "gzip"}])
def test_head_has_the_etag_of_get_and_answers_that_nothing_changed(client, rows, packs):
    told, head = client.get(LIST, headers=packs), client.head(LIST, headers=packs)
    assert head["ETag"] == told["ETag"]
    assert head.content == b""
    for ask in (client.get, client.head):
        again = ask(LIST, headers={**packs, "If-None-Match": told["ETag"]})
        assert again.status_code == 304


def test_limits_are_told_before_they_are_reached(client, rows, analyst, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    cache.clear()
    left = [client.get(LIST) for _time in range(3)]
    assert [one["RateLimit-Remaining"] for one in left] == ["1", "0", "0"]
    assert {one["RateLimit-Limit"] for one in left} == {"2"}
    assert left[2].status_code == 429
    assert 0 < int(left[2]["RateLimit-Reset"]) <= 60
    cache.clear()
    etag = client.get(LIST)["ETag"]
    for ask in (client.get, client.head):
        cache.clear()
        again = ask(LIST, headers={"If-None-Match": etag})
        assert (again.status_code, again["RateLimit-Remaining"]) == (304, "1")
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "5/min"})
    client.force_login(analyst)
    assert client.get(LIST)["RateLimit-Limit"] == "5"


def test_who_keeps_a_public_answer_asks_again(client, rows, analyst):
    kept = client.get(LIST)["Cache-Control"]
    assert set(kept.split(", ")) == {"public", "no-cache"}
    client.force_login(analyst)
    assert "no-store" in client.get(LIST)["Cache-Control"]


def test_description_is_json_or_yaml_as_asked(client, db):
    told = client.get(f"{BASE}schema/?format=json")
    assert told["Content-Type"].startswith("application/json")
    assert told.json()["openapi"].startswith("3.")
    assert client.get(f"{BASE}schema/?format=yaml").content.startswith(b"openapi:")
    assert client.get(f"{BASE}schema/?format=zzz").status_code == 400


def test_description_names_server_summaries_and_answers(client, db):
    told = client.get(f"{BASE}schema/?format=json").json()
    assert [server["url"] for server in told["servers"]] == ["/", settings.PUBLIC_BASE_URL]
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"].strip(), (method, path)
            assert len(operation["summary"]) < 160, (method, path)
    for name, fields in (
        ("interventions/pivot/", {"row_labels", "cells", "total"}),
        ("coverage/", {"cycle", "results"}),
    ):
        content = told["paths"][BASE + name]["get"]["responses"]["200"]["content"]
        schema = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert fields <= set(told["components"]["schemas"][schema]["properties"])


def test_root_names_every_address_without_a_parameter(client, db):
    told = client.get(f"{BASE}schema/?format=json").json()
    named = {address.partition(BASE)[2] for address in client.get(BASE).json().values()}
    lists = {path.partition(BASE)[2] for path in told["paths"] if "{" not in path}
    tails = ("export/", "pivot/")
    assert {path for path in lists if not path.endswith(tails)} <= named
    assert {"schema/", "docs/", "changes/", "coverage/"} <= named


def test_codes_have_their_names_in_both_languages(client, db):
    Region.objects.create(code="15", name="Lima")
    Country.objects.create(code="BR", name_es="Brasil", name_en="Brazil")
    TargetGroup.objects.create(code="women", name_es="Mujeres", name_en="Women")
    assert client.get(f"{BASE}regions/15/").json()["name"] == "Lima"
    told = {"code": "BR", "name_es": "Brasil", "name_en": "Brazil"}
    assert client.get(f"{BASE}countries/").json()["results"] == [told]
    told = {"code": "women", "name_es": "Mujeres", "name_en": "Women"}
    assert client.get(f"{BASE}target-groups/").json()["results"] == [told]
