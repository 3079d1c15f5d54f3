"""Every kind of job, and the look at what a killed worker may have left of them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from exchange.actions.importing import IMPORT
from jobs.actions import JobKind, recover
from jobs.models import Job
from jobs.rules import SILENCE
from reports.actions import COMPILATION
from reports.dataset.actions import PUBLICATION

JOB_KINDS: tuple[JobKind, ...] = (COMPILATION, IMPORT, PUBLICATION)


def recover_jobs(*, now: datetime | None = None) -> dict[type[Job], int]:
    """Take up or give up what was left behind; returns how many of each kind."""
    return recover(JOB_KINDS, now=now)


@task()
def recover_left_jobs() -> None:
    """Take up what a worker left that was killed a moment before another one started."""
    recover_jobs()


def look_again(*, now: datetime | None = None) -> datetime | None:
    """Queue a second look at the jobs that are running; returns for when, if there are any.

    A worker that starts cannot tell the one that runs elsewhere from the one that was killed
    seconds ago: whichever is still silent then, was killed.
    """
    is_any = any(kind.jobs.running().exists() for kind in JOB_KINDS)
    if not is_any or not recover_left_jobs.get_backend().supports_defer:
        return None
    when = (now or timezone.now()) + SILENCE + timedelta(seconds=5)
    recover_left_jobs.using(run_after=when).enqueue()
    return when
