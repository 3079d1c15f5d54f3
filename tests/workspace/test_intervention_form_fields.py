"""Dates as exact as they are known, and figures that stay figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from interventions.choices import DatePrecision
from interventions.form_fields import FigureField, KnownDateField
from interventions.reading.dates import KnownDate, written


@pytest.mark.parametrize(
    ("typed", "first", "last", "precision"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31), DatePrecision.YEAR),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29), DatePrecision.MONTH),
        ("2/2023", date(2023, 2, 1), date(2023, 2, 28), DatePrecision.MONTH),
        ("15/03/2021", date(2021, 3, 15), date(2021, 3, 15), DatePrecision.DAY),
        ("15-3-2021", date(2021, 3, 15), date(2021, 3, 15), DatePrecision.DAY),
    ],
)
def test_date_is_as_exact_as_it_is_typed(typed, first, last, precision):
    assert KnownDateField().clean(typed) == KnownDate(first, precision)
    assert KnownDateField(at_end=True).clean(typed) == KnownDate(last, precision)


@pytest.mark.parametrize(
    "typed", ["mañana", "31/02/2021", "13/2021", "0/2021", "1021", "21", "٢٠٢١", "desde 2019"]
)
def test_what_is_no_date_says_how_to_write_one(typed):
    with pytest.raises(ValidationError, match="escriba 2021, 03/2021 o 15/03/2021"):
        KnownDateField().clean(typed)


def test_date_is_shown_as_it_was_typed():
    assert written(date(2021, 3, 1), "month") == "03/2021"
    assert written(None, "day") == ""


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        *(("21,522", "21522"), ("1 234.50", "1234.50"), ("-5", "-5"), ("0.25", "0.25"), ("", None)),
        *(("12,5", "12.5"), ("1.234,50", "1234.50"), ("5 %", "5"), ("0,125", "0.125")),
    ],
)
def test_figure_with_a_point_for_decimals(typed, figure):
    field = FigureField(required=False, max_digits=20, decimal_places=4)
    assert field.clean(typed) == (Decimal(figure) if figure else None)


@pytest.mark.parametrize("typed", ["1,23,4", "cien", "1e5", "١٢", "NaN", "1,234.567,8"])
def test_figure_that_could_be_read_wrongly_is_refused(typed):
    with pytest.raises(ValidationError, match="no es una cifra"):
        FigureField(required=False, max_digits=20, decimal_places=4).clean(typed)


def test_figure_is_shown_without_needless_zeros():
    field = FigureField(max_digits=20, decimal_places=4)
    assert field.prepare_value(Decimal("21522.5000")) == "21,522.5"
    assert field.prepare_value(Decimal("100.0000")) == "100"
    assert not field.has_changed(Decimal("21522.5000"), "21,522.50")
