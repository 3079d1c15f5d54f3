"""What a country report says, apart from how it is shown: frozen, and standard library only.

Renderers turn this into bytes and add nothing; a published report is always rendered from its
stored content.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

COVER = "cover"
"""The block of the first page: it has no heading and nobody edits it."""

WITHOUT_DATA = "without-data"
"""The block that names what has no data: counted, so that nobody edits it."""

ANNEXES = "annexes"
"""The heading at which the body ends and the annexes begin."""

GAPS = "gaps"
"""The table of what is missing: it stands also where it has no row."""

Cell = str | int | float | None | list[str]
"""Text, a number, nothing, or several texts; an empty list reads "No señala"."""


def digest(told: object) -> str:
    """SHA-256 of anything made of JSON types, as hexadecimal digits."""
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Contents:
    """Where the list of chapters stands; renderers make it from the headings."""

    id: str
    title: str

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON types."""
        return {"type": "contents", "id": self.id, "title": self.title}


@dataclass(frozen=True)
class Heading:
    """The title of a chapter (level 1) or of a part of it."""

    id: str
    title: str
    level: int = 1

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON types."""
        return {"type": "heading", "id": self.id, "title": self.title, "level": self.level}


@dataclass(frozen=True)
class Text:
    """Paragraphs; `automatic` where the registry drafted them and nobody has edited them."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    automatic: bool = True
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON types."""
        return {
            "type": "text",
            "id": self.id,
            "title": self.title,
            "paragraphs": list(self.paragraphs),
            "automatic": self.automatic,
            "source": self.source,
        }


@dataclass(frozen=True)
class Column:
    """A column of a table: the key of its cells, its title, and its share of the width."""

    key: str
    title: str
    weight: int = 1

    def as_dict(self) -> dict[str, Any]:
        """The column as JSON types."""
        return {"key": self.key, "title": self.title, "weight": self.weight}


@dataclass(frozen=True)
class Row:
    """A row of a table and the codes of the interventions that it tells of."""

    cells: Mapping[str, Cell]
    codes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The row as JSON types."""
        return {"cells": dict(self.cells), "codes": list(self.codes)}


@dataclass(frozen=True)
class Table:
    """A table with its columns; `note` says where it comes from or that there is nothing."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON types."""
        return {
            "type": "table",
            "id": self.id,
            "title": self.title,
            "columns": [column.as_dict() for column in self.columns],
            "rows": [row.as_dict() for row in self.rows],
            "note": self.note,
            "wide": self.wide,
        }


def without_empty(table: Table, keys: Collection[str]) -> Table:
    """The table without those of its columns `keys` in which no row says anything."""
    empty = {key for key in keys if not any(row.cells[key] for row in table.rows)}
    rows = (
        replace(row, cells={key: cell for key, cell in row.cells.items() if key not in empty})
        for row in table.rows
    )
    columns = tuple(column for column in table.columns if column.key not in empty)
    return replace(table, columns=columns, rows=tuple(rows))


@dataclass(frozen=True)
class Series:
    """What one colour of a chart stands for: a value per category."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """Horizontal bars, a category each; several series are laid end to end."""

    id: str
    title: str
    category_title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""

    @property
    def totals(self) -> list[int]:
        """The length of each bar."""
        return [sum(row.values[place] for row in self.series) for place in self.places]

    @property
    def places(self) -> range:
        """The positions of the categories."""
        return range(len(self.categories))

    @property
    def alternative(self) -> str:
        """The chart in words, for whoever does not see it: title, series and every value."""
        told = [
            f"{name}: "
            + ", ".join(
                f"{row.name} {row.values[place]}" if len(self.series) > 1 else f"{total}"
                for row in self.series
            )
            for place, (name, total) in enumerate(zip(self.categories, self.totals, strict=True))
        ]
        return f"{self.title}. {'; '.join(told)}."

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON types."""
        return {
            "type": "chart",
            "id": self.id,
            "title": self.title,
            "category_title": self.category_title,
            "categories": list(self.categories),
            "series": [{"name": row.name, "values": list(row.values)} for row in self.series],
            "note": self.note,
        }


Block = Contents | Heading | Text | Table | Chart


@dataclass(frozen=True)
class CountryReportContent:
    """A whole report of one cycle in one language."""

    title: str
    cycle: str
    language: str
    compiled_at: datetime
    blocks: tuple[Block, ...]

    @property
    def checksum(self) -> str:
        """SHA-256 of everything but the time of compiling, as hexadecimal digits."""
        told = {
            "title": self.title,
            "cycle": self.cycle,
            "language": self.language,
            "blocks": [block.as_dict() for block in self.blocks],
        }
        return digest(told)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON types."""
        return {
            "title": self.title,
            "cycle": self.cycle,
            "language": self.language,
            "compiled_at": self.compiled_at.isoformat(),
            "checksum": self.checksum,
            "blocks": [block.as_dict() for block in self.blocks],
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "CountryReportContent":
        """The content that `as_dict` told; raises `KeyError` where it is not complete."""
        return cls(
            told["title"],
            told["cycle"],
            told["language"],
            datetime.fromisoformat(told["compiled_at"]),
            tuple(_block_from(block) for block in told["blocks"]),
        )

    def tables(self) -> list[Table]:
        """The tables in the order in which they stand."""
        return [block for block in self.blocks if isinstance(block, Table)]

    def charts(self) -> list[Chart]:
        """The charts in the order in which they stand."""
        return [block for block in self.blocks if isinstance(block, Chart)]

    def numbers(self) -> dict[str, int]:
        """Block id -> its number among the tables or among the figures, from 1."""
        tables = {block.id: number for number, block in enumerate(self.tables(), start=1)}
        charts = {block.id: number for number, block in enumerate(self.charts(), start=1)}
        return tables | charts

    def texts(self) -> list[Text]:
        """The prose that people may write, in the order in which it stands."""
        nobodys = {COVER, WITHOUT_DATA}
        return [
            block for block in self.blocks if isinstance(block, Text) and block.id not in nobodys
        ]

    def automatic_texts(self) -> list[Text]:
        """Those that the registry drafted and nobody edited."""
        return [text for text in self.texts() if text.automatic]

    def headings(self) -> list[Heading]:
        """The titles of the chapters in the order in which they stand."""
        return [block for block in self.blocks if isinstance(block, Heading)]


def _block_from(told: Mapping[str, Any]) -> Block:
    fields = {name: value for name, value in told.items() if name != "type"}
    match told["type"]:
        case "contents":
            return Contents(**fields)
        case "heading":
            return Heading(**fields)
        case "text":
            return Text(**fields | {"paragraphs": tuple(told["paragraphs"])})
        case "chart":
            series = tuple(Series(row["name"], tuple(row["values"])) for row in told["series"])
            categories = tuple(told["categories"])
            return Chart(**fields | {"categories": categories, "series": series})
        case "table":
            columns = tuple(Column(**column) for column in told["columns"])
            rows = tuple(Row(row["cells"], tuple(row["codes"])) for row in told["rows"])
            return Table(**fields | {"columns": columns, "rows": rows})
    raise KeyError(told["type"])
