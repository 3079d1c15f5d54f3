"""A spreadsheet of a catalogue: looked at, then written as it was seen, all of it or nothing.

Looking runs the whole import and takes it back, so that what the page shows is what the actions
of each room said, not a guess. Writing runs it again and keeps it only if it says the same.
"""

import hashlib
import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.results import Result, RowResult

from accounts.models import User
from exchange.actions.importing import shown_name
from exchange.choices import WRITING_OUTCOMES, LineOutcome
from exchange.models import CatalogueImport
from exchange.permissions import may_import_catalogues
from exchange.reader import guard
from exchange.reader.book import LongFileError, UnreadableFileError
from exchange.reader.messages import error, few_of, place_of
from exchange.reader.table import Table, read_table
from exchange.resources.base import CatalogueResource, RepeatedRowError
from exchange.writer.catalogue import sheet_name

logger = logging.getLogger(__name__)

Line = dict[str, Any]
"""A row of the file as it is kept: its number, outcome, name, changes and messages."""

MOST_ROWS, MOST_WRITES = 1_000, 300
"""Rows that are read, and that are written, while a person waits; the command takes more."""

UNCONFIRMED_FOR = timedelta(days=7)
MOST_MESSAGES = 100
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: LineOutcome.NEW,
    RowResult.IMPORT_TYPE_UPDATE: LineOutcome.CHANGED,
    RowResult.IMPORT_TYPE_DELETE: LineOutcome.REMOVED,
    RowResult.IMPORT_TYPE_SKIP: LineOutcome.UNCHANGED,
}


class NotKept(Exception):  # noqa: N818 - no error: takes back what was written for a look
    """Takes back what was written."""


def start_catalogue_import(
    body: bytes,
    *,
    name: str,
    resource: CatalogueResource,
    by: User,
    now: datetime | None = None,
    somebody_waits: bool = True,
) -> CatalogueImport:
    """Take in a file of the catalogue of `resource`, and keep what each of its rows would do.

    Nothing is written. Raises `PermissionDenied` where `by` may not change catalogues,
    `ValidationError` (at `file`) where the file cannot be read, or where `somebody_waits` and it
    is too long.
    """
    if not may_import_catalogues(by):
        raise PermissionDenied
    now = now or timezone.now()
    forget_old_catalogue_imports(now=now)
    table = _read(body, resource, somebody_waits=somebody_waits)
    lines = look_at(table, resource)
    return CatalogueImport.objects.create(
        catalogue=resource.name,
        by=by,
        at=now,
        file_name=shown_name(name),
        checksum=hashlib.sha256(body).hexdigest(),
        body=body,
        lines=lines,
        messages=few_of(table.messages, MOST_MESSAGES),
        counts=counts_of(lines),
    )


def forget_old_catalogue_imports(*, now: datetime) -> int:
    """Delete the files that nobody confirmed in time, with what their rows say; gives how many."""
    unconfirmed = CatalogueImport.objects.filter(
        applied_at__isnull=True, at__lt=now - UNCONFIRMED_FOR
    )
    deleted, _by_model = unconfirmed.delete()
    return deleted


def confirm_catalogue_import(
    batch: CatalogueImport,
    *,
    resource: CatalogueResource,
    by: User,
    now: datetime | None = None,
    somebody_waits: bool = True,
) -> None:
    """Write what the file of `batch` says: every row, as it was shown, in one transaction.

    Raises `PermissionDenied` where `by` did not send it in, `ValidationError` where a row is to be
    mended, nothing would change, or the registry has changed since: the batch then shows anew.
    """
    if not may_import_catalogues(by) or batch.by_id != by.pk:
        raise PermissionDenied
    table = _read(bytes(_unwritten(batch).body or b""), resource, somebody_waits=somebody_waits)
    before = _as_stored(batch.lines)
    lines: list[Line] = []
    try:
        with transaction.atomic():
            locked = CatalogueImport.objects.select_for_update().get(pk=batch.pk)
            _unwritten(locked)
            lines = _written(table, resource)
            _refuse(lines, before)
            locked.applied_at = now or timezone.now()
            locked.body, locked.lines, locked.counts = None, [], counts_of(lines)
            locked.save()
    except NotKept:
        CatalogueImport.objects.filter(pk=batch.pk, applied_at__isnull=True).update(
            lines=lines, counts=counts_of(lines)
        )
        raise ValidationError(
            _("El registro cambió desde la vista previa: revise otra vez y confirme."),
            code="changed",
        ) from None
    batch.refresh_from_db()


def look_at(table: Table, resource: CatalogueResource) -> list[Line]:
    """What each row of `table` would do, by doing it and taking it back."""
    lines: list[Line] = []
    try:
        with transaction.atomic():
            lines = _written(table, resource)
            raise NotKept
    except NotKept:
        return lines


def counts_of(lines: list[Line]) -> dict[str, int]:
    """How many rows there are of each outcome."""
    counted = Counter(line["outcome"] for line in lines)
    return {outcome.value: counted[outcome.value] for outcome in LineOutcome}


