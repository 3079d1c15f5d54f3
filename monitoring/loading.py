"""Context indicators and milestones of a cycle, from `fixtures/` into the database."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from alignment.loading import (
    FIXTURES,
    ProvisionKey,
    cite,
    only_fields,
    provisions_by_key,
    read_fixture,
)
from alignment.models import Provision
from monitoring.choices import IndicatorKind
from monitoring.models import Indicator, Measurement, Milestone

Record = dict[str, Any]


@transaction.atomic
def load_context_indicators(cycle_code: str) -> int:
    """Indicators with their measurements; give how many indicators the file holds."""
    if not (FIXTURES / cycle_code / "context-indicators.json").exists():
        return 0
    fixture = read_fixture(cycle_code, "context-indicators.json")
    known = provisions_by_key()
    for position, record in enumerate(fixture["indicators"]):
        indicator, created = Indicator.objects.get_or_create(
            code=record["code"],
            defaults={
                **only_fields(Indicator, record),
                "kind": IndicatorKind.CONTEXT,
                "position": position,
                "source": _place(record),
            },
        )
        if created:
            _add_provisions(indicator, record["provisions"], known)
            _add_measurements(indicator, measurements_of(record, fixture["sources"]))
    return len(fixture["indicators"])


def measurements_of(record: Record, sources: dict[str, Record]) -> list[Record]:
    """The measurements of an indicator's `record`, each with what its source says of all its own.

    A measurement's own value, also an empty one, comes before its source's.
    """
    return [{**sources[row["source_code"]], **row} for row in record["measurements"]]


def _place(record: Record) -> str:
    table = "texto" if record["table"] == "texto" else f"tabla {record['table']}"
    return cite("tesis", record["lines"], place=table)


def _add_provisions(
    indicator: Indicator, keys: list[Record], known: dict[ProvisionKey, Provision]
) -> None:
    indicator.provisions.set(known[key["framework"], key["kind"], key["code"]] for key in keys)


def _add_measurements(indicator: Indicator, records: list[Record]) -> None:
    for position, record in enumerate(records):
        fields = only_fields(Measurement, record)
        if "value" in fields:
            fields["value"] = Decimal(str(fields["value"]))
        Measurement.objects.create(indicator=indicator, position=position, **fields)


@transaction.atomic
def load_milestones(cycle_code: str) -> int:
    """The timeline of table 2; give how many events the file holds."""
    if not (FIXTURES / cycle_code / "timeline.json").exists():
        return 0
    timeline = read_fixture(cycle_code, "timeline.json")
    for position, event in enumerate(timeline["events"]):
        Milestone.objects.get_or_create(
            date=event["date"],
            title=event["title"],
            defaults={
                "end_date": event["end_date"] or "",
                "description": event["description"],
                "position": position,
                "source": cite("tesis", event["lines"], place=f"tabla {timeline['table']}"),
            },
        )
    return len(timeline["events"])
