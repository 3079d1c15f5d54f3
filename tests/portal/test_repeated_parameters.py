"""What an address asks several times: the list, the crosstab and the API understand the same."""

import json
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import reverse

from alignment.models import Provision
from interventions.choices import State
from interventions.filters import InterventionFilter
from interventions.models import SavedFilter
from tests.factories import SOME_DAY, InterventionFactory

LIST = "/intervenciones/"
CROSSTAB = "/intervenciones/cruce/"

REPEATED = [
    "filas=objective&columnas=entity&ciclo=2022&objective=7&objective=8",
    "filas=objective&columnas=execution&ciclo=2022&objetivo=7&objetivo=8",
    "filas=objective&columnas=objective&ciclo=todos&objective=7&objective=23",
    "filas=entity&columnas=entity&ciclo=2022&executor=MIMP&ejecutora=MRE&ejecutora=MIMP",
    "filas=area&columnas=kind&cycle=2022&cycle=2026",
    "filas=cycle&columnas=kind&ciclo=2022&ciclo=2026",
    "filas=objective&columnas=kind&cycle=all",
    "filas=objective&columnas=kind&ciclo=2022&also=executor:MRE&also=objective:23",
    "filas=objective&columnas=objective&ciclo=2022&ademas=executor:MRE&also=objective:23",
    "filas=kind&columnas=year&ciclo=2022&year=2019&year=2021&ceros=no",
    "filas=objective&columnas=entity_kind&ciclo=2022&kind=programme&kind=strategy",
]


@pytest.fixture
def two_cycles(data_of_2022, entity, cycle):
    """The interventions of 2022, and one of another cycle."""
    return InterventionFactory(state=State.VALIDATED, lead=entity, cycle=cycle)


def downloads(page: str, kind: str) -> str:
    found = (unescape(one) for one in re.findall(r'href="([^"]+)" download', page))
    return next(one for one in found if one.endswith(f"format={kind}"))


@pytest.mark.parametrize("query", REPEATED)
def test_page_its_lists_and_the_api_count_the_same(client, two_cycles, query):
    answer = client.get(f"{CROSSTAB}?{query}")
    assert answer.status_code == 200
    page = answer.content.decode()
    shown = answer.context["table"]
    told = client.get(downloads(page, "json").removesuffix("&format=json")).json()
    assert [[cell.figure for cell in line.cells] for line in shown.lines] == told["cells"]
    assert [line.total for line in shown.lines] == told["row_totals"]
    assert (shown.column_totals, shown.total) == (told["column_totals"], told["total"])
    assert shown.total > 0
    found = re.findall(r'<a href="(/intervenciones/\?[^"]+)">(\d+)</a>', page)
    assert found
    for address, figure in found[:: len(found) // 12 + 1]:
        assert client.get(unescape(address)).context["paginator"].count == int(figure), address


def test_crosstab_of_the_list_asks_the_same(client, two_cycles):
    for query in ("cycle=2022&cycle=2026", "objective=7&objective=8&cycle=2022", "ciclo=2026"):
        listed = client.get(f"{LIST}?{query}")
        address = re.search(r'href="(/intervenciones/cruce/\?[^"]+)"', listed.content.decode())[1]
        crosstab = client.get(unescape(address))
        assert crosstab.context["listed"] == listed.context["paginator"].count, query


@pytest.mark.parametrize("page", [LIST, CROSSTAB])
def test_what_else_is_asked_is_told_and_sent_along(client, two_cycles, page):
    html = client.get(f"{page}?ciclo=2022&objective=7&objective=8&role=lead").content.decode()
    assert "<b>Objetivo del Pacto</b>: 7, 8" in html
    assert "<b>Función de la entidad</b>: Entidad responsable" in html
    for name, value in (("objective", "7"), ("objective", "8"), ("role", "lead")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


@pytest.mark.parametrize("page", [LIST, CROSSTAB])
def test_what_is_chosen_in_the_form_counts_and_nothing_else_is_told(client, two_cycles, page):
    html = client.get(f"{page}?ciclo=2022&objetivo=23&objective=7&objective=8").content.decode()
    assert "También se filtra por" not in html
    assert 'name="objective" value="7"' not in html


@pytest.mark.parametrize("page", [LIST, CROSSTAB])
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("objective=7&objective=99", "Objetivo del Pacto"),
        ("q=niñez&q=salud", "Palabras"),
        ("execution=single&execution=joint", "Ejecución"),
        ("state=nada", "Estado en el registro"),
        ("also=objective:99&also=area:1", "Y además"),
    ],
)
def test_what_is_wrong_with_the_rest_is_said_by_its_name(client, two_cycles, page, query, name):
    answer = client.get(f"{page}?{query}")
    errors = re.findall(r'<p class="error" role="alert">([^<]*)</p>', answer.content.decode())
    assert [error.partition(":")[0] for error in errors] == [name]
    if page == LIST:
        assert answer.context["paginator"].count == 0
    else:
        assert answer.status_code == 400
        assert "table" not in answer.context


