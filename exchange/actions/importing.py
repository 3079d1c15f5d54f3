"""A file of an entity: taken in, read, confirmed, undone; every face calls these.

A batch is a job (`jobs.actions`): it says how far it is, and is taken up where a worker was killed.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from cycles.actions import require_open
from cycles.models import ReportingCycle
from entities.models import Entity
from exchange.actions.import_rows import read_rows, refuse_touched, restore_rows, write_rows
from exchange.choices import TAKEABLE_OUTCOMES, ImportState
from exchange.models import ImportBatch, ImportRow
from exchange.permissions import may_confirm_import, may_undo_import, needs_reason
from exchange.reader import guard
from exchange.reader.book import LongFileError, UnreadableFileError
from interventions.actions.on_behalf import required_reason
from interventions.actions.preconditions import StaleVersionError
from jobs.actions import JobKind, enqueue, put_back, run

SMALL_FILE = 200_000
"""Bytes up to which a file is read while the person waits; a larger one is a job."""

FEW_LINES = 1_000
"""Written rows of all its sheets up to which a file is read while the person waits."""

FEW_ROWS = 300
"""Rows up to which a confirmed file is written while the person waits."""

UNCONFIRMED_FOR, UNDOABLE_FOR = timedelta(days=7), timedelta(days=30)


def start_import(
    body: bytes,
    *,
    name: str,
    entity: Entity,
    cycle: ReportingCycle,
    by: User,
    on_behalf: str = "",
    now: datetime | None = None,
    at_once: bool = False,
) -> ImportBatch:
    """Take in a file; it is read at once if small (or `at_once`), else by a worker.

    `on_behalf` is why the secretariat sends it in in the name of `entity`. Raises
    `PermissionDenied` where `by` is neither a focal point of `entity` nor of the secretariat,
    `ValidationError` where the cycle is closed, the file is too large or that reason is missing.
    Nothing is written yet; a file that cannot be
    read gives a refused batch whose `error` says why.
    """
    now = now or timezone.now()
    require_open(cycle)
    reason = required_reason(on_behalf, "on_behalf") if needs_reason(by, entity) else ""
    if len(body) > guard.MOST_BYTES:
        raise ValidationError({"file": _("El archivo pesa más de 10 MB.")}, code="too_large")
    forget_old_imports(now=now)
    batch = ImportBatch.objects.create(
        entity=entity,
        cycle=cycle,
        by=by,
        at=now,
        file_name=shown_name(name),
        checksum=hashlib.sha256(body).hexdigest(),
        on_behalf=reason,
        body=body,
    )
    if at_once or len(body) <= SMALL_FILE:
        run_import(batch.pk, most_rows=None if at_once else FEW_LINES)
    else:
        enqueue(IMPORT, batch)
    batch.refresh_from_db()
    return batch


def shown_name(name: str) -> str:
    """The file's name as it is shown: no folders, nothing unseen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:200] or _("sin nombre")


def run_import(batch_id: int, *, most_rows: int | None = None) -> None:
    """Do what a batch waits for: read its file, write its rows or undo them.

    A file of more than `most_rows` is left to a worker.
    """
    run(replace(IMPORT, work=partial(_work, most_rows=most_rows)), batch_id)


@task()
def run_import_job(batch_id: int) -> None:
    """The same, by a worker."""
    run_import(batch_id)


WORK: dict[ImportState, tuple[Callable[[ImportBatch], None], ImportState]] = {
    ImportState.READING: (read_rows, ImportState.REFUSED),
    ImportState.APPLYING: (write_rows, ImportState.PREVIEWED),
    ImportState.UNDOING: (restore_rows, ImportState.APPLIED),
}
"""State -> what a worker does, and where the batch stands if it cannot be done."""

REFUSALS = (UnreadableFileError, ValidationError, PermissionDenied)


def _work(batch: ImportBatch, *, most_rows: int | None = None) -> None:
    work, _back = WORK[ImportState(batch.state)]
    if work is not read_rows:
        work(batch)
        return
    try:
        read_rows(batch, most_rows=most_rows)
    except LongFileError:
        put_back(IMPORT, batch)


def _given_up(batch: ImportBatch) -> dict[str, Any]:
    """Where it was before; a file that cannot be read is refused."""
    _work, back = WORK[ImportState(batch.state)]
    if back == ImportState.REFUSED:
        ImportRow.objects.filter(batch=batch).delete()  # it was read in part
    return {"state": back, "body": None, "progress": 0, "step": "", "undone_by": None}


