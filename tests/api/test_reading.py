"""The API: who reads what, strict parameters, constant queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alignment.choices import ProvisionKind
from interventions.choices import State
from tests.factories import (
    AlignmentFactory,
    EntityResponseFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)

BASE = "/api/v1/"
LISTS = (
    "frameworks provisions gcm-objectives pnm-guidelines thematic-areas alignments entities "
    "cycles interventions indicators measurements"
).split()


@pytest.mark.parametrize("state", [state for state in State if state != State.VALIDATED])
@pytest.mark.parametrize("address", ["interventions/", "interventions/{code}/"])
def test_row_not_validated_does_not_exist_for_others(
    client, entity, other_focal_point, analyst, observer, no_role_staff, state, address
):
    code = InterventionFactory(lead=entity, state=state).code
    for person in (None, other_focal_point, analyst, observer, no_role_staff):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(BASE + address.format(code=code))
        assert code not in answer.content.decode().replace(f"interventions/{code}/", "")
        assert answer.status_code == (404 if "{" in address else 200)


def test_own_draft_is_read_by_the_entity(client, entity, focal_point):
    code = InterventionFactory(lead=entity).code
    client.force_login(focal_point)
    assert client.get(f"{BASE}interventions/{code}/").json()["state"] == "draft"


def test_focal_points_are_for_the_own_entity(
    client, focal_point, other_focal_point, secretariat, analyst
):
    assert client.get(f"{BASE}focal-points/").status_code in {401, 403}
    expected = {focal_point: 1, other_focal_point: 1, secretariat: 2, analyst: 0}
    for person, count in expected.items():
        client.force_login(person)
        assert client.get(f"{BASE}focal-points/").json()["count"] == count


@pytest.mark.parametrize(
    "query",
    [
        "objective=99",
        "entity=NADIE",
        "cycle=1999",
        "area=x",
        "guideline=9.9",
        "kind=cosa",
        "has_results=quizas",
        "execution=sola",
        "validated_since=ayer",
        "validated_since=9999-12-31T23:59:59-14:00",
        "validated_since=0001-01-01T00:00:00%2B14:00",
        "start_date_after=2020-13-01",
        "nada=1",
        "fields=clave",
        "ordering=clave",
        "q=%00",
        "q=" + "a" * 300,
        "region=99",
        "provision=pmm:99",
        "provision=7",
        "page_size=cien",
        "page_size=0",
        "page_size=501",
    ],
)
def test_unknown_values_are_refused_in_spanish(client, db, query):
    answer = client.get(f"{BASE}interventions/?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.json()


@pytest.mark.parametrize(
    "address", ["gcm-objectives/99/", "pnm-guidelines/x/", "entities/NADIE/", "cycles/1999/",
                "cycles/1999/country-report/", "interventions/PE-NADIE/", "frameworks/nada/"],
)  # fmt: skip
def test_unknown_codes_are_not_found(client, db, address):
    answer = client.get(BASE + address)
    assert (answer.status_code, answer.json()) == (404, {"detail": "No encontrado."})


def test_filters_find_by_objective_area_entity_and_execution(client, entity, other_entity):
    areas = [ProvisionFactory(kind=ProvisionKind.AREA, code=code) for code in "12"]
    cooperation = ProvisionFactory(code="23", groups=areas)
    alone = InterventionFactory(state=State.VALIDATED, lead=entity)
    joint = InterventionFactory(
        state=State.VALIDATED,
        lead=other_entity,
        partners=[entity],
        provision=cooperation,
        provision__group=areas[1],
        title="Atención a niñas y niños",
    )
    for query, expected in {
        "objective=1": [alone],
        "objective=1&objective=23": [alone, joint],
        "provision=pmm:23": [joint],
        "provision=pmm:1&provision=pmm:23": [alone, joint],
        "area=2": [joint],
        "area=1": [],
        f"entity={entity}": [alone, joint],
        f"entity={entity}&role=lead": [alone],
        "role=lead": [alone, joint],
        f"entity={entity}&role=co_executor": [joint],
        "entity_kind=ministry&role=donor": [],
        "execution=joint": [joint],
        "execution=single": [alone],
        "q=ninas atencion": [joint],
        "has_results=true": [],
    }.items():
        found = client.get(f"{BASE}interventions/?{query}").json()["results"]
        assert {row["code"] for row in found} == {row.code for row in expected}, query


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_rows(client, cycle, name):
    def grow():
        ResultFactory(intervention=InterventionFactory(state=State.VALIDATED))
        AlignmentFactory(
            source=ProvisionFactory(framework=FrameworkFactory(code="pnm"), kind="guideline")
        )
        EntityResponseFactory(cycle=cycle)

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{BASE}{name}/").status_code == 200
        return len(captured)

    grow()
    one = count()
    grow()
    grow()
    assert count() == one


def test_unchanged_answer_is_not_sent_twice(client, db):
    first = client.get(f"{BASE}frameworks/")
    again = client.get(f"{BASE}frameworks/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "Cookie" in first["Vary"]


def test_schema_and_its_page_answer(client, db):
    assert client.get(f"{BASE}schema/").status_code == 200
    assert b"http" not in client.get(f"{BASE}docs/").content.split(b"<body>")[0]


def test_report_is_the_published_one(client, published):
    address = f"{BASE}cycles/{published.cycle.code}/country-report/"
    answer = client.get(address).json()
    assert {"title", "cycle", "language", "compiled_at", "checksum", "blocks"} == set(answer)
    assert answer["checksum"] == published.checksum
    assert client.get(f"{address}?format=pdfx").status_code == 400


def test_provision_is_that_of_the_policy_that_came_last_as_far_as_known(client, db):
    for code, since in (("a", date(2010, 1, 1)), ("b", date(2018, 1, 1)), ("c", None)):
        framework = FrameworkFactory(code=code, valid_from=since)
        ProvisionFactory(framework=framework, kind=ProvisionKind.GUIDELINE, code="1.1")
    assert client.get(f"{BASE}pnm-guidelines/1.1/").json()["framework"] == "b"
