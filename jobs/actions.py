"""A job from the queue to its end, the same for every kind: begun, reported on, finished, taken up.

A job is begun by one worker at a time. What it leaves is written in one transaction that ends with
`finish`, so that a worker that is killed leaves nothing half-written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from jobs.models import Job, JobQuerySet
from jobs.rules import MOST_ATTEMPTS

J = TypeVar("J", bound=Job)


def name_of_error(error: Exception) -> str:
    """The class of an error and what it says."""
    return f"{type(error).__name__}: {error}"


@dataclass(frozen=True)
class JobKind(Generic[J]):
    """What one kind of job has of its own.

    `work` does a job and ends with `finish`; `task` takes the key of a job and calls `run`.
    `failed` gives the fields that change where a job is given up; `running` and `queued` are those
    that change with the sign of life. `refusals` are the errors that are an answer to whoever
    asked: told in the job, and no failure of the worker.
    """

    model: type[J]
    work: Callable[[J], None]
    task: Task
    failed: Callable[[J], dict[str, Any]]
    running: Mapping[str, Any] = field(default_factory=dict)
    queued: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[type[Exception], ...] = ()
    error_text: Callable[[Exception], str] = name_of_error

    @property
    def jobs(self) -> JobQuerySet[J]:
        """All jobs of the kind."""
        return JobQuerySet(self.model)


def enqueue(kind: JobKind[J], job: J) -> None:
    """Hand a job to a worker when the transaction is committed."""
    transaction.on_commit(lambda: kind.task.enqueue(job.pk))


def run(kind: JobKind[J], key: int) -> None:
    """Do the job with that key, by a worker or at once; what goes wrong is told in the job.

    A job that is finished, or that somebody else has begun, is left alone. Raises what `work`
    raises, except `refusals`.
    """
    job = claim(kind, key)
    if job is None:
        return
    try:
        kind.work(job)
    except kind.refusals as error:
        give_up(kind, job, kind.error_text(error))
    except Exception as error:
        give_up(kind, job, kind.error_text(error))
        raise


def claim(kind: JobKind[J], key: int) -> J | None:
    """Begin a job that waits; gives nothing where it does not wait."""
    claimed = (
        kind.jobs.queued()
        .filter(pk=key)
        .update(attempts=F("attempts") + 1, heartbeat_at=timezone.now(), error="", **kind.running)
    )
    return kind.jobs.get(pk=key) if claimed else None


def _same(job: J) -> JobQuerySet[J]:
    """The row of a job, as long as nobody else has begun it, given it up or finished it."""
    return JobQuerySet(type(job)).filter(pk=job.pk, state=job.state, attempts=job.attempts)


def report_progress(job: Job, progress: int, step: str) -> None:
    """Tell how far a job is, in per cent: also the sign that its worker lives."""
    _same(job).update(progress=progress, step=step, heartbeat_at=timezone.now())


def finish(job: Job, *, state: str, step: str = "", **values: Any) -> None:
    """End a job, with what came of it in `values`, inside the transaction that writes it.

    Where the job was given up meanwhile, the transaction is rolled back: nothing stays.
    """
    changes = {"state": state, "step": step, "progress": 100, "heartbeat_at": None, **values}
    if not _same(job).update(**changes):
        transaction.set_rollback(True)


def put_back(kind: JobKind[J], job: J) -> None:
    """Leave a job that was begun to a worker, as if it had not been begun."""
    _same(job).update(attempts=job.attempts - 1, heartbeat_at=None, step="")
    enqueue(kind, job)


def give_up(kind: JobKind[J], job: J, error: str) -> None:
    """End a job that cannot be done, and keep why."""
    _same(job).update(**{"error": error, "heartbeat_at": None, **kind.failed(job)})


def recover(kinds: Iterable[JobKind], *, now: datetime | None = None) -> dict[type[Job], int]:
    """Queue again the jobs that were left behind; give up those begun too often.

    Returns how many there were of each kind.
    """
    now = now or timezone.now()
    return {kind.model: _recover(kind, now) for kind in kinds}


def _recover(kind: JobKind, now: datetime) -> int:
    with transaction.atomic():
        # A worker that writes for long says nothing until it is done, but may hold its row.
        jobs = list(kind.jobs.silent(now).select_for_update(skip_locked=True))
        for job in jobs:
            if job.attempts >= MOST_ATTEMPTS:
                give_up(kind, job, _("El proceso se interrumpió tres veces: no se guardó nada."))
                continue
            again = {"progress": 0, "step": _("Se retoma tras una interrupción")}
            _same(job).update(heartbeat_at=None, **again, **kind.queued)
            enqueue(kind, job)
    return len(jobs)
