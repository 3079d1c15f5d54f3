"""A crosstab as its page shows it: each figure with its link and its shade."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.forms import CrosstabForm

SHADES = 5
"""Steps of the shade behind the figures; the figures themselves say the same."""


@dataclass(frozen=True)
class Cell:
    """How many interventions, the query of their list, and how dark from 0 (none) to 5 (most)."""

    figure: int
    query: str
    shade: int


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    code: str
    label: str
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
    """What `interventions.crosstabs.pivot` counted, to be shown under what `form` asks."""
    most = max((figure for cells in table["cells"] for figure in cells), default=0)
    across = table["column_labels"]

    def cell(row: str, column: str, figure: int) -> Cell:
        chosen = {table["rows"]: row, table["columns"]: column}
        query = form.list_query(**chosen) if figure else ""
        return Cell(figure, query, -(-SHADES * figure // most) if most else 0)

    lines = [
        Line(
            label["code"],
            label["label"],
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
    return CrosstabTable(across, lines, table["column_totals"], table["total"])
