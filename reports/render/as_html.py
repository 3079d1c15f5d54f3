"""One accessible page with an anchor per block."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from reports.content import Block, Chart, Contents, CountryReportContent, Heading, Table, Text
from reports.render.cells import addresses_of, clean, draft_mark, lines_of
from reports.render.charts import as_svg


def as_html(content: CountryReportContent, *, draft: bool = False) -> bytes:
    """A page in the report's language, UTF-8; a draft says so at its top and on each sheet."""
    with translation.override(content.language):
        numbers = content.numbers()
        context = {
            "content": content,
            "draft_mark": draft_mark(draft=draft),
            "headings": [row for row in content.headings() if row.level == 1],
            "blocks": [_shown(block, content.cycle, numbers) for block in content.blocks],
        }
        return clean(render_to_string("reports/report.html", context)).encode()


def _shown(block: Block, cycle: str, numbers: dict[str, int]) -> dict[str, Any]:
    if isinstance(block, Contents):
        return {"type": "contents", "block": block}
    if isinstance(block, Heading):
        return {"type": "heading", "block": block}
    if isinstance(block, Text):
        return {"type": "text", "block": block}
    if isinstance(block, Chart):
        return {
            "type": "chart",
            "block": block,
            "number": numbers[block.id],
            "picture": mark_safe(as_svg(block)),  # noqa: S308 - ours; its texts are escaped there
            "rows": list(
                zip(
                    block.categories,
                    zip(*(row.values for row in block.series), strict=True),
                    strict=True,
                )
            ),
        }
    return {
        "type": "table",
        "block": block,
        "number": numbers[block.id],
        "rows": [_shown_row(block, position, cycle) for position in range(len(block.rows))],
    }


def _shown_row(table: Table, position: int, cycle: str) -> list[dict[str, Any]]:
    row = table.rows[position]
    cells = []
    for column in table.columns:
        value = row.cells.get(column.key)
        lines = lines_of(value)
        addresses = addresses_of(column.key, row, cycle) or [""] * len(lines)
        cells.append(
            {
                "lines": list(zip(lines, addresses, strict=True)),
                "several": len(lines) > 1,
                "number": isinstance(value, int | float),
            }
        )
    return cells
