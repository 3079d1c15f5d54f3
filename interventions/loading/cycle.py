"""The rows of a published report, table by table, as validated interventions.

A file is one table of the source: its rows hold the objective or guideline, the executing
entities, the items of the cell (one intervention each) and what the row reports of results and
difficulties, which its interventions share. Every row keeps its table and lines as its source.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from alignment.loading import FIXTURES, Record, citation, cite, provisions_by_key, read_fixture
from alignment.models import Provision, ThematicArea
from cycles.actions import open_for_loading
from cycles.loading import load_notes
from cycles.models import ReportingCycle
from entities.models import Country, Entity, Region, TargetGroup
from entities.queries import other_names
from interventions.actions import Writing, write
from interventions.choices import (
    DatePrecision,
    EvidenceKind,
    ParticipationRole,
    Reporting,
    State,
)
from interventions.models import Challenge, Intervention, ReviewEvent

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


def _sharers_of(
    tables: list[Record], replaced: dict[str, list[str]]
) -> dict[tuple[int, int], list[str]]:
    """Table and row -> the codes of its interventions, which share what the row reports."""
    sharers: dict[tuple[int, int], list[str]] = {}
    for table, row, item in items_of(tables):
        if item_key(table, row, item) not in replaced:
            sharers.setdefault((table["table"], row["row"]), []).append(item["code"])
    return sharers


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
        self.sharers: dict[tuple[int, int], list[str]] = {}
        self.known = set(Intervention.objects.filter(cycle=cycle).values_list("code", flat=True))

    def load(self, tables: list[Record]) -> int:
        """Write what is not there yet; give how many interventions were added."""
        replaced = replaced_items(tables)
        self.sharers = _sharers_of(tables, replaced)
        writings = [
            self._writing(table, row, item)
            for table, row, item in items_of(tables)
            if item_key(table, row, item) not in replaced and item["code"] not in self.known
        ]
        written = write(writings, by=None, now=self.now)
        ReviewEvent.objects.bulk_create(
            ReviewEvent(
                intervention=row, to_state=State.VALIDATED, at=self.now, note=row.source_document
            )
            for row in written
        )
        for table in tables:
            for row in table["rows"]:
                if not row["interventions"] and row["challenges"]:
                    self._add_entity_challenges(table, row)
        return len(written)

    def _writing(self, table: Record, row: Record, item: Record) -> Writing:
        intervention = Intervention(
            cycle=self.cycle,
            code=item["code"],
            state=State.VALIDATED,
            submitted_at=self.now,
            validated_at=self.now,
        )
        together = self.sharers[table["table"], row["row"]]
        shared = {"shared_with": [code for code in together if code != item["code"]]}
        values = {
            **_plain_fields(item),
            **_dates(item),
            "results_reporting": _reporting(row["results_reported"]),
            "challenges_reporting": _reporting(row["challenges_reported"]),
            "source_document": citation(table["source"]),
            "source_reference": _reference(table, row, item),
            "regions": [self.regions[code].pk for code in item["regions"]],
            "countries": [self.countries[code].pk for code in item["countries"]],
            "target_groups": [self.target_groups[code].pk for code in item["target_groups"]],
            "participations": self._participations(row["entities"]),
            "contributions": [self._contribution(table, row)],
            "results": [_result_fields(result) | shared for result in row["results"]],
            "challenges": [_challenge_fields(told) | shared for told in row["challenges"]],
            "evidence": list(_evidence(item)),
        }
        return Writing(intervention, values)

    def _participations(self, names: list[str]) -> list[Record]:
        """The entities that execute it, the first of which leads."""
        return [
            {
                "entity_id": self.entities[name].pk,
                "role": ParticipationRole.CO_EXECUTOR if position else ParticipationRole.LEAD,
            }
            for position, name in enumerate(names)
        ]

    def _contribution(self, table: Record, row: Record) -> Record:
        provision = self._provision(table, row)
        group = self._group(table, provision)
        return {"provision_id": provision.pk, "group_id": group.pk if group else None}

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
    entities = {entity.pk: entity for entity in Entity.objects.all()}
    named: dict[str, Entity] = {}
    for pk, name in other_names():  # what is in use, or was last, comes first and stays
        named.setdefault(name, entities[pk])
    return named | {entity.acronym: entity for entity in entities.values()}


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
        "date_precision": PRECISIONS[min(map(len, stated))] if stated else "",
    }


def _result_fields(result: Record) -> Record:
    as_of = result.get("as_of")
    return {
        "text": result["text"],
        "value": result.get("value"),
        "unit": result.get("unit") or "",
        "as_of": _last_day(as_of) if as_of else None,
    }


def _challenge_fields(challenge: Record) -> Record:
    return {name: challenge[name] for name in ("kind", "category", "text")}


def _evidence(item: Record) -> Iterator[Record]:
    """The norms and documents of the item, and the place that names it a good practice."""
    for record in item.get("evidence", []):
        yield {
            "kind": record["kind"],
            "title": record["title"],
            "norm_type": record["norm_type"],
            "number": record["number"],
            "date": record["date"] or "",
            "reference": cite("tesis", record["line"]),
        }
    if lines := item.get("good_practice_lines"):
        yield {
            "kind": EvidenceKind.DOCUMENT,
            "title": "Señalada como buena práctica",
            "reference": cite("tesis", lines),
        }


def _reporting(reported: bool) -> Reporting:
    return Reporting.REPORTED if reported else Reporting.NOT_REPORTED


def _reference(table: Record, row: Record, item: Record) -> str:
    """Where the source tells of the item: table, row and lines, and other places of the same."""
    reference = f"Tabla {table['table']}, fila {row['row']}, líneas {row['lines']}"
    for key in item.get("replaces", []):
        number, other, _item = key.split("/")
        reference += f"; también tabla {number}, fila {other}"
    return reference


@transaction.atomic
def load_cycle_rows(cycle: ReportingCycle, *, now: datetime | None = None) -> int:
    """Load the tables and the notes of `cycle`; give how many interventions were added."""
    tables: list[dict[str, Any]] = list(tables_of(cycle.code))
    load_notes(cycle)
    with open_for_loading(cycle):
        return CycleLoader(cycle, now or timezone.now()).load(tables)
