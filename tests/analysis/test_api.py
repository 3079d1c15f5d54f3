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
