"""How a cell reads, the same in every format."""

import re
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.addresses import site_address
from reports.content import Cell, CountryReportContent, Row

MOST_WHOLE = 1200
"""Letters of a row that surely fits on a page."""

NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
"""What neither XML nor a reader takes: controls, turners of direction, marks of byte order."""

BULLETS = {
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
}
"""Signs that Word writes in its own fonts (Symbol, Wingdings) -> what they look like there."""

SIGNS = re.compile(f"[{''.join(BULLETS)}]")


def clean(text: str) -> str:
    """`text` as every format shows it: no control characters, Word's bullets as bullets."""
    return SIGNS.sub(lambda found: BULLETS[found[0]], NOT_TEXT.sub("", text))


def draft_mark(*, draft: bool) -> str:
    """What each page of a draft says, in the language in force; nothing on what was published."""
    return _("Borrador, no publicado") if draft else ""


def stamp_of(content: CountryReportContent) -> str:
    """When the content was compiled, by Lima's calendar, and its checksum."""
    return _("Compilado el %(date)s. SHA-256: %(checksum)s") % {
        "date": f"{localtime(content.compiled_at):%d/%m/%Y}",
        "checksum": content.checksum,
    }


def moment_of(content: CountryReportContent) -> datetime:
    """The same moment by UTC and without a zone, as the properties of Office files are written."""
    return content.compiled_at.astimezone(UTC).replace(tzinfo=None)


def lines_of(cell: Cell) -> list[str]:
    """The lines that a cell shows; "No señala" for an empty list."""
    if isinstance(cell, list):
        return [clean(text) for text in cell] or [_("No señala")]
    if isinstance(cell, int | float):
        return [number_format(cell, force_grouping=True)]
    return [clean(cell)] if cell else []


def is_short(row: Row) -> bool:
    """Whether the row is kept on one page: a longer one might not fit on any."""
    return sum(len(line) for cell in row.cells.values() for line in lines_of(cell)) < MOST_WHOLE


def addresses_of(key: str, row: Row, cycle: str) -> list[str]:
    """The public pages to which the lines of a cell lead, one per line; none for most cells.

    None at all while the registry's own address is a default.
    A code leads to its record; where the row shows no code, the titles of the interventions do.
    """
    cell = row.cells.get(key)
    if not site_address():
        return []
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
    return f"{site_address()}{path}?ciclo={cycle}"
