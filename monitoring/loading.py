"""Context indicators and milestones of a cycle, from `fixtures/` into the database."""

from typing import Any

from django.db import transaction

from alignment.loading import FIXTURES, citation, only_fields, read_fixture
from monitoring.choices import IndicatorKind
from monitoring.models import Indicator, Measurement, Milestone


@transaction.atomic
def load_context_indicators(cycle_code: str) -> int:
    """Indicators with their measurements; give how many indicators the file holds."""
    if not (FIXTURES / cycle_code / "context-indicators.json").exists():
        return 0
    records = read_fixture(cycle_code, "context-indicators.json")["indicators"]
    for position, record in enumerate(records):
        indicator, created = Indicator.objects.get_or_create(
            code=record["code"],
            defaults={
                **only_fields(Indicator, record),
                "kind": IndicatorKind.CONTEXT,
                "position": position,
                "source": (
                    f"{citation('tesis')}, tabla {record['table']}, líneas {record['lines']}"
                ),
            },
        )
        if created:
            _add_measurements(indicator, record["measurements"])
    return len(records)


def _add_measurements(indicator: Indicator, records: list[dict[str, Any]]) -> None:
    for position, record in enumerate(records):
        fields = only_fields(Measurement, record)
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
                "source": (
                    f"{citation('tesis')}, tabla {timeline['table']}, líneas {event['lines']}"
                ),
            },
        )
    return len(timeline["events"])
