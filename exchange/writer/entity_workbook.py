"""What goes into the workbook of an entity, or into the one that goes back with reasons."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import translation

from cycles.models import ReportingCycle
from entities.models import Entity
from exchange.columns import Column, Kind
from exchange.headers import title_of
from exchange.lists import Lists
from exchange.models import ImportBatch
from exchange.reader.messages import place_of
from exchange.row_values import ACTION_DATES, told, values_of
from exchange.tables import CHALLENGES, CHILDREN, INTERVENTIONS, RESULTS
from exchange.workbook_identity import Record
from exchange.writer.workbook import SheetRow, write_workbook
from interventions.choices import EDITABLE_STATES, ParticipationRole
from interventions.models import Intervention
from interventions.queries import with_sharers
from interventions.reading.dates import retyped


def workbook_of(entity: Entity, cycle: ReportingCycle) -> bytes:
    """The workbook of `entity` for `cycle`: the rows that it leads, and room for new ones.

    Drafts and observed rows may be changed; the others are shown locked.
    """
    lists = Lists(cycle)
    rows = list(rows_to_show(entity, cycle))
    with translation.override("es"):
        shown: set[str] = set()
        filled = [_row_of(row, lists, shown) for row in rows]
    return write_workbook(
        filled,
        lists=lists,
        record=Record(
            cycle=cycle.code,
            entity=entity.acronym,
            workbook=str(uuid4()),
            versions={row.code: row.version for row in rows},
        ),
    )


def rows_to_show(entity: Entity, cycle: ReportingCycle) -> Iterable[Intervention]:
    """What the entity leads in the cycle, what may still be changed first."""
    led = Intervention.objects.filter(
        cycle=cycle, participations__entity=entity, participations__role=ParticipationRole.LEAD
    )
    rows = with_sharers(led).order_by("code")
    return sorted(rows, key=lambda row: row.state not in EDITABLE_STATES)


def _row_of(row: Intervention, lists: Lists, shown: set[str]) -> SheetRow:
    """The sheet's row; what it shares with one before it stands there (`shown`, by code)."""
    values = values_of(row, lists)
    for table in (RESULTS, CHALLENGES):
        stored = list(getattr(row, table.key).all())
        pairs = zip(stored, values[table.key], strict=True)
        values[table.key] = [child for one, child in pairs if one.code not in shown]
        shown |= {one.code for one in stored}
    cells = {
        column.key: cell_of(column, values.get(column.key), lists)
        for column in INTERVENTIONS.columns
    }
    cells |= {"key": row.code, "state": str(row.get_state_display())}
    for key in ACTION_DATES:
        day, ends = getattr(row, key), key == "end_date"
        cells[key] = retyped(day, row.date_precision, ends=ends)
    children = {
        table.key: [
            {column.key: cell_of(column, child.get(column.key), lists) for column in table.columns}
            for child in values[table.key]
        ]
        for table in CHILDREN
    }
    return SheetRow(cells, children, is_locked=row.state not in EDITABLE_STATES)


def cell_of(column: Column, value: Any, lists: Lists) -> Any:
    """A stored value as a cell: numbers as such, the rest as people type it.

    Dates too: over a date of Excel's, a year that is typed becomes a day of 1905.
    """
    if value is None or value == "":
        return ""
    if column.kind is Kind.DECIMAL:
        return Decimal(value)
    return told(column, value, lists)


def workbook_of_refused(batch: ImportBatch) -> bytes:
    """The rows of a file that were refused or lost a field, as they came, each with its reasons."""
    rows = list(batch.rows.filter(needs_mending=True))
    filled = [
        SheetRow(
            cells=row.source.get("main", {}) | {"key": row.code or row.key},
            children={key: told for key, told in row.source.items() if key != "main"},
            reasons="\n".join(reason(message) for message in row.messages),
        )
        for row in rows
    ]
    return write_workbook(
        filled,
        lists=Lists(batch.cycle),
        record=Record(
            cycle=batch.cycle.code,
            entity=batch.entity.acronym,
            workbook=batch.workbook,
            # What somebody else changed waits to be ticked again, as if it came for the first time.
            versions={
                row.code: 0 if row.is_outdated else row.seen_version
                for row in rows
                if row.code and row.seen_version
            },
        ),
        with_reasons=True,
    )


def reason(message: dict[str, Any]) -> str:
    """A message without the row of the old file: the row is another one in the new."""
    place = {"column": message["column"]}
    if message["sheet"] != title_of(INTERVENTIONS):
        place["sheet"] = message["sheet"]
    told = place_of(place) + str(message["text"])
    return told[:1].upper() + told[1:]
