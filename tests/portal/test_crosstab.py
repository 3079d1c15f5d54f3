"""The crosstab: each figure is what its list holds, totals count each intervention once."""

import re
from datetime import date
from html import unescape
from itertools import combinations_with_replacement

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from alignment.choices import FrameworkKind
from alignment.models.keys import spanish_key
from analysis.crosstabs import DIMENSIONS, pivot
from cycles.models import ReportingCycle
from interventions.choices import CallCriterion, ParticipationRole, Scope, State
from interventions.models import Intervention
from portal.forms import CrosstabForm, InterventionSearch
from tests.factories import (
    CycleFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)

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
    form = CrosstabForm(QueryDict("filas=objective&columnas=entity&ciclo=todos"))
    assert form.is_valid()
    for name, codes in labels.items():
        for code in codes:
            search = InterventionSearch(QueryDict(form.list_query((name, code))))
            assert search.is_valid(), (name, code, search.errors)
            behind[name, code] = set(search.narrow(public).values_list("pk", flat=True))
    cells = 0
    for rows, columns in combinations_with_replacement(DIMENSIONS, 2):
        table = pivot(public, rows, columns)
        for row, figures in zip(table["row_labels"], table["cells"], strict=True):
            for column, figure in zip(table["column_labels"], figures, strict=True):
                nothing: set[int] = set()
                both = behind.get((rows, row["code"]), nothing) & behind.get(
                    (columns, column["code"]), nothing
                )
                assert figure == len(both), (rows, row, columns, column)
                cells += 1
    assert cells > 4000


@pytest.mark.parametrize(
    "query",
    [
        "filas=objective&columnas=objective",
        "filas=guideline&columnas=guideline&entidad=MRE",
        "filas=entity&columnas=entity&ademas=objective:23",
        "filas=year&columnas=scope",
        "filas=target_group&columnas=criterion",
        "filas=country&columnas=country",
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
    [
        "filas=nada",
        "ademas=objective",
        "ademas=objective:99",
        "ademas=q:x",
        "anio=20",
        "columnas=%00",
        "objetivo=99",
        "q=" + "x" * 300,
    ],
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


def codes(table, side):
    return [label["code"] for label in table[f"{side}_labels"]]


@pytest.fixture
def of_2022(data_of_2022, db):
    """How `pivot` counts the cycle 2022."""
    cycles = list(ReportingCycle.objects.filter(code="2022").prefetch_related("frameworks"))
    rows = Intervention.objects.validated().filter(cycle__in=cycles)
    return lambda *names, **options: pivot(rows, *names, cycles=cycles, **options)


def test_commitments_without_anything_are_shown_in_zero(of_2022):
    table = of_2022("objective", "entity_kind")
    assert codes(table, "row") == [str(number) for number in range(1, 24)]
    twentieth = codes(table, "row").index("20")
    assert set(table["cells"][twentieth]) == {0}
    assert table["row_totals"][twentieth] == 0
    guidelines = of_2022("guideline", "execution")
    totals = dict(zip(codes(guidelines, "row"), guidelines["row_totals"], strict=True))
    assert [code for code, total in totals.items() if not total] == ["2.8", "4.2"]
    assert len(totals) == 20


def test_what_is_in_zero_may_be_left_out(of_2022):
    table = of_2022("objective", "objective", with_empty=False)
    assert "20" not in codes(table, "row")
    assert codes(table, "row") == codes(table, "column")
    assert all(table["row_totals"])


def test_dimension_may_be_crossed_with_itself(of_2022):
    table = of_2022("objective", "objective")
    cells = table["cells"]
    size = range(len(cells))
    assert [cells[at][at] for at in size] == table["row_totals"]
    assert all(cells[one][other] == cells[other][one] for one in size for other in size)


def test_labels_stand_in_the_order_of_what_they_mean(of_2022):
    assert codes(of_2022("area", "execution"), "column") == ["single", "joint"]
    assert codes(of_2022("area", "scope"), "column") == [choice.value for choice in Scope]
    criteria = [choice.value for choice in CallCriterion]
    assert codes(of_2022("area", "criterion"), "column") == criteria
    years = codes(of_2022("area", "year"), "column")
    assert years == sorted(years, key=int)
    assert len(years) > 3
    groups = of_2022("area", "target_group")["column_labels"]
    names = [label["label"] for label in groups]
    assert names == sorted(names, key=spanish_key)
    assert codes(of_2022("area", "region"), "column") == [f"{number:02}" for number in range(1, 26)]
    entities = codes(of_2022("area", "entity"), "column")
    assert entities == sorted(entities, key=spanish_key)


def test_guidelines_of_an_instrument_that_the_cycle_does_not_report_on_are_not_missing(of_2022):
    later = FrameworkFactory(code="pnm-2030", kind=FrameworkKind.NATIONAL_POLICY)
    ProvisionFactory(framework=later, kind="guideline", code="9.9")
    assert "9.9" not in codes(of_2022("guideline", "kind"), "row")


@pytest.mark.parametrize(
    "query",
    [
        "filas=objective&columnas=objective",
        "filas=guideline&columnas=scope&ceros=no",
        "filas=objective&columnas=area&objetivo=23",
        "filas=entity&columnas=year&q=albergues",
        "filas=target_group&columnas=criterion&ademas=objective:7",
    ],
)
def test_page_and_api_say_the_same(client, data_of_2022, db, query):
    answer = client.get(f"{PAGE}?{query}")
    [address] = [
        unescape(found)
        for found in re.findall(r'href="([^"]+)" download', answer.content.decode())
        if found.endswith("format=json")
    ]
    told = client.get(address.replace("&format=json", "")).json()
    shown = answer.context["table"]
    assert [[cell.figure for cell in line.cells] for line in shown.lines] == told["cells"]
    assert [line.total for line in shown.lines] == told["row_totals"]
    assert (shown.column_totals, shown.total) == (told["column_totals"], told["total"])


def test_list_says_what_else_a_figure_asked(client, data_of_2022, db):
    page = client.get("/intervenciones/?objetivo=7&ademas=objective:8").content.decode()
    assert "Objetivo del Pacto: 8" in page
    assert 'name="ademas" value="objective:8"' in page
