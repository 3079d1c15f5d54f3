"""How Peru writes figures and dates."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation


@pytest.fixture(autouse=True)
def spanish_of_peru():
    with translation.override("es-pe"):
        yield


def test_figures_have_a_point_for_decimals_and_commas_for_thousands():
    assert formats.localize(Decimal("1234567.50")) == "1,234,567.50"


def test_short_dates_begin_with_the_day():
    assert formats.date_format(date(2026, 11, 4), "SHORT_DATE_FORMAT") == "04/11/2026"


def test_long_dates_are_words():
    assert formats.date_format(date(2026, 11, 4)) == "4 de noviembre de 2026"


@pytest.mark.parametrize("typed", ["04/11/2026", "2026-11-04", "4/11/2026", "04-11-2026"])
def test_dates_may_be_typed_in_the_ways_people_write_them(typed):
    assert forms.DateField().clean(typed) == date(2026, 11, 4)


def test_a_form_shows_a_date_as_it_may_be_typed():
    class Form(forms.Form):
        day = forms.DateField(initial=date(2026, 11, 4))

    assert 'value="04/11/2026"' in str(Form())


def test_figures_typed_with_thousands_are_understood():
    assert forms.DecimalField(localize=True).clean("1,234.50") == Decimal("1234.50")
