"""The crosstab: each figure is what its list holds, totals count each intervention once."""

import re
from datetime import date
from html import unescape
from itertools import combinations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from analysis.crosstabs import DIMENSIONS, pivot
from interventions.choices import ParticipationRole, State
from interventions.models import Intervention
from portal.forms import CrosstabForm, InterventionSearch
from tests.factories import CycleFactory, EntityFactory, InterventionFactory, ProvisionFactory

PAGE = "/intervenciones/cruce/"


def links(page: str) -> list[tuple[str, int]]:
    """Address and figure of each cell."""
    found = re.findall(r'<a href="(/intervenciones/\?[^"]+)">(\d+)</a>', page)
    return [(unescape(address), int(figure)) for address, figure in found]


def listed(client, address: str) -> int:
    return client.get(address).context["paginator"].count


def test_every_cell_of_2022_leads_to_as_many_rows(client, data_of_2022, db):
    """For every pair of dimensions, by the sets of rows behind each label's filter."""
    public = Intervention.objects.validated()
    behind = {}
    labels = {name: set() for name in DIMENSIONS}
    for name, labels_of in DIMENSIONS.items():
        labels[name] |= {code for _key, code, _label in labels_of(public)}
    form = CrosstabForm(QueryDict("filas=objective&columnas=entity"))
    assert form.is_valid()
    for name, codes in labels.items():
        for code in codes:
            search = InterventionSearch(QueryDict(form.list_query(**{name: code})))
            assert search.is_valid(), (name, code, search.errors)
            behind[name, code] = set(search.narrow(public).values_list("pk", flat=True))
    cells = 0
    for rows, columns in combinations(DIMENSIONS, 2):
        table = pivot(public, rows, columns)
        for row, figures in zip(table["row_labels"], table["cells"], strict=True):
            for column, figure in zip(table["column_labels"], figures, strict=True):
                both = behind[rows, row["code"]] & behind[columns, column["code"]]
                assert figure == len(both), (rows, row, columns, column)
                cells += 1
    assert cells > 4000


@pytest.mark.parametrize(
    "query",
    [
        "filas=area&columnas=execution",
        "filas=objective&columnas=entity_kind&ciclo=2022&q=migrantes",
        "filas=entity_kind&columnas=axis&entidad=MRE",
        "filas=objective&columnas=area&objetivo=23",
    ],
)
def test_each_figure_of_the_page_is_the_number_of_rows_it_leads_to(client, data_of_2022, db, query):
    page = client.get(f"{PAGE}?{query}").content.decode()
    found = links(page)
    assert found
    for address, figure in found:
        assert listed(client, address) == figure, address


def test_figure_of_an_entity_counts_what_it_executes(client, entity):
    donor = EntityFactory(acronym="ACNUR", kind="un_agency")
    row = InterventionFactory(state=State.VALIDATED, lead=donor)
    row.participations.create(entity=entity, role=ParticipationRole.DONOR)
    page = client.get(f"{PAGE}?filas=entity&columnas=kind&entidad={entity}").content.decode()
    [(address, figure)] = links(page)
    assert "ejecutora=ACNUR" in address
    assert listed(client, address) == figure == 1


def test_totals_count_each_intervention_once(client, entity, other_entity):
    InterventionFactory(state=State.VALIDATED, lead=entity, partners=[other_entity])
    answer = client.get(f"{PAGE}?filas=objective&columnas=entity")
    table = answer.context["table"]
    assert [cell.figure for cell in table.lines[0].cells] == [1, 1]
    assert (table.lines[0].total, table.column_totals, table.total) == (1, [1, 1], 1)
    assert "no son la suma" in answer.content.decode()


def test_only_validated_rows_count(client, entity, focal_point):
    InterventionFactory(lead=entity)
    client.force_login(focal_point)
    assert "Ninguna intervención publicada" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "query",
    ["filas=area&columnas=area", "filas=nada", "columnas=%00", "objetivo=99", "q=" + "x" * 300],
)
def test_what_cannot_be_counted_is_explained(client, db, query):
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()


def test_queries_do_not_grow_with_rows(client, entity):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    InterventionFactory(state=State.VALIDATED, lead=entity)
    one = count()
    for code in ("2", "3"):
        InterventionFactory(state=State.VALIDATED, provision=ProvisionFactory(code=code))
    assert count() == one


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "csv&dialect=excel-es"])
def test_download_of_the_crosstab(client, entity, kind):
    InterventionFactory(state=State.VALIDATED, lead=entity)
    page = client.get(f"{PAGE}?filas=objective&columnas=entity&objetivo=1").content.decode()
    addresses = [unescape(found) for found in re.findall(r'href="([^"]+)" download', page)]
    [address] = [found for found in addresses if found.endswith(f"format={kind}")]
    answer = client.get(address)
    data = answer.getvalue()
    assert answer.status_code == 200
    if kind == "csv":
        assert data.decode().splitlines() == [
            "code,label,MIMP,total",
            "1,Disposición 1,1,1",
            "total,Total,1,1",
        ]


@pytest.fixture
def two_cycles(entity):
    """A validated row in the open cycle and one in the cycle before."""
    InterventionFactory(state=State.VALIDATED, lead=entity, title="De ahora")
    before = CycleFactory(
        code="2022", state="closed", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31)
    )
    return InterventionFactory(state=State.VALIDATED, lead=entity, cycle=before)


def total(answer):
    return answer.context["table"].total


def test_latest_cycle_with_data_is_counted_unless_another_is_chosen(client, two_cycles):
    for query in ("", "?ciclo=", "?ciclo=2022"):
        answer = client.get(PAGE + query)
        assert total(answer) == 1
        assert 'value="2022" selected' in answer.content.decode()
    assert total(client.get(f"{PAGE}?ciclo=2026")) == 1
    assert total(client.get(f"{PAGE}?filas=cycle&columnas=kind&ciclo=todos")) == 2


def test_all_cycles_are_said_to_the_api_too(client, two_cycles):
    page = client.get(f"{PAGE}?ciclo=todos").content.decode()
    [address, *_others] = [
        unescape(found) for found in re.findall(r'href="([^"]+)" download', page) if "csv" in found
    ]
    assert "cycle=all" in address
    assert client.get(address).getvalue().decode().splitlines()[-1].endswith(",2")
    for address, figure in links(page):
        assert listed(client, address) == figure == 2


def test_all_cycles_are_bounded(client, two_cycles, monkeypatch):
    monkeypatch.setattr("analysis.crosstabs.MOST_ACROSS_CYCLES", 1)
    answer = client.get(f"{PAGE}?ciclo=todos")
    assert answer.status_code == 400
    assert "elija un solo ciclo" in answer.content.decode()
    assert client.get(PAGE).status_code == 200
