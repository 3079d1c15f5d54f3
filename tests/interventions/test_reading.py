"""What is typed, read once for every door: dates, figures, texts, addresses."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from interventions.choices import DatePrecision
from interventions.reading.addresses import read_address
from interventions.reading.dates import KnownDate, read_date, read_day, retyped
from interventions.reading.figures import counts_persons, read_figure, retyped_figure
from interventions.reading.serials import is_trap
from interventions.reading.texts import has_unseen, one_line, paragraphs, without_mark


@pytest.mark.parametrize(
    "cell",
    [2024, 2024.0, "2024", date(1905, 7, 16), datetime(1905, 7, 16)],  # noqa: DTZ001
)
def test_year_is_a_year_however_a_spreadsheet_keeps_it(cell):
    assert read_date(cell) == KnownDate(date(2024, 1, 1), DatePrecision.YEAR)
    assert read_date(cell, ends=True) == KnownDate(date(2024, 12, 31), DatePrecision.YEAR)


def test_only_years_are_taken_for_a_trap():
    assert is_trap(date(1905, 7, 16))
    assert not is_trap(date(1905, 1, 1))
    assert not is_trap(date(2024, 7, 16))
    assert not is_trap("16/07/1905")


@pytest.mark.parametrize(
    "typed",
    [
        *("mediados de 2020", "desde 2019", "fines de 2021", "verano 2020", "13/2021", "45000"),
        *("15/03/21", "2021-13", "31/02/2021", "01/01/1500", "ayer"),
    ],
)
def test_what_is_no_date_is_quoted_with_what_is_understood(typed):
    for ends in (False, True):
        with pytest.raises(ValueError, match=f"No se entiende la fecha «{typed}»: escriba 2021, "):
            read_date(typed, ends=ends)


def test_misspelt_month_is_asked_about():
    with pytest.raises(ValueError, match="¿Quiso decir «enero»?"):
        read_date("enerp 2021")


def test_day_that_nobody_said_is_refused_where_a_day_is_asked_for():
    with pytest.raises(ValueError, match="«2024» no dice el día"):
        read_day("2024")
    assert read_day("2024", ends=True).day == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("day", "precision", "ends", "text"),
    [
        (date(2021, 1, 1), "year", False, "2021"),
        (date(2021, 12, 31), "year", True, "2021"),
        (date(2021, 3, 15), "year", True, "15/03/2021"),
        (date(2021, 3, 15), "month", False, "15/03/2021"),
        (date(2021, 3, 1), "", False, "01/03/2021"),
        (None, "day", False, ""),
    ],
)
def test_date_is_written_so_that_it_is_read_back(day, precision, ends, text):
    assert retyped(day, precision, ends=ends) == text
    if day:
        assert read_date(text, ends=ends).day == day


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,125", "0.125"), ("0,250", "0.25"), ("0,500", "0.5"), ("-0,5", "-0.5"), ("1,125", "1125")],
)
def test_nothing_has_zero_thousands(typed, value):
    assert read_figure(typed, digits=16, places=4).value == Decimal(value)


def test_figure_of_two_readings_is_asked_about_with_both():
    with pytest.raises(ValueError, match="«12.345» puede leerse de dos maneras: ¿12,345 o 12.345?"):
        read_figure("12.345", digits=16, places=4)
    assert retyped_figure("12.345") == "12.3450"
    assert retyped_figure("12.5") == "12.5"


@pytest.mark.parametrize(
    ("unit", "persons"),
    [
        *(("personas", True), ("Mujeres atendidas", True), ("niñas y niños", True)),
        *(("personas por día", False), ("% de mujeres", False), ("soles", False), ("", False)),
    ],
)
def test_units_that_count_people(unit, persons):
    assert counts_persons(unit) is persons


def test_texts_are_whole_and_nothing_unseen_is_in_them():
    assert one_line("Mesa\r\n  de\ttrabajo\x0b") == "Mesa de trabajo"
    assert paragraphs("Pro\u00adtec\u200bcio\u0301n") == "Protección"
    assert paragraphs("o\tuno\n\uf0a7dos\n- tres\n-5") == "• uno\n• dos\n• tres\n-5"
    assert without_mark("✓ listo") == "listo"
    assert has_unseen("a\u00adb")
    assert not has_unseen("a\nb\u00a0c")


def test_address_without_its_scheme_is_completed():
    assert read_address("www.gob.pe/x") == "https://www.gob.pe/x"
    with pytest.raises(ValueError, match="«una página» no es una dirección"):
        read_address("una página")
