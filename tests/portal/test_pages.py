"""The public pages show validated rows, whoever asks."""

import hashlib
import json
import re
from html import escape, unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cycles.actions import open_for_loading
from interventions.choices import State
from reports import actions
from reports.compile import compile_report
from tests.factories import CycleFactory, InterventionFactory, ProvisionFactory, publish


@pytest.mark.parametrize("path", ["/", "/intervenciones/"])
def test_empty_registry_says_so(client, db, path):
    assert 'class="empty"' in client.get(path).content.decode()


@pytest.mark.parametrize("state", list(State))
def test_only_validated_rows_are_shown_even_to_their_people(client, entity, focal_point, state):
    row = InterventionFactory(lead=entity, state=state, title="Nombre señalado")
    client.force_login(focal_point)
    shown = state == State.VALIDATED
    assert ("Nombre señalado" in client.get("/intervenciones/").content.decode()) == shown
    assert client.get(f"/intervenciones/{row.code}/").status_code == (200 if shown else 404)


def test_unknown_filter_value_explains_and_shows_nothing(client, db):
    InterventionFactory(state=State.VALIDATED, title="Nombre señalado")
    answer = client.get("/intervenciones/?objetivo=99&q=palabra")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Nombre señalado" not in page
    assert 'value="palabra"' in page
    assert "0 intervenciones" not in page  # nobody counted
    assert "Un filtro no se entiende" in page
    assert "Ninguna intervención" not in page


@pytest.mark.parametrize(
    "query", ["cycle=2026&cycle=nope", "also=foo:1", "ademas=foo:1", "good_practice=quizas"]
)
def test_rest_of_the_address_that_is_not_understood_counts_nothing(client, cycle, query):
    InterventionFactory(state=State.VALIDATED, cycle=cycle)
    page = client.get(f"/intervenciones/?{query}").content.decode()
    assert "Un filtro no se entiende" in page
    assert "0 intervenciones" not in page
    assert "Ninguna intervención" not in page
    assert "export/" not in page  # which the API would refuse


@pytest.mark.parametrize(
    "path", ["/intervenciones/?page=99", "/informes/1999/", "/informes/2026/exe/"]
)
def test_what_does_not_exist_is_not_found(client, cycle, path):
    assert client.get(path).status_code == 404


def test_report_page_and_file(client, published):
    assert client.get("/informes/2026/").status_code == 200
    assert "attachment" in client.get("/informes/2026/docx/")["Content-Disposition"]


def test_published_report_is_what_the_public_reads(client, published):
    InterventionFactory(state=State.VALIDATED, cycle=published.cycle, title="Validada después")
    page = client.get(reverse("portal:report", args=[published.cycle.code]))
    assert "Validada después" not in page.content.decode()
    file = client.get(reverse("portal:report-file", args=[published.cycle.code, "pdf"]))
    assert hashlib.sha256(file.content).hexdigest() == published.files.get(format="pdf").checksum


def test_english_visitor_reads_english_titles_and_frame(client, cycle, secretariat):
    objective = ProvisionFactory(code="1", title_en="Collect and utilize data")
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle, provision=objective)
    client.cookies["django_language"] = "en"
    assert "Collect and utilize data" in client.get("/").content.decode()
    assert "Collect and utilize data" in client.get(f"/intervenciones/{row.code}/").content.decode()
    version = actions.store_version(cycle, compile_report(cycle, language="en"), by=None)
    publish(version, by=secretariat)
    report = client.get(reverse("portal:report", args=[cycle.code])).content.decode()
    assert "Country report on the implementation" in report


def test_english_visitor_reads_the_spanish_report_where_only_that_is_published(client, published):
    client.cookies["django_language"] = "en"
    report = client.get(reverse("portal:report", args=[published.cycle.code])).content
    assert report == bytes(published.files.get(format="html").body)


def test_home_shows_the_last_closed_cycle_while_a_call_begins(client, cycle):
    closed = CycleFactory(
        code="2022", state="closed", period_start="2018-12-01", period_end="2022-07-31"
    )
    old = InterventionFactory(cycle=closed, state=State.VALIDATED)
    InterventionFactory(cycle=cycle, state=State.VALIDATED)
    assert client.get("/").context["latest"] == closed
    with open_for_loading(closed):
        old.participations.all().delete()
        old.contributions.all().delete()
        old.delete()
    assert client.get("/").context["latest"] == cycle


def test_list_can_be_taken_away_as_it_is_filtered(client, entity, focal_point):
    shown = InterventionFactory(state=State.VALIDATED, lead=entity, title="Albergues")
    InterventionFactory(lead=entity, title="Albergue en borrador")
    InterventionFactory(state=State.VALIDATED, title="Otra cosa")
    client.force_login(focal_point)  # who would see the own draft in the API
    page = client.get(f"/intervenciones/?q=albergue&entidad={entity}&page=1")
    addresses = [
        unescape(found) for found in re.findall(r'href="([^"]+)" download', page_text(page))
    ]
    assert len(addresses) == 5
    for address in addresses:
        assert client.get(address).getvalue()
    read = client.get(next(found for found in addresses if "format=json" in found))
    assert [row["code"] for row in json.loads(read.getvalue())] == [shown.code]
    address = page.context["take_away"].api_address
    listed = client.get(address.replace("http://testserver", ""))
    assert [row["code"] for row in listed.json()["results"]] == [shown.code]
    assert f'value="{escape(address)}"' in page_text(page)


def test_columns_of_a_file_are_chosen_on_the_page(client, entity):
    InterventionFactory(state=State.VALIDATED, lead=entity, title="Albergues")
    InterventionFactory(state=State.VALIDATED, title="Otra cosa")
    page = page_text(client.get(f"/intervenciones/?q=albergue&entidad={entity}"))
    [(path, form)] = re.findall(
        r'<form method="get" action="(/api[^"]+)">(.*?)</form>', page, re.DOTALL
    )
    sent = re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', form)
    offered = re.findall(r'name="fields" value="(\w+)"', form)
    assert {"title", "lead", "results"} <= set(offered)
    query = urlencode([*sent, ("fields", "title"), ("fields", "lead"), ("format", "csv")])
    answer = client.get(f"{path}?{query}")
    assert answer.getvalue().decode().splitlines() == ["title,lead", f"Albergues,{entity}"]


def page_text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=albergues", True),
        ("q=%22albergue temporal%22", True),
        ("q=hospital", False),
        ("area=1", False),
        ("tipo=action", True),
        ("tipo=norm", False),
        ("ejecucion=joint", False),
        ("ejecutora=MIMP", True),
        ("tipo_ejecutora=ministry", True),
        ("tipo_ejecutora=un_agency", False),
        ("categoria=budget", False),
    ],
)
def test_more_filters_find(client, entity, query, found):
    ProvisionFactory(kind="area", code="1")
    InterventionFactory(state=State.VALIDATED, lead=entity, title="Albergue temporal")
    page = client.get(f"/intervenciones/?{query}")
    assert page.context["paginator"].count == int(found)
