"""`labels=`: beside each code what it means, in a language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.actions import open_for_loading
from entities.models import Country, Region, TargetGroup
from interventions.choices import State
from tests.factories import ChallengeFactory, EntityFactory, InterventionFactory

LIST = "/api/v1/interventions/"


def complete(cycle):
    """A validated row with a code in each list."""
    region, _new = Region.objects.get_or_create(code="15", defaults={"name": "Lima"})
    country, _new = Country.objects.get_or_create(
        code="BR", defaults={"name_es": "Brasil", "name_en": "Brazil"}
    )
    group, _new = TargetGroup.objects.get_or_create(
        code="women", defaults={"name_es": "Mujeres", "name_en": "Women"}
    )
    with open_for_loading(cycle):
        row = InterventionFactory(
            cycle=cycle, state=State.VALIDATED, kind="service", partners=[EntityFactory()]
        )
        ChallengeFactory(intervention=row, category="budget")
        row.regions.add(region)
        row.countries.add(country)
        row.target_groups.add(group)
    return row


EXPECTED = {
    "es": {
        "kind": {"service": "Servicio"},
        "state": {"validated": "Validada"},
        "entities.role": {"lead": "Entidad responsable", "co_executor": "Coejecutora"},
        "challenges.category": {"budget": "Presupuesto"},
        "regions": {"15": "Lima"},
        "countries": {"BR": "Brasil"},
        "target_groups": {"women": "Mujeres"},
    },
    "en": {
        "kind": {"service": "Service"},
        "state": {"validated": "Validated"},
        "entities.role": {"lead": "Responsible entity", "co_executor": "Co-executing"},
        "challenges.category": {"budget": "Budget"},
        "regions": {"15": "Lima"},
        "countries": {"BR": "Brazil"},
        "target_groups": {"women": "Women"},
    },
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_codes_keep_their_place_and_words_stand_beside(client, cycle, language):
    row = complete(cycle)
    (told,) = client.get(LIST, {"labels": language}).json()["results"]
    assert (told["kind"], told["regions"], told["countries"]) == ("service", ["15"], ["BR"])
    assert {place: told["labels"][place] for place in EXPECTED[language]} == EXPECTED[language]
    detail = client.get(f"{LIST}{row.code}/", {"labels": language}).json()
    assert detail["labels"] == told["labels"]


def test_every_code_of_a_list_has_its_words(client, cycle):
    complete(cycle)
    (told,) = client.get(LIST, {"labels": "es"}).json()["results"]
    assert set(told["labels"]) >= {"execution", "status", "scope", "provisions.kind"}
    assert all(words for codes in told["labels"].values() for words in codes.values())


def test_without_it_nothing_is_added(client, cycle):
    complete(cycle)
    (told,) = client.get(LIST).json()["results"]
    assert "labels" not in told


def test_only_of_the_fields_asked_for(client, cycle):
    complete(cycle)
    (told,) = client.get(LIST, {"labels": "es", "fields": "code,kind"}).json()["results"]
    assert told["labels"] == {"kind": {"service": "Servicio"}}


def test_unknown_language_is_refused_by_name(client, cycle):
    answer = client.get(LIST, {"labels": "qu"})
    assert answer.status_code == 400
    assert answer.json() == {"labels": ["Elija uno de: es, en."]}


def test_three_rows_ask_as_much_as_one(client, cycle):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            complete(cycle)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST, {"labels": "es"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
