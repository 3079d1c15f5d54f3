"""Crosstabs and coverage in the API."""

from interventions.choices import State
from tests.factories import (
    CycleFactory,
    InterventionFactory,
    ProvisionFactory,
)

BASE = "/api/v1/"


def test_pivot_totals_count_distinct_interventions(client, entity, other_entity):
    InterventionFactory(state=State.VALIDATED, lead=entity, partners=[other_entity])
    table = client.get(
        f"{BASE}interventions/pivot/?rows=objective&columns=entity&cycle=2026"
    ).json()
    assert table["cells"] == [[1, 1]]
    assert (table["row_totals"], table["column_totals"], table["total"]) == ([1], [1, 1], 1)


def test_pivot_shows_what_is_in_zero_unless_asked_not_to(client, entity):
    ProvisionFactory(code="20")
    InterventionFactory(state=State.VALIDATED, lead=entity)
    address = f"{BASE}interventions/pivot/?rows=objective&columns=objective&cycle=2026"
    table = client.get(address).json()
    assert [label["code"] for label in table["row_labels"]] == ["1", "20"]
    assert table["cells"] == [[1, 0], [0, 0]]
    assert client.get(f"{address}&empty=true").json() == table
    assert client.get(f"{address}&empty=false").json()["cells"] == [[1]]
    assert client.get(f"{address}&objective=1").json()["cells"] == [[1]]
    assert client.get(f"{address}&empty=quiza").status_code == 400
    lines = client.get(f"{address}&format=csv").getvalue().decode().splitlines()
    assert lines[1:] == ["1,Disposición 1,1,0,1", "20,Disposición 20,0,0,0", "total,Total,1,0,1"]


def test_also_asks_for_both_where_a_filter_twice_asks_for_either(client, entity):
    both = InterventionFactory(
        state=State.VALIDATED, lead=entity, provision=ProvisionFactory(code="1")
    )
    both.contributions.create(provision=ProvisionFactory(code="8"))
    InterventionFactory(state=State.VALIDATED, lead=entity)
    address = f"{BASE}interventions/?objective=1"
    assert client.get(f"{address}&objective=8").json()["count"] == 2
    assert client.get(f"{address}&also=objective:8").json()["count"] == 1
    assert client.get(f"{address}&also=objective:8&also=executor:MIMP").json()["count"] == 1
    for wrong in ("8", "objective:", "objective:99", "nada:1", "q:x", "also:x"):
        answer = client.get(f"{address}&also={wrong}")
        assert answer.status_code == 400, wrong
        assert "also" in answer.json()


def test_conditions_of_also_are_ten_at_most(client, entity):
    InterventionFactory(state=State.VALIDATED, lead=entity)
    one = "also=objective:1"
    many = f"also={','.join(['objective:1'] * 9)}"
    address = f"{BASE}interventions/?"
    assert client.get(f"{address}{one}&{many}").json()["count"] == 1
    for query in (f"{one}&{one}&{many}", "&".join([one] * 11)):
        answer = client.get(address + query)
        assert answer.status_code == 400
        assert answer.json() == {"also": ["Son 11 condiciones: se aceptan 10 como máximo."]}
    assert client.get(f"{address}{one}&also=").json()["count"] == 1


def test_year_is_that_of_the_beginning(client, entity):
    InterventionFactory(
        state=State.VALIDATED, lead=entity, start_date="2021-03-01", date_precision="month"
    )
    InterventionFactory(state=State.VALIDATED, lead=entity)
    address = f"{BASE}interventions/?year=2021"
    assert client.get(address).json()["count"] == 1
    assert client.get(f"{address}&year=2020").json()["count"] == 1
    assert client.get(f"{BASE}interventions/?year=2020").json()["count"] == 0
    assert client.get(f"{BASE}interventions/?year=21").status_code == 400


def test_coverage_gives_reasons(client, cycle):
    ProvisionFactory(code="8")
    InterventionFactory(state=State.VALIDATED)
    rows = client.get(f"{BASE}coverage/?cycle={cycle.code}").json()["results"]
    reasons = {row["code"]: [gap["code"] for gap in row["gaps"]] for row in rows}
    assert reasons == {"1": ["single_entity", "no_results"], "8": ["no_intervention"]}


def test_pivot_asks_for_a_cycle(client, entity, monkeypatch):
    InterventionFactory(state=State.VALIDATED, lead=entity)
    before = CycleFactory(code="2022", state="closed")
    InterventionFactory(state=State.VALIDATED, lead=entity, cycle=before)
    address = f"{BASE}interventions/pivot/?rows=objective&columns=entity"
    for query in ("", "&cycle=", "&cycle=nada", "&cycle=2022&cycle=all"):
        answer = client.get(address + query)
        assert answer.status_code == 400, query
        assert "cycle" in answer.json()
    assert client.get(f"{address}&cycle=2022").json()["total"] == 1
    assert client.get(f"{address}&cycle=2022&cycle=2026").json()["total"] == 2
    assert client.get(f"{address}&cycle=all").json()["total"] == 2
    monkeypatch.setattr("analysis.crosstabs.MOST_ACROSS_CYCLES", 1)
    for query in ("&cycle=all", "&cycle=2022&cycle=2026"):
        answer = client.get(address + query)
        assert answer.status_code == 400
        assert "un solo ciclo" in answer.json()["cycle"][0]
    assert client.get(f"{address}&cycle=2022").status_code == 200