@pytest.mark.parametrize("page", [LIST, CROSSTAB])
def test_filters_are_read_once_a_request(client, two_cycles, page, monkeypatch):
    built = []
    begin = InterventionFilter.__init__

    def counted(self, *args, **kwargs):
        built.append(type(self))
        begin(self, *args, **kwargs)

    monkeypatch.setattr(InterventionFilter, "__init__", counted)
    client.get(f"{page}?ciclo=2022&objective=7&objective=8")
    assert len(built) == 1
    built.clear()
    client.get("/api/v1/interventions/pivot/?rows=kind&columns=scope&cycle=2022")
    assert len(built) == 1


@pytest.mark.parametrize(
    "query",
    [
        "objective=7&objective=8",
        "cycle=2022&cycle=2026&kind=programme",
        "executor=mre&state=validated",
        "entity=MRE&role=co_executor&role=lead",
        "also=objective:8&also=area:1&objective=7",
        "also=objective:8&objective=7",
        "has_results=True&year=2021&year=2022",
        "execution=joint&q=migrantes",
        "provision=pmm:7&provision=pmm:8&axis=1",
        "state=validated&state=draft&scope=national",
        "challenge_category=budget&start_date_after=2019-01-01",
    ],
)
def test_link_of_a_kept_filter_lists_what_its_api_link_counts(
    client, two_cycles, focal_point, query
):
    kept = SavedFilter.objects.create(
        person=focal_point, name="Lo nuestro", query=query, created_at=SOME_DAY
    )
    page = client.get(reverse("portal:saved-filter", args=[kept.slug]), follow=True)
    told = client.get(f"{reverse('intervention-list')}?{query}").json()
    assert page.context["paginator"].count == told["count"]
    address = downloads(page.content.decode(), "json").replace("export/", "")
    again = QueryDict(address.partition("?")[2], mutable=True)
    del again["format"]
    again["page_size"] = "1"
    listed = client.get(f"{reverse('intervention-list')}?{again.urlencode()}").json()
    assert listed["count"] == told["count"]


def test_file_of_a_page_has_no_more_than_the_page_shows(client, two_cycles, focal_point, entity):
    InterventionFactory(lead=entity, state=State.DRAFT)
    client.force_login(focal_point)
    page = client.get(f"{LIST}?state=draft&state=validated&ciclo=2026")
    assert page.context["paginator"].count == 1
    answer = client.get(downloads(page.content.decode(), "json"))
    assert len(json.loads(answer.getvalue())) == 1


def test_crosstab_leads_to_no_list_that_asks_too_much(client, two_cycles):
    two_cycles.contributions.create(provision=Provision.objects.get(kind="objective", code="23"))
    most = "&".join("also=cycle:2026" for _ in range(10))
    answer = client.get(f"{CROSSTAB}?filas=objective&columnas=objective&ciclo=2026&ceros=no&{most}")
    table = answer.context["table"]
    assert [[cell.figure for cell in line.cells] for line in table.lines] == [[1, 1], [1, 1]]
    assert [[bool(cell.query) for cell in line.cells] for line in table.lines] == [
        [True, False],
        [False, True],
    ]
    links = re.findall(r'<a href="(/intervenciones/\?[^"]+)">1</a>', answer.content.decode())
    assert [client.get(unescape(one)).context["paginator"].count for one in links] == [1, 1]
    answer = client.get(f"{CROSSTAB}?ciclo=2026&{most}&also=objective:23")
    assert answer.status_code == 400
    assert "Y además: Son 11 condiciones: se aceptan 10 como máximo." in answer.content.decode()
