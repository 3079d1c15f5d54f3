"""Figures as people read them."""

from decimal import Decimal

from django.utils.formats import number_format

from interventions.currencies import CURRENCIES

SIGNS = {"PEN": "S/", "S/": "S/", "S/.": "S/", "USD": "US$", "US$": "US$", "EUR": "€", "€": "€"}
"""A currency, by its code or a sign -> the one sign with which people read it."""


def written_figure(value: Decimal) -> str:
    """A figure as people read it: commas between thousands, no needless zeros."""
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=places, force_grouping=True)


def figure_with_unit(value: Decimal, unit: str) -> str:
    """The same with its unit after it; a currency stands before it, as its sign where it has one:
    «85 %», «S/ 1,200», «CLP 5,000».
    """
    figure = written_figure(value)
    if unit in SIGNS or unit in CURRENCIES:
        return f"{SIGNS.get(unit, unit)} {figure}"
    return f"{figure} {unit}".strip()
