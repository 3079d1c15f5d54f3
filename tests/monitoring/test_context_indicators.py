"""The context indicators of 2022 in the database and on every face that gives them."""

import csv
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from alignment.loading import load_frameworks, read_fixture
from monitoring.choices import MeasurementStatus, NeedArea
from monitoring.loading import load_context_indicators, measurements_of
from monitoring.models import Indicator, Measurement
from reports.dataset.monitoring_tables import INDICATOR_PROVISIONS, MEASUREMENTS
from reports.dataset.reading import csv_of, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    load_frameworks()
    load_context_indicators("2022")


def rows_by_page(client, address):
    rows = []
    while address:
        answer = client.get(address).json()
        rows += answer["results"]
        address = answer["next"]
    return rows


def table_rows(table):
    return list(csv.DictReader(StringIO(csv_of(table, rows_of(table)).decode(), newline="")))


def test_loading_keeps_each_figure_with_what_its_source_says_of_it(loaded):
    row = Measurement.objects.get(indicator__code="t26-seguro-gestantes", source_code="EM_2022")
    assert (row.value, row.unit, row.base) == (Decimal(60), "%", "gestantes")
    assert (row.sex, row.territory, row.survey) == ("female", "Lima Metropolitana", "EM 2022")
    assert (row.date, row.text) == ("2022", "60% no tenía seguro de salud")


def test_a_measurement_says_otherwise_than_its_source_also_with_nothing():
    indicator = {
        "measurements": [
            {"source_code": "a", "date": "2021-06-30", "end_date": ""},
            {"source_code": "a"},
        ]
    }
    sources = {"a": {"date": "2017-02", "end_date": "2021-06"}}
    own, common = measurements_of(indicator, sources)
    assert (own["date"], own["end_date"]) == ("2021-06-30", "")
    assert (common["date"], common["end_date"]) == ("2017-02", "2021-06")


def test_loading_twice_adds_nothing(loaded):
    before = Measurement.objects.count()
    load_context_indicators("2022")
    assert Measurement.objects.count() == before == 452


def test_what_is_loaded_is_valid_and_measures_every_area_of_urgency(loaded):
    for row in Measurement.objects.select_related("indicator"):
        row.full_clean(validate_constraints=False, validate_unique=False)
    measured = Indicator.objects.filter(measurements__value__isnull=False).exclude(need="")
    assert set(measured.values_list("need", flat=True)) == set(NeedArea.values)


@pytest.mark.parametrize("wrong", ["22", "2022-13", "2022-1", "enero", "2022-01-32"])
def test_date_that_is_none_is_refused_with_what_is_expected(wrong):
    row = Measurement(source_code="inei", date=wrong)
    with pytest.raises(ValidationError) as refused:
        row.clean_fields(exclude={"indicator"})
    assert "AAAA-MM-DD" in refused.value.message_dict["date"][0]


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "spanish", "english"),
    [
        ("", "52.3", "%", "52.3 %", "52.3 %"),
        ("more_than", "80", "%", "más de 80 %", "more than 80 %"),
        ("about", "3000000", "personas", "cerca de 3,000,000 personas", "about 3,000,000 personas"),
        ("", "3592000000", "US$", "US$ 3,592,000,000", "US$ 3,592,000,000"),
        ("", None, "", "", ""),
    ],
)
def test_figure_is_written_as_in_peru(comparator, value, unit, spanish, english):
    row = Measurement(comparator=comparator, value=value and Decimal(value), unit=unit)
    with translation.override("es-pe"):
        assert row.figure == spanish
    with translation.override("en"):
        assert row.figure == english


def test_api_files_and_open_data_give_the_same_measurements(loaded, client):
    """Counts by unit and sums are those of the fixture, read without the database."""
    fixture = read_fixture("2022", "context-indicators.json")
    counted = Counter(
        row.get("unit", "")
        for indicator in fixture["indicators"]
        for row in indicator["measurements"]
    )
    total = sum(
        Decimal(str(row.get("value", 0)))
        for indicator in fixture["indicators"]
        for row in indicator["measurements"]
    )
    of_api = rows_by_page(client, "/api/v1/measurements/")
    download = client.get("/api/v1/measurements/export/?format=csv")
    of_file = list(csv.DictReader(StringIO(download.getvalue().decode(), newline="")))
    of_open_data = table_rows(MEASUREMENTS)
    for rows in (of_api, of_file, of_open_data):
        assert Counter(row["unit"] for row in rows) == counted
        assert sum(Decimal(row["value"] or 0) for row in rows) == total
    fields = ["comparator", "base", "population", "sex", "age", "territory", "survey", "date"]
    for name in fields:
        given = Counter(row[name] for row in of_api)
        assert given == Counter(row[name] for row in of_file)
        assert given == Counter(row[name] for row in of_open_data)
        assert set(given) != {""}


def test_api_filters_by_area_of_urgency_and_sex(loaded, client):
    rows = rows_by_page(client, "/api/v1/measurements/?need=food&sex=female")
    assert rows == []
    rows = rows_by_page(client, "/api/v1/measurements/?need=violence&sex=female")
    assert {row["sex"] for row in rows} == {"female"}
    indicators = rows_by_page(client, "/api/v1/indicators/?need=food")
    assert {row["need"] for row in indicators} == {"food"}
    assert client.get("/api/v1/indicators/?need=shelter").status_code == 400


def test_indicators_name_what_they_speak_of_in_the_api_and_the_open_data(loaded, client):
    in_api = {
        (row["code"], provision["framework"], provision["code"])
        for row in rows_by_page(client, "/api/v1/indicators/")
        for provision in row["provisions"]
    }
    in_open_data = {
        (row["indicator"], row["framework"], row["provision"])
        for row in table_rows(INDICATOR_PROVISIONS)
    }
    assert in_api == in_open_data
    assert ("t26-seguro", "pmm", "15") in in_api


def test_list_of_indicators_asks_the_same_however_many_there_are(
    loaded, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get("/api/v1/indicators/?page_size=100")


def test_figure_that_the_source_does_not_give_is_refused_at_its_field(db):
    indicator = Indicator.objects.create(code="i", name_es="I")
    measurement = Measurement(
        indicator=indicator, source_code="s", value=3, status=MeasurementStatus.NOT_REPORTED
    )
    with pytest.raises(ValidationError) as refused:
        measurement.full_clean()
    assert list(refused.value.message_dict["value"]) == [
        "Una cifra va solo con la situación «Con dato»."
    ]
