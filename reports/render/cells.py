"""How a cell reads, the same in every format."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.content import Cell

CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that neither XML nor a reader can take."""


def lines_of(cell: Cell) -> list[str]:
    """The lines that a cell shows; "No señala" for an empty list."""
    if isinstance(cell, list):
        return [clean(text) for text in cell] or [_("No señala")]
    return [] if cell in (None, "") else [clean(str(cell))]


def clean(text: str) -> str:
    """`text` without control characters."""
    return CONTROL_CHARACTERS.sub("", text)


def public_address(code: str, cycle: str) -> str:
    """The public page of an intervention, as reported in a cycle."""
    path = reverse("portal:intervention", args=[code])
    return f"{settings.PUBLIC_BASE_URL}{path}?ciclo={cycle}"
