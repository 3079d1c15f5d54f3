"""Crosstabs and coverage in the API."""

from interventions.choices import State
from tests.factories import (
    InterventionFactory,
    ProvisionFactory,
)

BASE = "/api/v1/"


def test_pivot_totals_count_distinct_interventions(client, entity, other_entity):
    InterventionFactory(state=State.VALIDATED, lead=entity, partners=[other_entity])
    table = client.get(f"{BASE}interventions/pivot/?rows=objective&columns=entity").json()
    assert table["cells"] == [[1, 1]]
    assert (table["row_totals"], table["column_totals"], table["total"]) == ([1], [1, 1], 1)


def test_coverage_gives_reasons(client, cycle):
    ProvisionFactory(code="8")
    InterventionFactory(state=State.VALIDATED)
    rows = client.get(f"{BASE}coverage/?cycle={cycle.code}").json()["results"]
    reasons = {row["code"]: [gap["code"] for gap in row["gaps"]] for row in rows}
    assert reasons == {"1": ["single_entity", "no_results"], "8": ["no_intervention"]}
