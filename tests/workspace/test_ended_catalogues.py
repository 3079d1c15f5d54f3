"""A department, country or group that ended: offered no more, and kept where it stands."""

import pytest
from django.urls import reverse

from entities.models import Country, Region, TargetGroup
from exchange.lists import Lists
from tests.exchange.books import downloaded
from tests.exchange.conftest import catalogues
from tests.factories import InterventionFactory
from workspace.forms.who import WhereForm

__all__ = ["catalogues"]

ENDED = {"valid_to": "2020-12-31"}
MAKE = {
    "regions": lambda code, **dates: Region.objects.create(code=code, name=code, **dates),
    "countries": lambda code, **dates: Country.objects.create(code=code, name_es=code, **dates),
    "target_groups": lambda code, **dates: TargetGroup.objects.create(
        code=code, name_es=code, **dates
    ),
}


@pytest.mark.parametrize("name", MAKE)
def test_form_offers_what_is_in_force_and_what_the_row_has(cycle, entity, name):
    now, ended, had = MAKE[name]("A1"), MAKE[name]("B2", **ENDED), MAKE[name]("C3", **ENDED)
    row = InterventionFactory(lead=entity)
    getattr(row, name).add(had)
    offered = set(WhereForm(instance=row).fields[name].queryset)
    assert offered == {now, had}
    assert ended not in offered


@pytest.mark.parametrize("name", MAKE)
def test_back_office_proposes_what_is_in_force(client, cycle, entity, secretariat, name):
    now, _ended = MAKE[name]("A1"), MAKE[name]("A2", **ENDED)
    client.force_login(secretariat)
    answer = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "interventions",
            "model_name": "intervention",
            "field_name": name,
            "term": "A",
        },
    )
    assert [int(found["id"]) for found in answer.json()["results"]] == [now.pk]


def test_workbook_and_sheet_offer_what_is_in_force(catalogues, cycle, entity):
    for name, make in MAKE.items():
        ended = make("ZZ", **ENDED)
        row = InterventionFactory(lead=entity, cycle=cycle)
        getattr(row, name).add(ended)
    lists = Lists(cycle)
    book = downloaded(entity, cycle)
    cells = {cell.value for line in book["Listas"].iter_rows() for cell in line}
    for name in MAKE:
        assert lists[name].labels["ZZ"] == "ZZ"
        assert "ZZ" not in lists[name].offered
    assert "ZZ" not in cells
    assert "Tacna" in cells


def test_ended_one_is_told_apart_from_the_one_that_has_its_name_now(cycle):
    Country.objects.create(code="A1", name_es="Mismo", **ENDED)
    Country.objects.create(code="B2", name_es="Mismo")
    closed = Lists(cycle)["countries"]
    assert (closed.find("Mismo"), closed.find("Mismo (A1)")) == ("B2", "A1")
    assert closed.offered == ["Mismo"]
    assert closed.near("Mism") == ["Mismo"]
