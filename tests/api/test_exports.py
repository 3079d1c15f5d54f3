"""Downloads: exactly what the filter lists, in every format, and nothing that runs."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyarrow import parquet

from api.downloads.cells import as_written
from entities.models import Region
from interventions.choices import State
from interventions.models import Evidence, Intervention
from interventions.records import read_records
from tests.factories import (
    ChallengeFactory,
    EntityFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)

BASE = "/api/v1/"
EXPORT = f"{BASE}interventions/export/"
OTHER_LISTS = (
    "frameworks provisions gcm-objectives pnm-guidelines thematic-areas alignments entities "
    "cycles indicators measurements"
).split()


def body(answer) -> bytes:
    assert answer.status_code == 200, answer.content
    return answer.getvalue()


def csv_rows(data: bytes, delimiter=","):
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.fixture
def row(entity):
    """A validated row with everything, and texts that do not sit still."""
    row = InterventionFactory(
        state=State.VALIDATED,
        lead=entity,
        partners=[EntityFactory(acronym="ACNUR")],
        title="=HYPERLINK(1)",
        description='Primera línea\r\nsegunda; con «;», comas, y "comillas"',
        budget_amount=None,
    )
    ResultFactory(intervention=row, text="-5", value="21522.5", unit="personas")
    ResultFactory(intervention=row, text="dos\nlíneas", position=1)
    ChallengeFactory(intervention=row, text="@demora")
    Evidence.objects.create(
        intervention=row, kind="norm", title="Ley", number="31689", date="2022-01-05"
    )
    row.regions.add(Region.objects.create(code="15", name="Lima"))
    return row


def test_json_says_what_the_list_says(client, row):
    other = InterventionFactory(state=State.VALIDATED, provision=ProvisionFactory(code="7"))
    listed = client.get(f"{BASE}interventions/").json()["results"]
    assert {each["code"] for each in listed} == {row.code, other.code}
    assert json.loads(body(client.get(f"{EXPORT}?format=json"))) == listed
    lines = body(client.get(f"{EXPORT}?format=jsonl")).decode().splitlines()
    assert [json.loads(line) for line in lines] == listed


def test_whole_cycle_of_2022_says_what_the_list_says(client, data_of_2022, db):
    listed = client.get(f"{BASE}interventions/?page_size=500").json()["results"]
    assert len(listed) == 209
    assert json.loads(body(client.get(f"{EXPORT}?format=json"))) == listed


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "jsonl", "parquet"])
def test_every_format_holds_the_rows_of_the_filter_in_their_order(client, db, kind):
    rows = [InterventionFactory(state=State.VALIDATED, title=f"Fila {n}") for n in range(3)]
    InterventionFactory(state=State.VALIDATED, provision=ProvisionFactory(code="9"))
    answer = client.get(f"{EXPORT}?format={kind}&objective=1&ordering=-title&fields=code,title")
    data = body(answer)
    read = {
        "csv": lambda: csv_rows(data),
        "xlsx": lambda: sheet_rows(data),
        "json": lambda: json.loads(data),
        "jsonl": lambda: [json.loads(line) for line in data.splitlines()],
        "parquet": lambda: parquet.read_table(BytesIO(data)).to_pylist(),
    }[kind]()
    expected = [{"code": row.code, "title": row.title} for row in reversed(rows)]
    assert read == expected
    name = answer["Content-Disposition"]
    assert name.startswith('attachment; filename="intervenciones-2')
    assert name.endswith(f'.{kind}"')


def sheet_rows(data: bytes):
    lines = list(openpyxl.load_workbook(BytesIO(data))["Datos"].values)
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_csv_runs_nothing_and_loses_nothing(client, row):
    [read] = csv_rows(body(client.get(EXPORT)))
    assert read["title"] == "'=HYPERLINK(1)"
    assert read["description"] == row.description
    assert as_written(read["results"]) == "-5\ndos\n líneas"
    assert read["challenges"] == "'@demora"
    assert read["entities"] == "MIMP; ACNUR"
    assert read["provisions"] == "pmm:1"
    assert (read["result_values"], read["result_units"]) == ("21522.5; ", "personas\n")
    assert (read["evidence_numbers"], read["evidence_dates"]) == ("31689", "2022-01-05")
    assert read["began_before_pact"] == ""
    assert read["good_practice"] == "false"
    assert client.get(read["url"]).status_code == 200


def test_csv_for_excel_in_spanish(client, row):
    data = body(client.get(f"{EXPORT}?dialect=excel-es"))
    assert data.startswith(b"\xef\xbb\xbfcode;cycle;title")
    assert csv_rows(data, ";")[0]["code"] == row.code
    assert not body(client.get(f"{EXPORT}?dialect=excel-es&bom=false")).startswith(b"\xef\xbb\xbf")
    assert body(client.get(f"{EXPORT}?bom=true")).startswith(b"\xef\xbb\xbfcode,cycle")


def test_workbook_holds_texts_as_texts_and_figures_as_figures(client, row):
    Intervention.objects.filter(pk=row.pk).update(
        title="=1+1",
        description="a\x0bb" + "x" * 40_000,
        start_date="2021-03-04",
        date_precision="day",
    )
    book = openpyxl.load_workbook(BytesIO(body(client.get(f"{EXPORT}?format=xlsx"))))
    sheet = book["Datos"]
    cells = {
        sheet.cell(1, place).value: sheet.cell(2, place) for place in range(1, sheet.max_column + 1)
    }
    assert (cells["title"].value, cells["title"].data_type) == ("=1+1", "s")
    assert cells["description"].value.startswith("abx")
    assert len(cells["description"].value) == 32_767
    assert cells["description"].value.endswith(" […]")
    assert cells["start_date"].value.strftime("%Y-%m-%d") == "2021-03-04"
    assert cells["good_practice"].value is False
    meanings = {line[0]: line[1] for line in book["Columnas"].values}
    assert set(meanings) == set(cells)
    assert all(meanings.values())


def test_parquet_keeps_lists_and_types(client, row):
    table = parquet.read_table(BytesIO(body(client.get(f"{EXPORT}?format=parquet"))))
    [read] = table.to_pylist()
    assert read["entities"] == ["MIMP", "ACNUR"]
    assert read["results"] == ["-5", "dos\nlíneas"]
    assert read["validated_at"].year == 2026
    assert read["began_before_pact"] is None


def test_parquet_that_is_not_installed_says_how(client, row, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    answer = client.get(f"{EXPORT}?format=parquet")
    assert answer.status_code == 501
    assert "mtigm-registry[parquet]" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query", ["format=pdf", "dialect=excel-fr", "bom=quizas", "fields=clave", "nada=1", "entity=X"]
)
def test_what_is_not_known_is_refused_by_name(client, db, query):
    answer = client.get(f"{EXPORT}?{query}")
    assert answer.status_code == 400
    assert set(answer.json()) == {query.split("=")[0]}


@pytest.mark.parametrize("state", [state for state in State if state != State.VALIDATED])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_download_shows_what_the_list_shows_and_no_more(
    client, entity, focal_point, other_focal_point, analyst, secretariat, state, kind
):
    code = InterventionFactory(lead=entity, state=state).code
    for person, sees in {
        None: False,
        analyst: False,
        other_focal_point: False,
        focal_point: True,
        secretariat: True,
    }.items():
        client.logout()
        if person:
            client.force_login(person)
        assert (code in body(client.get(f"{EXPORT}?format={kind}")).decode()) == sees
        only_public = body(client.get(f"{EXPORT}?format={kind}&state=validated"))
        assert code not in only_public.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_unchanged_file_is_not_sent_twice_and_a_changed_one_is(client, row, entity, kind):
    address = f"{EXPORT}?format={kind}"
    first = client.get(address)
    body(first)

    def again():
        answer = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert answer.getvalue() or answer.status_code == 304  # read to its end, which closes it
        return answer.status_code

    assert again() == 304
    InterventionFactory(lead=entity, title="Borrador")  # what one may not see leaves no trace
    assert again() == 304
    entity.name = "Otro nombre"
    entity.save()
    assert again() == 200
    first = client.get(address)
    body(first)
    InterventionFactory(state=State.VALIDATED)
    assert again() == 200


def test_queries_of_a_download_do_not_grow_with_rows(client, row):
    def count():
        with CaptureQueriesContext(connection) as captured:
            body(client.get(f"{EXPORT}?format=json"))
        return len(captured)

    count()
    one = count()
    for _time in range(2):
        ResultFactory(intervention=InterventionFactory(state=State.VALIDATED))
    assert count() == one


def test_row_reopened_while_the_file_is_written_is_left_out(row):
    public = Intervention.objects.validated()
    writing = read_records(
        Intervention.objects.order_by("pk"), visible=public, address=lambda code, _cycle: code
    )
    InterventionFactory(lead=row.participations.first().entity)
    assert [told["code"] for told in writing] == [row.code]


@pytest.mark.parametrize("name", OTHER_LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "jsonl"])
def test_every_other_list_can_be_downloaded(client, row, name, kind):
    answer = client.get(f"{BASE}{name}/export/?format={kind}")
    data = body(answer)
    listed = client.get(f"{BASE}{name}/?page_size=500").json()["results"]
    if kind == "json":
        assert json.loads(data) == listed
    if kind == "csv":
        assert len(csv_rows(data)) == len(listed)
    assert client.get(f"{BASE}{name}/export/?fields=clave").status_code == 400


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("interventions/export/?format=csv", "text/csv"),
        ("frameworks/export/?format=jsonl", "application/x-ndjson"),
        ("interventions/pivot/?rows=area&columns=kind&cycle=all&format=csv", "text/csv"),
        ("coverage/?cycle=2026&format=csv", "text/csv"),
        ("cycles/2026/country-report/?format=html", "text/html"),
    ],
)
def test_kind_of_the_file_may_be_asked_for_in_accept(client, published, address, kind):
    answer = client.get(BASE + address, headers={"Accept": kind})
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)
    wrong = client.get(f"{BASE}{address}x", headers={"Accept": kind})
    assert (wrong.status_code, wrong["Content-Type"]) == (400, "application/json")
    assert client.get(BASE + address, headers={"Accept": "image/png"}).status_code == 406
