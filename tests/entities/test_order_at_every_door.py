"""The entities stand in Spanish order wherever they are listed."""

import pytest
from django.urls import reverse

from exchange.lists import Lists
from interventions.choices import State
from reports.compile import compile_report
from tests.factories import CycleFactory, EntityFactory, InterventionFactory

ORDER = ["Ámbito", "AMSA", "Nube", "ñuñ", "OIM", "Parlamento Andino", "PRODUCE", "Zona"]


@pytest.fixture
def rows(db):
    cycle = CycleFactory(code="2026")
    for place in (3, 7, 0, 5, 1, 6, 2, 4):
        lead = EntityFactory(acronym=ORDER[place], name=f"{ORDER[place]} del Perú")
        InterventionFactory(lead=lead, cycle=cycle, state=State.VALIDATED)
    return cycle


def options(form, name: str) -> list[str]:
    return [str(value) for value, _label in form.fields[name].choices if value]


def test_api_orders_as_a_dictionary(client, rows):
    listed = reverse("entity-list")
    for query, order in (
        ({}, ORDER),
        ({"ordering": "acronym"}, ORDER),
        ({"ordering": "-name"}, ORDER[::-1]),
    ):
        told = client.get(listed, query).json()["results"]
        assert [row["acronym"] for row in told] == order, query
    table = client.get(
        reverse("intervention-pivot"), {"rows": "entity", "columns": "kind", "cycle": "2026"}
    ).json()
    assert [label["code"] for label in table["row_labels"]] == ORDER


def test_pages_order_as_a_dictionary(client, rows, secretariat):
    page = client.get(reverse("portal:interventions"))
    for name in ("entidad", "ejecutora"):
        assert options(page.context["search"], name) == ORDER
    page = client.get(reverse("portal:entities"))
    assert [line.entity.acronym for line in page.context["lines"]] == ORDER
    client.force_login(secretariat)
    page = client.get(reverse("workspace:interventions"))
    assert [str(row) for row in page.context["search"].fields["entidad"].queryset] == ORDER
    page = client.get(reverse("admin:entities_entity_changelist"))
    assert [row.acronym for row in page.context["cl"].result_list] == ORDER


def test_workbook_and_report_order_as_a_dictionary(rows):
    assert Lists(rows)["entities"].offered == ORDER
    report = compile_report(rows)
    [table] = [
        block
        for block in report.blocks
        if "acronym" in [column.key for column in getattr(block, "columns", ())]
    ]
    assert [row.cells["acronym"] for row in table.rows] == ORDER
