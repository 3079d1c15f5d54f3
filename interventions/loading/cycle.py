"""The rows of a published report, table by table, as validated interventions.

A file is one table of the source: its rows hold the objective or guideline, the executing
entities, the items of the cell (one intervention each) and what the row reports of results and
difficulties. Every row keeps its table and lines as its source.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from alignment.loading import FIXTURES, Record, provisions_by_key, read_fixture
from alignment.models import Provision, ThematicArea
from cycles.models import ReportingCycle
from entities.models import Country, Entity, Region, TargetGroup
from interventions.choices import DatePrecision, ParticipationRole, Reporting, State
from interventions.models import (
    Challenge,
    Contribution,
    Intervention,
    Participation,
    Result,
    ReviewEvent,
)

KIND_OF_TABLE = {"pmm": "objective"}
"""What the rows of a table answer: objectives of the Pact, guidelines of everything else."""

PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


def tables_of(cycle_code: str) -> Iterator[Record]:
    """The tables of a cycle in the order of their numbers."""
    for path in sorted((FIXTURES / cycle_code).glob("table-*.json")):
        yield read_fixture(cycle_code, path.name)


def replaced_items(tables: list[Record]) -> dict[str, list[str]]:
    """Items that another table tells more precisely: `table/row/item` -> those that replace it."""
    replaced: dict[str, list[str]] = {}
    for table, row, item in items_of(tables):
        for key in item.get("replaces", []):
            replaced.setdefault(key, []).append(item_key(table, row, item))
    return replaced


def items_of(tables: list[Record]) -> Iterator[tuple[Record, Record, Record]]:
    """Every item with its row and table."""
    for table in tables:
        for row in table["rows"]:
            for item in row["interventions"]:
                yield table, row, item


def item_key(table: Record, row: Record, item: Record) -> str:
    """How other tables cite an item."""
    return f"{table['table']}/{row['row']}/{item['item']}"


class CycleLoader:
    """Writes the tables of one cycle; look-ups are made once."""

    def __init__(self, cycle: ReportingCycle, now: datetime) -> None:
        self.cycle = cycle
        self.now = now
        self.provisions = provisions_by_key()
        self.entities = _entities_by_name()
        self.regions = {row.code: row for row in Region.objects.all()}
        self.countries = {row.code: row for row in Country.objects.all()}
        self.target_groups = {row.code: row for row in TargetGroup.objects.all()}
        self.known = set(Intervention.objects.filter(cycle=cycle).values_list("code", flat=True))

    def load(self, tables: list[Record]) -> int:
        """Write what is not there yet; give how many interventions were added."""
        replaced = replaced_items(tables)
        added = 0
        for table, row, item in items_of(tables):
            if item_key(table, row, item) in replaced or item["code"] in self.known:
                continue
            self._add_intervention(table, row, item)
            added += 1
        for table in tables:
            for row in table["rows"]:
                if not row["interventions"] and row["challenges"]:
                    self._add_entity_challenges(table, row)
        return added

    def _add_intervention(self, table: Record, row: Record, item: Record) -> None:
        intervention = Intervention(
            cycle=self.cycle,
            code=item["code"],
            state=State.VALIDATED,
            submitted_at=self.now,
            validated_at=self.now,
            **_plain_fields(item),
            **_dates(item),
            results_reporting=_reporting(row["results_reported"]),
            challenges_reporting=_reporting(row["challenges_reported"]),
            source_document=table["source"],
            source_reference=_reference(table, row, item),
        )
        intervention.save()
        intervention.regions.set(self.regions[code] for code in item["regions"])
        intervention.countries.set(self.countries[code] for code in item["countries"])
        intervention.target_groups.set(self.target_groups[code] for code in item["target_groups"])
        self._add_participations(intervention, row["entities"])
        provision = self._provision(table, row)
        Contribution.objects.create(
            intervention=intervention,
            provision=provision,
            group=self._group(table, provision),
            is_primary=True,
        )
        for position, result in enumerate(row["results"]):
            Result.objects.create(
                intervention=intervention, position=position, **_result_fields(result)
            )
        for position, challenge in enumerate(row["challenges"]):
            Challenge.objects.create(intervention=intervention, position=position, **challenge)
        ReviewEvent.objects.create(
            intervention=intervention, to_state=State.VALIDATED, at=self.now, note=table["source"]
        )

    def _add_participations(self, intervention: Intervention, names: list[str]) -> None:
        for position, name in enumerate(names):
            Participation.objects.create(
                intervention=intervention,
                entity=self.entities[name],
                role=ParticipationRole.CO_EXECUTOR if position else ParticipationRole.LEAD,
                position=position,
            )

    def _provision(self, table: Record, row: Record) -> Provision:
        kind = KIND_OF_TABLE.get(table["framework"], "guideline")
        return self.provisions[table["framework"], kind, row["provision"]]

    def _group(self, table: Record, provision: Provision) -> ThematicArea | None:
        areas = {area.code: area for area in ThematicArea.objects.filter(members=provision)}
        if len(areas) < 2:
            return None
        return cast("ThematicArea", areas[table["group"]])

    def _add_entity_challenges(self, table: Record, row: Record) -> None:
        for position, challenge in enumerate(row["challenges"]):
            Challenge.objects.get_or_create(
                cycle=self.cycle,
                entity=self.entities[row["entities"][0]],
                provision=self._provision(table, row),
                text=challenge["text"],
                defaults={
                    "kind": challenge["kind"],
                    "category": challenge["category"],
                    "position": position,
                    "validated_at": self.now,
                },
            )


def _entities_by_name() -> dict[str, Entity]:
    named = {}
    for entity in Entity.objects.all():
        for name in (entity.acronym, *entity.aliases):
            named[name] = entity
    return named


def _plain_fields(item: Record) -> Record:
    names = "title description kind criterion status scope began_before_pact good_practice"
    return {name: item[name] for name in names.split()}


def _full_date(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01"[:10])


def _last_day(text: str) -> date:
    year, month, day = int(text[:4]), int(text[5:7] or 12), text[8:10]
    if day:
        return date(year, month, int(day))
    return date(year + month // 12, month % 12 + 1, 1).replace(day=1) - date.resolution


def _dates(item: Record) -> Record:
    start, end = item["start_date"], item["end_date"]
    stated = [text for text in (start, end) if text]
    return {
        "start_date": _full_date(start) if start else None,
        "end_date": _last_day(end) if end else None,
        "date_precision": PRECISIONS[min(map(len, stated))] if stated else DatePrecision.DAY,
    }


def _result_fields(result: Record) -> Record:
    as_of = result.get("as_of")
    return {
        "text": result["text"],
        "value": result.get("value"),
        "unit": result.get("unit") or "",
        "as_of": _last_day(as_of) if as_of else None,
    }


def _reporting(reported: bool) -> Reporting:
    return Reporting.REPORTED if reported else Reporting.NOT_REPORTED


def _reference(table: Record, row: Record, item: Record) -> str:
    reference = f"Tabla {table['table']}, líneas {row['lines']} de la tesis"
    for key in item.get("replaces", []):
        reference += f"; también tabla {key.split('/')[0]}, fila {key.split('/')[1]}"
    return reference


@transaction.atomic
def load_cycle_rows(cycle: ReportingCycle, *, now: datetime | None = None) -> int:
    """Load the tables of `cycle` as validated interventions; give how many were added."""
    tables: list[dict[str, Any]] = list(tables_of(cycle.code))
    return CycleLoader(cycle, now or timezone.now()).load(tables)
