"""Of 2022 every face counts the same interventions: API, files, open data, pages and report.

The hand count is made here from the transcribed tables alone. `tests/reports/test_report_2022.py`
holds the report's rows against the tables; results and difficulties have tests of their own.
"""

import csv
import io
import re
from collections import Counter
from html import unescape

import pytest

from alignment.loading import read_fixture
from cycles.models import ReportingCycle
from reports.compile import compile_report
from reports.dataset.package import read_dump

pytestmark = pytest.mark.django_db

TABLES = (9, 10, 11, 12, 13, 15, 16, 17, 18, 31)
NOT_OBJECTIVES = (15, 16, 17, 18)


def by_hand():
    """Code -> (objective or nothing, entities) of each item that no other replaces."""
    tables = {number: read_fixture("2022", f"table-{number:02d}.json") for number in TABLES}
    items = [
        (number, row, item)
        for number, table in tables.items()
        for row in table["rows"]
        for item in row["interventions"]
    ]
    replaced = {key for _number, _row, item in items for key in item.get("replaces", [])}
    return {
        item["code"]: (
            None if number in NOT_OBJECTIVES else int(row["provision"]),
            tuple(row["entities"]),
        )
        for number, row, item in items
        if f"{number}/{row['row']}/{item['item']}" not in replaced
    }


HAND = by_hand()
BY_OBJECTIVE = Counter(objective for objective, _entities in HAND.values() if objective)
JOINT = Counter(
    objective for objective, entities in HAND.values() if objective and len(entities) > 1
)
BY_EXECUTION = Counter("joint" if len(entities) > 1 else "single" for _o, entities in HAND.values())
BY_ENTITY = Counter(name for _objective, entities in HAND.values() for name in entities)


@pytest.fixture(autouse=True)
def loaded(data_of_2022):
    """The data of 2022."""


def exported(client, query=""):
    answer = client.get(f"/api/v1/interventions/export/?format=csv&cycle=2022{query}")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body, newline="")))


def opened(table):
    (file,) = [one for one in read_dump().files if one.table.name == table]
    return list(csv.DictReader(io.StringIO(file.body.decode(), newline="")))


def counted(client, query):
    return client.get(f"/api/v1/interventions/?cycle=2022&page_size=1&{query}").json()["count"]


def test_hand_count_is_what_the_readme_tells():
    assert len(HAND) == 209
    assert (BY_OBJECTIVE[7], JOINT[7]) == (44, 6)
    assert BY_OBJECTIVE[20] == 0


def test_files_and_open_data_have_each_intervention_once(client):
    assert sorted(row["code"] for row in exported(client)) == sorted(HAND)
    assert sorted(row["code"] for row in opened("interventions")) == sorted(HAND)
    assert counted(client, "") == len(HAND)


def test_joint_and_single_are_the_same_everywhere(client):
    assert Counter(row["execution"] for row in exported(client)) == BY_EXECUTION
    assert {name: counted(client, f"execution={name}") for name in BY_EXECUTION} == BY_EXECUTION
    parts = Counter(row["intervention"] for row in opened("participations"))
    assert Counter("joint" if n > 1 else "single" for n in parts.values()) == BY_EXECUTION


def test_objectives_are_the_same_everywhere(client):
    api = {number: counted(client, f"objective={number}") for number in range(1, 24)}
    assert api == {number: BY_OBJECTIVE[number] for number in range(1, 24)}
    rows = [row for row in opened("contributions") if row["provision_kind"] == "objective"]
    assert Counter(int(row["provision"]) for row in rows) == BY_OBJECTIVE
    assert Counter(row["objectives"] for row in exported(client) if row["objectives"]) == {
        str(number): count for number, count in BY_OBJECTIVE.items()
    }
    home = unescape(client.get("/").content.decode())
    tile = r'"tile-code"><span[^>]*>Objetivo </span>(\d+)</span>.*?"tile-number">(\d+)'
    shown = {int(code): int(count) for code, count in re.findall(tile, home, re.DOTALL)}
    assert shown == {number: BY_OBJECTIVE[number] for number in range(1, 24)}


def test_entities_are_the_same_everywhere(client):
    assert Counter(row["entity"] for row in opened("participations")) == BY_ENTITY
    names = [name for row in exported(client) for name in row["entities"].split("; ")]
    assert Counter(names) == BY_ENTITY
    for name, count in BY_ENTITY.items():
        answer = client.get(
            "/api/v1/interventions/", {"cycle": "2022", "entity": name, "page_size": 1}
        )
        assert answer.json()["count"] == count, name


def test_report_counts_the_same():
    content = compile_report(ReportingCycle.objects.get(code="2022"))
    tables = {table.id: table for table in content.tables()}
    *rows, total = tables["execution"].rows
    assert (total.cells["objective"], total.cells["single"] + total.cells["joint"]) == (
        "",
        sum(objective is not None for objective, _entities in HAND.values()),
    )
    execution = {int(row.cells["objective"]): row.cells for row in rows}
    for number, cells in execution.items():
        assert cells["single"] + cells["joint"] == BY_OBJECTIVE[number]
        assert cells["joint"] == JOINT[number]
    (chart,) = [one for one in content.charts() if one.id == "chart-coverage"]
    assert chart.totals == [BY_OBJECTIVE[number] for number in range(1, 24)]
    entities = {row.cells["acronym"]: row.cells for row in tables["annex-entities"].rows}
    assert {
        name: cells["interventions"] for name, cells in entities.items() if cells["interventions"]
    } == BY_ENTITY
    assert len(tables["manifest"].rows) == len(HAND)


def test_detail_of_objective_7_is_counted_in_the_tables():
    """The note of the cycle says how many actions tables 31 and 10 have of objective 7."""
    (note,) = [
        row for row in read_fixture("2022", "notes.json")["notes"] if row["kind"] == "detail"
    ]
    counts = {
        number: sum(
            len(row["interventions"])
            for row in read_fixture("2022", f"table-{number}.json")["rows"]
            if row["provision"] == note["provision"]["code"]
        )
        for number in (10, 31)
    }
    assert f"en {counts[31]} acciones (tabla 31 de la fuente)" in note["text_es"]
    assert f"tiene {counts[10]}:" in note["text_es"]
    assert counts[31] == BY_OBJECTIVE[7]
