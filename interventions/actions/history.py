"""Who changed what: the history of rows that are written many at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from simple_history.models import HistoricalRecords

from accounts.history import reason_of
from accounts.models import User
from interventions.actions.writing import Writing
from interventions.models import Intervention
from interventions.values import TO_MANY

TOGETHER = 500
"""Rows that one statement takes."""


def some_of(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows, as many at a time as one statement takes."""
    for start in range(0, len(rows), TOGETHER):
        yield rows[start : start + TOGETHER]


@contextmanager
def recorded_as(person: User | None) -> Iterator[None]:
    """What is deleted is recorded by the history's own hand, which asks the request who did it.

    A worker or a command has no request.
    """
    before = getattr(HistoricalRecords.context, "request", None)
    HistoricalRecords.context.request = SimpleNamespace(user=person) if person else before
    try:
        yield
    finally:
        HistoricalRecords.context.request = before


def record(writings: Sequence[Writing], *, update: bool, by: User | None, now: datetime) -> None:
    """One record of each intervention as it is now, with its regions, countries and groups.

    Beside who wrote in the name of an entity stands in whose place, where they stood in for
    somebody. The library's own bulk door leaves out what is many-to-many.
    """
    reason = reason_of(by) if any(one.acts_for is not None for one in writings) else ""
    rows: list[Any] = []
    for writing in writings:
        row: Any = writing.stored
        row._change_reason = reason if writing.acts_for is not None else ""
        rows.append(row)
    for some in some_of(rows):
        records = Intervention.history.bulk_history_create(
            some, batch_size=TOGETHER, update=update, default_user=by, default_date=now
        )
        record_of = {made.id: made for made in records}
        for name in TO_MANY:
            through = getattr(Intervention, name).through
            kept = getattr(Intervention.history.model, name).model
            names = [field.attname for field in through._meta.fields]
            links = through.objects.filter(intervention__in=list(record_of)).values(*names)
            kept.objects.bulk_create(
                [kept(history=record_of[link["intervention_id"]], **link) for link in links],
                batch_size=TOGETHER,
            )
