"""Every parameter is described, known and read; what is not known is refused by its name."""

from collections import defaultdict

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from entities.models import Country, Region, TargetGroup
from exchange.models import ImportBatch
from interventions.choices import State
from tests.factories import SOME_DAY, InterventionFactory, ProvisionFactory, ResultFactory
from tests.matrix import sign_in

BASE = "/api/v1/"
LIST = f"{BASE}interventions/"


def operations():
    """Address, and the parameters of the query that the description has of what is read there."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    for path, methods in described["paths"].items():
        if "get" in methods:
            asked = methods["get"].get("parameters", [])
            yield path, {one["name"]: one for one in asked if one["in"] == "query"}


READ = dict(operations())


class Recorded(QueryDict):
    """A query that remembers which of its names were asked for one by one."""

    read: set[str] = set()  # one for all: forms make copies

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.read.add(key)
        return super().getlist(key, default)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)


@pytest.fixture
def row(cycle):
    """A validated row that the parameters can name."""
    return InterventionFactory(state=State.VALIDATED, cycle=cycle)


@pytest.fixture
def ask(client, published, focal_point, secretariat, entity, cycle, row):
    """Asks an address of the description as whoever may read there; gives the answer."""
    batch = ImportBatch.objects.create(
        entity=entity,
        cycle=cycle,
        by=focal_point,
        at=SOME_DAY,
        file_name="a.csv",
        body=b"a",
        checksum="0" * 64,
    )

    def at(path, query=""):
        cache.clear()  # the limits count none of these
        sign_in(client, focal_point if "/imports/" in path else secretariat)
        codes = {
            "/reports/": published.code, "/interventions/": row.code, "/cycles/": cycle.code,
            "/gcm-objectives/": "1", "/frameworks/": "pmm",
        }  # fmt: skip
        code = next((value for part, value in codes.items() if part in path), "1")
        path = path.replace("{code}", code).replace("{acronym}", "MIMP").replace("{key}", "a")
        path = path.replace("{id}", str(batch.pk) if "/imports/" in path else "1")
        return client.get(f"{path}?{query}")

    return at


@pytest.mark.parametrize("path", READ)
def test_description_has_what_is_known_and_nothing_else(ask, path):
    answer = ask(path, "nada=1")
    assert (answer.status_code, list(answer.json())) == (400, ["nada"])
    known = answer.json()["nada"][0].partition("Se aceptan: ")[2].rstrip(".").split(", ")
    assert set(known) == set(READ[path])


@pytest.mark.parametrize("path", READ)
def test_every_parameter_says_what_it_is(path):
    assert [name for name, told in READ[path].items() if not told.get("description")] == []


@pytest.mark.parametrize("path", [path for path, names in READ.items() if set(names) - {"format"}])
def test_every_parameter_is_read(ask, path, monkeypatch):
    read = set()
    monkeypatch.setattr(Recorded, "read", read)

    def recorded(request):
        return Recorded(request._request.META["QUERY_STRING"])

    monkeypatch.setattr(Request, "query_params", property(recorded))
    needed = {"pivot/": "rows=area&columns=kind&cycle=all", "coverage/": "cycle=2026"}
    for fmt in ("format=json", "format=csv", "cursor="):
        query = next((some for end, some in needed.items() if path.endswith(end)), "")
        ask(path, "&".join(filter(None, [query, fmt])))
    assert set(READ[path]) - read == set()


@pytest.mark.parametrize("query", ["start_date=2090-01-01", "format=csv", "format=zzz", "bom=true"])
def test_list_refuses_what_it_does_not_read(client, db, query):
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, list(answer.json())) == (400, [query.partition("=")[0]])
    assert client.get(f"{LIST}?format=json").status_code == 200


@pytest.mark.parametrize(
    ("address", "query", "name"),
    [
        ("interventions/", "execution=single&execution=joint", "execution"),
        ("interventions/", "has_results=true&has_results=false", "has_results"),
        ("interventions/", "page=1&page=2", "page"),
        ("interventions/", "cursor=&page=2", "page"),
        ("interventions/export/", "format=json&bom=true", "bom"),
        ("interventions/export/", "format=xlsx&dialect=excel-es", "dialect"),
        ("interventions/pivot/", "rows=area&columns=kind&cycle=all&fields=code", "fields"),
        ("interventions/pivot/", "rows=area&columns=kind&cycle=all&ordering=code", "ordering"),
        ("entities/", "fields=acronym", "fields"),
        ("entities/MIMP/", "kind=ministry", "kind"),
        ("tokens/", "nada=1", "nada"),
    ],
)
def test_what_would_be_left_unsaid_is_refused_by_name(
    client, analyst, entity, address, query, name
):
    client.force_login(analyst)
    answer = client.get(f"{BASE}{address}?{query}")
    assert (answer.status_code, list(answer.json())) == (400, [name])


@pytest.mark.parametrize("word", ["true", "True", "TRUE", "1", "sí"])
def test_yes_is_understood_as_programs_write_it(client, row, word):
    row.good_practice = True
    row.save()
    other = InterventionFactory(state=State.VALIDATED)
    told = client.get(LIST, {"good_practice": word}).json()["results"]
    assert [each["code"] for each in told] == [row.code]
    told = client.get(LIST, {"good_practice": "False"}).json()["results"]
    assert other.code in [each["code"] for each in told]
    assert client.get(f"{LIST}export/", {"bom": word}).getvalue().startswith(b"\xef\xbb\xbf")
    assert client.get(LIST, {"good_practice": "quizás"}).status_code == 400


@pytest.mark.parametrize("day", ["04/03/2021", "03-04-2021", "2021", "mañana", "2021-02-30"])
@pytest.mark.parametrize("name", ["start_date_after", "start_date_before", "validated_since"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_day_that_is_not_as_iso_writes_it_is_refused_by_name(client, row, name, day, language):
    client.cookies["django_language"] = language
    answer = client.get(LIST, {name: day})
    assert (answer.status_code, list(answer.json())) == (400, [name])
    assert "2026-01-31" in answer.json()[name][0]


def test_days_narrow(client, cycle):
    early, late = (
        InterventionFactory(state=State.VALIDATED, cycle=cycle, start_date=day)
        for day in ("2020-05-01", "2021-03-04")
    )
    for query, wanted in (
        ("start_date_after=2021-01-01", [late]),
        ("start_date_before=2020-12-31", [early]),
        ("start_date_after=2090-01-01", []),
    ):
        told = client.get(f"{LIST}?{query}").json()["results"]
        assert [each["code"] for each in told] == [row.code for row in wanted]


def test_order_is_described_by_its_values():
    schema = READ["/api/v1/entities/"]["ordering"]["schema"]
    assert schema["items"]["enum"] == ["acronym", "-acronym", "name", "-name"]


# -- Kept filters --------------------------------------------------------------------------------


QUERIES = [
    "has_results=true", "objective=7&objective=8", "area=1&area=2", "state=draft", "q=vacuna",
    "provision=pmm:7", "execution=single&kind=action&kind=plan", "scope=national", "region=15",
    "country=CO", "target_group=women", "start_date_after=2021-01-01", "good_practice=False",
    "entity=MIMP&role=lead", "validated_since=2026-01-01", "criterion=other", "objective=7",
    "cycle=2026", "executor_kind=ministry", "challenge_category=budget", "",
]  # fmt: skip


@pytest.fixture
def many(cycle, entity):
    """Rows that differ in what the queries ask."""
    region = Region.objects.create(code="15", name="Lima")
    country = Country.objects.create(code="CO", name_es="Colombia", name_en="Colombia")
    women = TargetGroup.objects.create(code="women", name_es="Mujeres", name_en="Women")
    areas = [ProvisionFactory(kind="area", code=code) for code in "12"]
    rows = defaultdict(list)
    for number, code in enumerate("7789"):
        row = InterventionFactory(
            state=State.VALIDATED,
            cycle=cycle,
            lead=entity,
            title=f"Vacuna {number}" if number % 2 else f"Otra {number}",
            kind="plan" if number % 2 else "action",
            start_date="2021-06-01" if number else None,
            results_reporting="reported" if number > 1 else "not_reported",
            provision=ProvisionFactory(code=code, groups=[areas[number % 2]]),
        )
        rows[code].append(row)
    ResultFactory(intervention=row)
    row.regions.add(region)
    row.countries.add(country)
    row.target_groups.add(women)
    return rows


@pytest.mark.parametrize("query", QUERIES)
def test_kept_filter_lists_what_its_address_in_the_api_counts(client, many, analyst, query):
    client.force_login(analyst)
    client.post(reverse("workspace:filters"), {"name": "Uno", "query": query})
    [kept] = client.get(reverse("workspace:filters")).context["filters"]
    client.logout()
    page = client.get(kept["link"], follow=True)
    told = client.get(kept["api"]).json()
    assert page.status_code == 200
    shown = page.context["paginator"].count
    assert shown == told["count"]
    assert {row.code for row in page.context["interventions"]} == {
        each["code"] for each in told["results"]
    }
    # What the page offers to take away, and to keep again, asks the same.
    assert client.get(page.context["take_away"].api_address).json()["count"] == shown
    narrowed = client.get("/intervenciones/?" + page.context["query"])
    assert narrowed.context["paginator"].count == shown


def test_page_says_what_it_is_narrowed_by_and_keeps_it(client, many):
    page = client.get("/intervenciones/?objective=7&objective=8&has_results=true")
    text = page.content.decode()
    assert "Reporta resultados" in text
    form = text.partition('action="/intervenciones/" role="search"')[2].partition("</form>")[0]
    assert form.count('<input type="hidden" name="objective"') == 2
    wrong = client.get("/intervenciones/?objective=99")
    assert (wrong.status_code, wrong.context["paginator"].count) == (200, 0)
    assert "«99»" in wrong.content.decode()
