"""A crosstab as its page shows it: each figure with its link and its shade."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.forms import CrosstabForm

SHADES = 5
"""Steps of the shade behind the figures; the figures themselves say the same."""


CODED = frozenset({"objective", "guideline", "area", "axis", "policy_block", "entity"})
"""Dimensions whose codes people know; of the others the name is shown alone."""


@dataclass(frozen=True)
class Cell:
    """How many interventions, the query of their list (or nothing), and the shade behind the
    figure, from 0 (none) to 5 (most).
    """

    figure: int
    query: str
    shade: int


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    heading: dict[str, str]
    cells: list[Cell]
    total: int


@dataclass(frozen=True)
class CrosstabTable:
    """The whole table."""

    columns: list[dict[str, str]]
    lines: list[Line]
    column_totals: list[int]
    total: int


def crosstab_lines(table: Mapping[str, Any], form: CrosstabForm) -> CrosstabTable:
    """What `analysis.crosstabs.pivot` counted, to be shown under what `form` asks."""
    most = max((figure for cells in table["cells"] for figure in cells), default=0)
    across = table["column_labels"]

    def cell(row: str, column: str, figure: int) -> Cell:
        chosen = ((table["rows"], row), (table["columns"], column))
        query = form.list_query(*chosen) if figure else ""
        return Cell(figure, query, -(-SHADES * figure // most) if most else 0)

    lines = [
        Line(
            _heading(table["rows"], label),
            [
                cell(label["code"], column["code"], figure)
                for column, figure in zip(across, figures, strict=True)
            ],
            total,
        )
        for label, figures, total in zip(
            table["row_labels"], table["cells"], table["row_totals"], strict=True
        )
    ]
    headings = [_heading(table["columns"], label) for label in across]
    return CrosstabTable(headings, lines, table["column_totals"], table["total"])


def _heading(dimension: str, label: Mapping[str, str]) -> dict[str, str]:
    """The code in bold and the name beside it, or the name alone."""
    if dimension not in CODED:
        return {"code": label["label"], "label": ""}
    return {
        "code": label["code"],
        "label": label["label"] if label["label"] != label["code"] else "",
    }
