"""A department, country or group that ended: offered no more, and kept where it stands."""

import pytest
from django.urls import reverse

from entities.models import Country, Region, TargetGroup
from tests.factories import InterventionFactory
from workspace.forms.who import WhereForm

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
def test_back_office_proposes_what_is_in_force(client, cycle, entity, focal_point, name):
    now, _ended = MAKE[name]("A1"), MAKE[name]("A2", **ENDED)
    client.force_login(focal_point)
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
