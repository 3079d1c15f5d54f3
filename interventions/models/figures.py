"""Figures as people read them."""

from decimal import Decimal

from django.utils.formats import number_format


def written_figure(value: Decimal) -> str:
    """A figure as people read it: commas between thousands, no needless zeros."""
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=places, force_grouping=True)
