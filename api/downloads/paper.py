"""How a sheet of Excel is printed, wherever it is written."""

from typing import Any

A4 = 9
"""As Excel numbers the sizes of paper."""


def lie_on_a4(sheet: Any, *, pages: int = 1) -> None:
    """Print a sheet of xlsxwriter on A4 lying down, `pages` wide and as long as it takes."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(pages, 0)