def _error_text(error: Exception) -> str:
    if not isinstance(error, REFUSALS):
        return _("Ocurrió un error inesperado: no se guardó nada.")
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error) or _("Ya no puede escribir por esta entidad. No se guardó nada.")


IMPORT = JobKind(
    model=ImportBatch,
    work=_work,
    task=run_import_job,
    failed=_given_up,
    refusals=REFUSALS,
    error_text=_error_text,
)


# -- confirming ------------------------------------------------------------------------------------


def confirm_import(
    batch: ImportBatch, *, by: User, rows: Iterable[int] | None = None, at_once: bool = False
) -> None:
    """Write the rows of a file that was read: those with the keys `rows`, all of them or none.

    Without `rows`, every new or changed one but those that somebody changed since the workbook
    was downloaded. Many are written by a worker, or `at_once`. Raises `PermissionDenied` where
    `by` may not, `ValidationError` where there is nothing to take, the file does not wait for it,
    or the cycle was closed, `StaleVersionError` where a row changed since it was read.
    """
    if not may_confirm_import(by, batch):
        raise PermissionDenied
    require_open(batch.cycle)
    takeable = batch.rows.filter(outcome__in=sorted(TAKEABLE_OUTCOMES))
    chosen = takeable.filter(is_outdated=False) if rows is None else takeable.filter(pk__in=rows)
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.PREVIEWED).update(
            state=ImportState.APPLYING, attempts=0, heartbeat_at=None, progress=0, error=""
        )
        if not moved:
            raise ValidationError(_("El archivo ya no espera confirmación."), code="state")
        batch.rows.update(is_taken=False)
        taken = chosen.update(is_taken=True)
        if not taken:
            raise ValidationError(_("No hay ninguna fila que tomar."), code="nothing")
        if taken > FEW_ROWS and not at_once:
            enqueue(IMPORT, batch)
    if taken <= FEW_ROWS or at_once:
        run_import(batch.pk)
    batch.refresh_from_db()
    if batch.state == ImportState.PREVIEWED:  # it came back: nothing was written
        raise StaleVersionError(batch.error, code="stale")


# -- undoing ---------------------------------------------------------------------------------------


def undo_import(
    batch: ImportBatch, *, by: User, now: datetime | None = None, at_once: bool = False
) -> None:
    """Leave the registry as before the file, if nobody touched its rows since.

    New rows are deleted, changed ones get back what they said; many by a worker, or `at_once`.
    Raises `PermissionDenied` where `by` may not, `ValidationError` where the file is not there to
    undo or the cycle was closed, `StaleVersionError` naming the rows that were touched since;
    then nothing changes.
    """
    if not may_undo_import(by, batch):
        raise PermissionDenied
    require_open(batch.cycle)
    taken = batch.rows.filter(is_taken=True).count()
    with transaction.atomic():
        moved = ImportBatch.objects.filter(
            pk=batch.pk,
            state=ImportState.APPLIED,
            applied_at__gte=(now or timezone.now()) - UNDOABLE_FOR,
        ).update(state=ImportState.UNDOING, undone_by=by, attempts=0, heartbeat_at=None, progress=0)
        if not moved:
            raise ValidationError(_("Esta importación ya no se puede deshacer."), code="state")
        refuse_touched(batch)
        if taken > FEW_ROWS and not at_once:
            enqueue(IMPORT, batch)
    if taken <= FEW_ROWS or at_once:
        run_import(batch.pk)
    batch.refresh_from_db()
    if batch.state == ImportState.APPLIED:  # it came back: nothing changed
        raise StaleVersionError(batch.error, code="touched")


# -- upkeep ----------------------------------------------------------------------------------------


def forget_old_imports(*, now: datetime | None = None) -> int:
    """Delete files nobody confirmed, and the rows of those too old to undo. Gives how many."""
    now = now or timezone.now()
    unconfirmed = ImportBatch.objects.filter(
        state__in=[ImportState.PREVIEWED, ImportState.REFUSED, ImportState.READING],
        at__lt=now - UNCONFIRMED_FOR,
    )
    deleted, _by_model = unconfirmed.delete()
    rows, _by_model = ImportRow.objects.filter(batch__applied_at__lt=now - UNDOABLE_FOR).delete()
    return deleted + rows
