"""A budget, and who can solve a difficulty and how it stands, stand wherever the row does."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from interventions.choices import ChallengeStatus, State
from reports.compile import compile_report
from reports.dataset.reading import rows_of
from reports.dataset.tables import TABLES
from tests.factories import ChallengeFactory, InterventionFactory, ProvisionFactory

API = "/api/v1/interventions/"


@pytest.fixture
def row(cycle, entity):
    """A validated row with a budget and a difficulty that was eased."""
    row = InterventionFactory(
        state=State.VALIDATED,
        cycle=cycle,
        lead=entity,
        provision=ProvisionFactory(code="7"),
        budget_amount="250000.50",
        budget_currency="PEN",
        budget_source="Recursos ordinarios",
        challenges_reporting="reported",
    )
    ChallengeFactory(
        intervention=row,
        text="Falta personal",
        would_unblock="Una partida",
        who_can="MEF",
        status=ChallengeStatus.EASED,
    )
    return row


@pytest.fixture
def silent(cycle, entity):
    """A row that tells no budget, and a difficulty of which nobody says how it stands."""
    row = InterventionFactory(
        state=State.VALIDATED,
        cycle=cycle,
        lead=entity,
        provision=ProvisionFactory(code="8"),
        challenges_reporting="reported",
    )
    ChallengeFactory(intervention=row, text="Falta norma")
    return row


def test_public_page_shows_them(client, row):
    page = client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    for words in ("S/ 250,000.5 · Recursos ordinarios", "Puede resolverla:", "MEF", "Se redujo"):
        assert words in page


def test_public_page_says_nothing_that_nobody_said(client, silent):
    page = client.get(reverse("portal:intervention", args=[silent.code])).content.decode()
    for words in ("Presupuesto</dt>", "Puede resolverla", "Persiste"):
        assert words not in page


def test_review_shows_them(client, row, secretariat):
    client.force_login(secretariat)
    page = client.get(reverse("workspace:review", args=[row.pk])).content.decode()
    for words in ("250,000.5", "Recursos ordinarios", "MEF", "Se redujo"):
        assert words in page


def test_api_tells_them(client, row, silent):
    told = client.get(f"{API}{row.code}/").json()
    source = "Recursos ordinarios"
    assert told["budget"] == {"amount": "250000.5", "currency": "PEN", "source": source}
    [challenge] = told["challenges"]
    assert challenge["would_unblock"] == "Una partida"
    assert (challenge["who_can"], challenge["status"]) == ("MEF", "eased")
    assert client.get(f"{API}{silent.code}/").json()["budget"] is None


def test_files_tell_them(client, row, silent):
    data = client.get(f"{API}export/?format=csv").getvalue().decode()
    told = {line["code"]: line for line in csv.DictReader(StringIO(data, newline=""))}
    full, empty = told[row.code], told[silent.code]
    budget = [f"budget_{part}" for part in ("amount", "currency", "source")]
    assert [full[name] for name in budget] == ["250000.5", "PEN", "Recursos ordinarios"]
    assert [empty[name] for name in budget] == ["", "", ""]
    assert full["challenge_who_can"] == "MEF"
    assert full["challenge_would_unblock"] == "Una partida"
    assert (full["challenge_statuses"], empty["challenge_statuses"]) == ("eased", "open")


def test_open_data_tell_them(row):
    tables = {table.name: table for table in TABLES}

    def told(name):
        names = [column.name for column in tables[name].columns]
        [values] = rows_of(tables[name])
        return dict(zip(names, values, strict=True))

    assert str(told("interventions")["budget_amount"]) == "250000.50"
    assert told("interventions")["budget_source"] == "Recursos ordinarios"
    assert (told("challenges")["who_can"], told("challenges")["status"]) == ("MEF", "eased")


def test_report_tells_them_where_there_is_something_to_tell(cycle, row, silent):
    blocks = {block.id: block for block in compile_report(cycle).blocks}
    with_budget, without = blocks["annex-objective-7"], blocks["annex-objective-8"]
    assert with_budget.rows[0].cells["budget"] == "S/ 250,000.5 · Recursos ordinarios"
    assert "budget" not in [column.key for column in without.columns]
    assert set(without.rows[0].cells) == {column.key for column in without.columns}
    told = {line.cells["challenge"]: line.cells for line in blocks["challenges"].rows}
    assert told["Falta personal"]["who_can"] == "MEF"
    assert told["Falta personal"]["status"] == "Se redujo"
    assert told["Falta norma"]["status"] == ""
