"""A tagged PDF (PDF/UA-1): the content told to `report.typ`, which only lays it out."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from face.tokens import LIGHT
from reports.content import Block, Chart, Contents, CountryReportContent, Heading, Row, Table, Text
from reports.render.cells import addresses_of, draft_mark, is_short, lines_of, stamp_of
from reports.render.charts import as_svg
from reports.render.layout import chapters_that_follow_on, leaves
from reports.render.letters import printable
from reports.render.typesetting import as_tagged_pdf


def as_pdf(content: CountryReportContent, *, draft: bool = False) -> bytes:
    """The report as a PDF file; equal content gives equal bytes. A draft says so on each page."""
    with translation.override(content.language):
        following_on = chapters_that_follow_on(content.blocks)
        cover = next((row for row in content.blocks if row.id == "cover"), None)
        told = {
            "title": printable(content.title),
            "language": content.language,
            "mark": draft_mark(draft=draft),
            "colours": LIGHT,
            "cover": [printable(line) for line in cover.paragraphs]
            if isinstance(cover, Text)
            else [],
            "stamp": stamp_of(content),
            "words": {
                "table": _("Tabla"),
                "figure": _("Figura"),
                "tables": _("Lista de tablas"),
                "figures": _("Lista de figuras"),
                "page": _("Página"),
            },
            "leaves": [
                {
                    "landscape": leaf.landscape,
                    "blocks": [
                        _told(block, content.cycle)
                        | {"starts_page": _is_chapter(block) and block.id not in following_on}
                        for block in leaf.blocks
                        if block is not cover
                    ],
                }
                for leaf in leaves(content.blocks)
            ],
        }
        return as_tagged_pdf(told, timestamp=int(content.compiled_at.timestamp()))


def _is_chapter(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _told(block: Block, cycle: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": block.id, "title": printable(block.title)}
    if isinstance(block, Contents):
        return told | {"type": "contents"}
    if isinstance(block, Heading):
        return told | {"type": "heading", "level": block.level}
    if isinstance(block, Text):
        marks = [_("Texto redactado automáticamente.")] if block.automatic else []
        if block.source:
            marks.append(f"{_('Fuente')}: {printable(block.source)}")
        paragraphs = [printable(line) for line in block.paragraphs]
        return told | {"type": "text", "paragraphs": paragraphs, "marks": marks}
    told["note"] = printable(block.note)
    if isinstance(block, Chart):
        return told | {
            "type": "chart",
            "picture": as_svg(block, printable) if block.categories else "",
            "alternative": printable(block.alternative),
        }
    return told | {
        "type": "table",
        "columns": [
            {"title": printable(column.title), "weight": column.weight} for column in block.columns
        ],
        "rows": [
            {"whole": is_short(row), "cells": _cells(block, row, cycle)} for row in block.rows
        ],
    }


def _cells(table: Table, row: Row, cycle: str) -> list[dict[str, Any]]:
    cells = []
    for column in table.columns:
        value = row.cells.get(column.key)
        cell: dict[str, Any] = {"lines": [printable(line) for line in lines_of(value)]}
        if addresses := addresses_of(column.key, row, cycle):
            cell["addresses"] = addresses
        if isinstance(value, int | float):
            cell["number"] = True
        cells.append(cell)
    return cells
