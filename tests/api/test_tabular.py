"""Cells of every tabular file: empty is empty, figures are figures, codes stay texts."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from pyarrow import parquet

from alignment.models import Provision
from cycles.choices import CycleNoteKind
from cycles.models import CycleNote
from interventions.choices import State
from interventions.models import Evidence
from monitoring.models import Indicator, Measurement
from tests.factories import (
    AlignmentFactory,
    ChallengeFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)

BASE = "/api/v1/"
LISTS = (
    "frameworks provisions gcm-objectives pnm-guidelines thematic-areas alignments entities "
    "cycles interventions indicators measurements"
).split()


@pytest.fixture
def told(client):
    """Reads a file of a list: the rows, by the names of the columns."""

    def read(address, kind):
        mark = "&" if "?" in address else "?"
        data = client.get(f"{BASE}{address}{mark}format={kind}").getvalue()
        if kind == "xlsx":
            lines = list(openpyxl.load_workbook(BytesIO(data))["Datos"].values)
            return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
        if kind == "parquet":
            return parquet.read_table(BytesIO(data)).to_pylist()
        return list(csv.DictReader(StringIO(data.decode(), newline="")))

    return read


@pytest.fixture
def everything(cycle):
    """One row at least of each list, with figures, dates and lists of several."""
    FrameworkFactory(code="pmm", valid_from="2018-12-10")
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle, start_date="2021-03-04")
    for position in (0, 1):
        ResultFactory(intervention=row, text=f"Resultado {position}", position=position)
        ChallengeFactory(intervention=row, text=f"Dificultad {position}", position=position)
        Evidence.objects.create(intervention=row, kind="document", title=f"Sustento {position}")
    FrameworkFactory(code="pnm-2017-2025")
    ProvisionFactory(framework__code="pnm-2017-2025", kind="guideline", code="1.1")
    area = ProvisionFactory(kind="area", code="1")
    objective = ProvisionFactory(code="7", groups=[area])
    AlignmentFactory(source=objective, target=ProvisionFactory(code="8"))
    CycleNote.objects.create(
        cycle=cycle, kind=CycleNoteKind.WINDOW, text_es="Detalle", text_en="Detail", source="x"
    )
    indicator = Indicator.objects.create(code="i-1", name_es="Atenciones", kind="context")
    indicator.provisions.add(objective)
    Measurement.objects.create(
        indicator=indicator, value="21522.0000", unit="personas", status="value"
    )
    return row


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_lists_without_anything_are_empty(told, everything, kind):
    [row] = told("interventions/export/", kind)
    for name in ("result_values", "result_units", "result_dates"):
        assert row[name] in ("", None, [None, None], ["", ""]), name
    for name in ("evidence_numbers", "evidence_dates", "evidence_urls"):
        assert row[name] in ("", None, ["", ""], [None, None]), name
    assert row["results"] in ("Resultado 0\nResultado 1", ["Resultado 0", "Resultado 1"])


def test_list_that_begins_with_nothing_keeps_its_places_and_bears_no_apostrophe(told, cycle):
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle)
    ResultFactory(intervention=row, text="Sin cifra", position=0)
    ResultFactory(intervention=row, text="Con", value="21522", unit="personas", position=1)
    [line] = told("interventions/export/", "csv")
    assert line["result_units"] == "\npersonas"
    assert line["result_values"] == "; 21522"


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_of_any_list_holds_only_marks_or_the_words_of_a_program(told, everything, name):
    rows = told(f"{name}/export/", "csv")
    assert rows
    for row in rows:
        for column, cell in row.items():
            assert not cell or cell.strip("; '\n:"), column
            assert not {"None", "{'", "True", "False"} & set(cell.split(":")), column
            assert "{'" not in cell, column
    for row in told(f"{name}/export/", "xlsx"):
        assert "" not in row.values()


def test_figures_are_figures_in_every_tabular_format(told, everything, client):
    address = "measurements/export/?fields=value"
    assert told(address, "csv") == [{"value": "21522"}]
    assert told(address, "xlsx") == [{"value": 21522}]
    assert told(address, "parquet") == [{"value": Decimal("21522.0000")}]


def test_figures_of_results_are_figures(told, cycle):
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle)
    ResultFactory(intervention=row, value="21522.0000", unit="personas", position=0)
    address = "interventions/export/?fields=result_values"
    assert told(address, "csv") == [{"result_values": "21522"}]
    assert told(address, "xlsx") == [{"result_values": 21522}]
    ResultFactory(intervention=row, value="0.125", unit="km", position=1)
    ResultFactory(intervention=row, position=2)
    assert told(address, "csv") == [{"result_values": "21522; 0.125; "}]
    assert told(address, "xlsx") == [{"result_values": "21522; 0.125; "}]
    assert told(address, "parquet") == [
        {"result_values": [Decimal("21522.0000"), Decimal("0.1250"), None]}
    ]


def test_figures_are_told_by_the_list_without_places_that_nobody_wrote(client, everything, cycle):
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle)
    ResultFactory(intervention=row, value="21522.0000", unit="personas")
    listed = client.get(f"{BASE}interventions/{row.code}/").json()
    assert listed["results"][0]["value"] == "21522"
    assert client.get(f"{BASE}measurements/").json()["results"][0]["value"] == "21522"


def test_dates_and_answers_of_yes_or_no_have_their_type(told, everything):
    [pmm] = told("frameworks/export/?fields=valid_from&kind=global_compact", "xlsx")[:1]
    assert pmm["valid_from"] == datetime(2018, 12, 10)  # noqa: DTZ001 - Excel knows no zones
    assert told("alignments/export/?fields=confirmed", "xlsx") == [{"confirmed": False}]
    [line] = told("interventions/export/?fields=start_date,validated_at", "parquet")
    assert line["start_date"].isoformat() == "2021-03-04"
    assert line["validated_at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_codes_that_look_like_figures_stay_texts(told, everything):
    assert Provision.objects.filter(code="1.1").exists()
    address = "pnm-guidelines/export/?fields=code"
    assert told(address, "csv") == [{"code": "1.1"}]
    assert told(address, "xlsx") == [{"code": "1.1"}]
    assert told(address, "parquet") == [{"code": "1.1"}]


def test_references_are_written_as_instrument_kind_and_code(told, everything):
    [line] = told("indicators/export/?fields=provisions", "csv")
    assert line["provisions"] == "pmm:objective:7"
    [line] = told("cycles/export/?fields=notes", "csv")
    assert (line["notes_kind"], line["notes_text_es"]) == ("window", "Detalle")
    assert line["notes_provision"] == ""


def test_crosstab_and_coverage_count_in_figures(told, everything):
    for line in told("interventions/pivot/?rows=objective&columns=kind&cycle=2026", "xlsx"):
        assert isinstance(line["total"], int)
        assert isinstance(line["code"], str)
    for line in told("coverage/?cycle=2026", "xlsx"):
        assert isinstance(line["interventions"], int)
