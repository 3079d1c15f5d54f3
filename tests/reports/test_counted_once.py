"""What a row of the ministry's matrix reports of several actions counts once, wherever it is read.

The count by hand reads the fixtures themselves, a row of a table at a time.
"""

import csv
import json
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest

from cycles.models import ReportingCycle
from interventions.choices import ChallengeCategory
from interventions.loading.cycle import item_key, replaced_items, tables_of
from reports.content import Chart
from tests.reports.open_data import lines_of, opened, packed_now
from tests.reports.test_drafting import block

API = "/api/v1/interventions/"


def by_hand():
    """Of each row that has interventions of its own, its results and difficulties, once."""
    tables = list(tables_of("2022"))
    replaced = replaced_items(tables)
    results, challenges = [], []
    for table in tables:
        for row in table["rows"]:
            items = row["interventions"]
            own = [item for item in items if item_key(table, row, item) not in replaced]
            if own:
                results += row["results"]
            if own or not items:
                objective = (table["framework"], row["provision"])
                challenges += [(one["category"], objective) for one in row["challenges"]]
    return results, challenges


def sums(rows):
    """Unit -> sum of the figures."""
    found = Counter()
    for unit, value in rows:
        if value not in (None, ""):
            found[unit] += Decimal(str(value))
    return found


@pytest.fixture
def wanted(data_of_2022, db):
    return by_hand()


def test_the_count_by_hand_is_what_the_matrix_prints(wanted):
    results, challenges = wanted
    assert (len(results), len(challenges)) == (69, 36)
    told = sums((one["unit"], one.get("value")) for one in results)
    assert told["calidades migratorias humanitarias"] == 21522
    assert Counter(category for category, _where in challenges)["coordination"] == 5


def test_sums_by_unit_are_the_same_in_every_face(wanted, client):
    results, _challenges = wanted
    told = sums((one["unit"], one.get("value")) for one in results)
    records = [json.loads(line) for line in _export(client, "jsonl").splitlines()]
    once = {one["id"]: one for record in records for one in record["results"]}
    assert len(once) == len(results)
    assert sums((one["unit"], one["value"]) for one in once.values()) == told
    flat = {}
    for line in csv.DictReader(StringIO(_export(client, "csv"))):
        if ids := line["result_ids"].split("; ") if line["result_ids"] else []:
            values = _apart(line["result_values"], "; ", ids)
            units = _apart(line["result_units"], "\n", ids)
            flat |= dict(zip(ids, zip(units, values, strict=True), strict=True))
    assert sums(flat.values()) == told
    files = opened(packed_now())
    open_data = lines_of(files["results.csv"])
    assert len(open_data) == len(results)
    assert sums((one["unit"], one["value"]) for one in open_data) == told


def _apart(cell, mark, ids):
    """The values of a cell; one in which all are empty is empty."""
    return cell.split(mark) if cell else [""] * len(ids)


def _export(client, form):
    answer = client.get(f"{API}export/?format={form}&cycle=2022")
    return answer.getvalue().decode("utf-8-sig")


def test_difficulties_are_the_same_in_figure_table_coverage_and_open_data(wanted, client):
    _results, challenges = wanted
    cycle = ReportingCycle.objects.get(code="2022")
    labels = {str(one.label): one.value for one in ChallengeCategory}
    counted = Counter(category for category, _where in challenges)
    chart = block(cycle, "chart-challenges")
    assert isinstance(chart, Chart)
    figure = dict(zip(chart.categories, chart.series[0].values, strict=True))
    assert {labels[label]: count for label, count in figure.items()} == counted
    table = block(cycle, "challenges")
    assert Counter(labels[row.cells["category"]] for row in table.rows) == counted
    files = opened(packed_now())
    told = [*lines_of(files["challenges.csv"]), *lines_of(files["entity_challenges.csv"])]
    assert Counter(one["category"] for one in told) == counted
    where = Counter(place for _category, place in challenges)
    covered = client.get("/api/v1/coverage/?cycle=2022").json()["results"]
    by_coverage = {
        (row["framework"], row["code"]): row["challenges"] for row in covered if row["challenges"]
    }
    assert by_coverage == where
