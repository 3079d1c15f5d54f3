"""The interventions of the own entities."""

import json
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.choices import State
from tests.factories import CycleFactory, InterventionFactory, saved_by

LIST = reverse("workspace:interventions")


def titles(client, **asked):
    return [row.title for row, _person, _own in client.get(LIST, asked).context["rows"]]


@pytest.fixture
def rows(cycle, entity, other_entity):
    past = CycleFactory(code="2022", state="closed")
    return [
        InterventionFactory(lead=entity, cycle=cycle, title="Propia"),
        InterventionFactory(lead=other_entity, partners=[entity], cycle=cycle, title="Conjunta"),
        InterventionFactory(lead=entity, cycle=past, title="Pasada", state=State.VALIDATED),
        InterventionFactory(lead=other_entity, cycle=cycle, title="Ajena"),
        InterventionFactory(
            lead=other_entity, cycle=cycle, title="Ajena y pública", state=State.VALIDATED
        ),
    ]


def test_list_holds_what_the_entity_takes_part_in_and_nothing_else(client, rows, focal_point):
    client.force_login(focal_point)
    assert set(titles(client)) == {"Propia", "Conjunta", "Pasada"}


def test_secretariat_lists_all(client, rows, secretariat):
    client.force_login(secretariat)
    assert len(titles(client)) == 5
    assert set(titles(client, entidad="MIMP")) == {"Propia", "Conjunta", "Pasada"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"ciclo": "2022"}, {"Pasada"}),
        ({"estado": "draft"}, {"Propia", "Conjunta"}),
        ({"q": "conjuntas"}, {"Conjunta"}),
        ({"entidad": "MIMP", "estado": "validated"}, {"Pasada"}),
    ],
)
def test_filters(client, rows, focal_point, asked, expected):
    client.force_login(focal_point)
    assert set(titles(client, **asked)) == expected


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "ajena conjunta"},
        {"q": "público"},
        {"ciclo": "2022"},
        {"estado": "draft"},
        {"entidad": "MIMP", "estado": "validated"},
    ],
)
@pytest.mark.parametrize("who", ["focal_point", "secretariat"])
def test_what_is_taken_away_is_what_is_listed(client, request, rows, who, asked):
    client.force_login(request.getfixturevalue(who))
    page = client.get(LIST, asked)
    listed = {row.code for row, _person, _own in page.context["rows"]}
    told = client.get(page.context["take_away"].api_address).json()["results"]
    assert {row["code"] for row in told} == listed
    [address] = [address for name, address in page.context["take_away"].files() if name == "JSON"]
    if listed:
        assert f'href="{escape(address)}"' in page.content.decode()
    assert {row["code"] for row in json.loads(client.get(address).getvalue())} == listed


@pytest.mark.parametrize(
    "asked",
    [
        {"entidad": "MINSA"},
        {"estado": "volar"},
        {"ciclo": "1999"},
        {"q": "x" * 10_000},
        {"q": "\x00"},
    ],
)
def test_bad_filter_is_named_and_shows_nothing(client, rows, focal_point, asked):
    client.force_login(focal_point)
    answer = client.get(LIST, asked)
    assert answer.status_code == 200
    assert set(answer.context["search"].errors) == set(asked)
    assert answer.context["rows"] == []
    page = answer.content.decode()
    assert "Un filtro no se entiende" in page
    assert "0 intervenciones" not in page  # nobody counted
    assert "Ninguna intervención" not in page


@pytest.mark.parametrize("page", ["0", "x", "9" * 30, "\x00"])
def test_strange_page_is_a_page(client, rows, focal_point, page):
    client.force_login(focal_point)
    assert len(titles(client, page=page)) == 3


def test_says_who_saved_last(client, cycle, entity, focal_point):
    client.force_login(focal_point)
    row = InterventionFactory(lead=entity, cycle=cycle)
    saved_by(focal_point, row, expected=1)
    row._history_user = focal_point
    row.save()
    assert [person for _row, person, _own in client.get(LIST).context["rows"]] == [focal_point]


def test_list_runs_the_same_queries_for_one_row_and_for_three(
    client, cycle, entity, other_entity, focal_point
):
    client.force_login(focal_point)

    def more():
        InterventionFactory(lead=entity, cycle=cycle, partners=[other_entity])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    more()
    one = queries()
    more()
    more()
    assert queries() == one
