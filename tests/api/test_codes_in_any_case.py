"""Codes are read in any case at every address, and no table is read through for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.models import ReportingCycle
from entities.models import Country
from interventions.choices import State
from monitoring.models import Indicator
from tests.analysis.test_heat_and_lines import measured
from tests.factories import (
    CycleFactory,
    EntityFactory,
    InterventionFactory,
)

BASE = "/api/v1/"


@pytest.fixture
def pilot(published):
    """The cycle of the published report, under a code with letters."""
    ReportingCycle.objects.filter(pk=published.cycle_id).update(code="2026-Piloto")
    published.cycle.refresh_from_db()
    return published


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("portal:report", ["2026-Piloto"]),
        ("portal:report-file", ["2026-Piloto", "docx"]),
        ("country-report", ["2026-Piloto"]),
        ("report-detail", ["2026-Piloto-es-1"]),
    ],
)
def test_report_is_found_by_its_code_in_any_case(client, pilot, name, args):
    kept = reverse(name, args=args)
    for typed in (args[0].upper(), args[0].lower()):
        moved = client.get(reverse(name, args=[typed, *args[1:]]))
        assert (moved.status_code, moved["Location"]) == (301, kept)
        assert "no-cache" in moved["Cache-Control"]
    assert client.get(kept).status_code == 200
    assert client.get(reverse(name, args=["nada", *args[1:]])).status_code == 404


def test_what_else_is_asked_goes_along(client, pilot):
    moved = client.get(f"{BASE}cycles/2026-PILOTO/country-report/?format=html&language=es")
    assert moved["Location"] == f"{BASE}cycles/2026-Piloto/country-report/?format=html&language=es"
    moved = client.get(f"{BASE}reports/2026-PILOTO-ES-1/?format=html")
    assert moved["Location"] == f"{BASE}reports/2026-Piloto-es-1/?format=html"


def test_of_codes_that_differ_in_case_alone_each_is_its_own(client, pilot):
    CycleFactory(code="2026-PILOTO", state="closed")
    assert client.get(f"{BASE}cycles/2026-PILOTO/country-report/").status_code == 404
    assert client.get("/informes/2026-PILOTO/").status_code == 200
    assert client.get("/informes/2026-piloto/").status_code == 301


def test_coverage_takes_a_cycle_in_any_case(client, pilot):
    told = client.get(f"{BASE}coverage/?cycle=2026-PILOTO").json()
    assert told["cycle"] == "2026-Piloto"
    assert client.get(f"{BASE}coverage/?cycle=nada").status_code == 400


def test_picture_of_an_indicator_is_found_in_any_case(client, db):
    indicator = Indicator.objects.create(code="regularizados", name_es="Regularizados")
    for year in (2020, 2021, 2022):
        measured(indicator, year, "1")
    kept = reverse("portal:indicator-picture", args=["regularizados", "csv"])
    assert client.get(kept).status_code == 200
    moved = client.get(reverse("portal:indicator-picture", args=["REGULARIZADOS", "csv"]))
    assert (moved.status_code, moved["Location"]) == (301, kept)


@pytest.mark.parametrize("name", ["portal:intervention", "intervention-detail"])
def test_intervention_is_looked_up_by_its_index(client, entity, name):
    row = InterventionFactory(state=State.VALIDATED, lead=entity)
    with CaptureQueriesContext(connection) as captured:
        moved = client.get(reverse(name, args=[row.code.lower()]))
    assert (moved.status_code, moved["Location"]) == (301, reverse(name, args=[row.code]))
    asked = [query["sql"] for query in captured if "interventions_intervention" in query["sql"]]
    assert asked
    assert not [sql for sql in asked if "LIKE" in sql or "UPPER" in sql]


@pytest.mark.parametrize("name", ["country", "entity"])
def test_several_codes_in_other_letters_take_no_more_queries_than_one(client, cycle, name):
    for code, title in (("PE", "Perú"), ("CO", "Colombia"), ("VE", "Venezuela")):
        Country.objects.get_or_create(code=code, defaults={"name_es": title, "name_en": title})
        EntityFactory(acronym=code)

    def queries(*codes):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"{BASE}interventions/", {name: codes})
        assert answer.status_code == 200, answer.json()
        return len(captured)

    one = queries("pe")
    assert queries("pe", "Co", "ve") == one
    assert client.get(f"{BASE}interventions/", {name: ["pe", "zz"]}).status_code == 400
