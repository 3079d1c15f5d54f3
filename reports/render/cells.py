"""How a cell reads, the same in every format."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from api.downloads.cells import clean
from reports.content import Cell, Row

MOST_WHOLE = 1200
"""Letters of a row that surely fits on a page."""


def lines_of(cell: Cell) -> list[str]:
    """The lines that a cell shows; "No señala" for an empty list."""
    if isinstance(cell, list):
        return [clean(text) for text in cell] or [_("No señala")]
    return [] if cell in (None, "") else [clean(str(cell))]


def is_short(row: Row) -> bool:
    """Whether the row is kept on one page: a longer one might not fit on any."""
    return sum(len(line) for cell in row.cells.values() for line in lines_of(cell)) < MOST_WHOLE


def addresses_of(key: str, row: Row, cycle: str) -> list[str]:
    """The public pages to which the lines of a cell lead, one per line; none for most cells.

    A code leads to its record; where the row shows no code, the titles of the interventions do.
    """
    cell = row.cells.get(key)
    if key == "code":
        return [public_address(str(cell), cycle)]
    if key == "interventions" and isinstance(cell, list) and len(cell) == len(row.codes):
        return [public_address(code, cycle) for code in row.codes]
    if key == "intervention" and "code" not in row.cells and len(row.codes) == 1:
        return [public_address(row.codes[0], cycle)]
    return []


def public_address(code: str, cycle: str) -> str:
    """The public page of an intervention, as reported in a cycle."""
    path = reverse("portal:intervention", args=[code])
    return f"{settings.PUBLIC_BASE_URL}{path}?ciclo={cycle}"