def is_takeable(batch: CatalogueImport) -> bool:
    """Whether there is something to write and nothing to mend."""
    writes = sum(batch.counts.get(outcome.value, 0) for outcome in WRITING_OUTCOMES)
    return bool(writes) and not batch.counts.get(LineOutcome.REFUSED.value)


def _unwritten(batch: CatalogueImport) -> CatalogueImport:
    if batch.applied_at is not None:
        raise ValidationError(_("Este archivo ya se incorporó."), code="applied")
    return batch


def _read(body: bytes, resource: CatalogueResource, *, somebody_waits: bool) -> Table:
    """The rows of the file; where `somebody_waits`, no more than there is time for."""
    most_rows, resource.most_writes = (MOST_ROWS, MOST_WRITES) if somebody_waits else (None, None)
    if len(body) > guard.MOST_BYTES:
        raise ValidationError({"file": _("El archivo pesa más de 10 MB.")}, code="too_large")
    try:
        return read_table(
            body,
            title=sheet_name(resource),
            names=resource.column_names(),
            required=resource.required_columns(),
            most_rows=most_rows,
        )
    except UnreadableFileError as problem:
        raise ValidationError({"file": str(problem)}, code="unreadable") from problem
    except LongFileError as problem:
        text = _("El archivo tiene más de %(most)s filas: divídalo en varios.")
        raise ValidationError(
            {"file": text % {"most": f"{most_rows or 0:,}"}}, code="too_long"
        ) from problem


def _written(table: Table, resource: CatalogueResource) -> list[Line]:
    """Import the rows for good, within the transaction of whoever asks; what each of them did."""
    with translation.override("es"):
        result = resource.import_data(
            table.data, dry_run=False, raise_errors=False, rollback_on_validation_errors=True
        )
    for problem in result.base_errors:
        raise problem.error
    if resource.most_writes is not None and resource.writes > resource.most_writes:
        text = _("El archivo cambia más de %(most)s filas de una vez: divídalo en varios.")
        raise ValidationError({"file": text % {"most": resource.most_writes}}, code="too_long")
    return [_line(table, resource, place, row) for place, row in enumerate(_rows_of(result, table))]


def _rows_of(result: Result, table: Table) -> list[RowResult]:
    rows: list[RowResult] = list(result.rows)
    assert len(rows) == len(table.numbers)  # noqa: S101 - skipped rows are reported too
    return rows


def _line(table: Table, resource: CatalogueResource, place: int, row: RowResult) -> Line:
    number = table.numbers[place]
    values = dict(zip(table.data.headers, table.data[place], strict=True))
    faults = table.faults.get(number, [])
    unread = {column for column, _text in faults}
    wrong = [one for one in _problems(table, resource, row) if one[0] not in unread]
    problems = [error(text, row=number, column=column) for column, text in (*faults, *wrong)]
    outcome = LineOutcome.REFUSED if problems else OUTCOMES[row.import_type]
    changes = (row.diff or []) if outcome in WRITING_OUTCOMES else []
    return {
        "row": number,
        "outcome": outcome.value,
        "name": resource.name_in(values),
        "changes": [list(change) for change in changes],
        "messages": [capfirst(f"{place_of(one.as_dict())}{one.text}") for one in problems],
    }


def _problems(table: Table, resource: CatalogueResource, row: RowResult) -> list[tuple[str, str]]:
    """Column (or nothing) and text of what is wrong with a row."""
    problem = row.validation_error or (row.errors[0].error if row.errors else None)
    if problem is None:
        return []
    if isinstance(problem, RepeatedRowError):
        first = table.numbers[problem.first - 1]
        return [("", _("Repite lo que dice la fila %(row)s.") % {"row": first})]
    if isinstance(problem, ValidationError):
        named = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
        return [
            (resource.column_of(name) if name != NON_FIELD_ERRORS else "", text)
            for name, texts in named.items()
            for text in texts
        ]
    if isinstance(problem, IntegrityError | ProtectedError):
        logger.warning("A row of %s was refused by the database", resource.name)
        return [("", _("El registro no admite esta fila como está."))]
    raise problem


def _refuse(lines: list[Line], before: list[tuple[Any, ...]]) -> None:
    """Raises where these rows must not be written: they are not those that were shown, or wrong."""
    if _as_stored(lines) != before:
        raise NotKept
    counts = counts_of(lines)
    if counts[LineOutcome.REFUSED.value]:
        raise ValidationError(_("Hay filas por corregir: no se guardó nada."), code="refused")
    if not any(counts[outcome.value] for outcome in WRITING_OUTCOMES):
        raise ValidationError(_("Ninguna fila cambia nada."), code="unchanged")


def _as_stored(lines: list[Line]) -> list[tuple[Any, ...]]:
    """What of the lines a person decided on."""
    return [
        (line["row"], line["outcome"], line["name"], [list(one) for one in line["changes"]])
        for line in lines
    ]
