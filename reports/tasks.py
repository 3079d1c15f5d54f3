"""The second look at what a killed worker may have left."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from exchange.actions import importing
from exchange.choices import IMPORTS_AT_WORK
from exchange.models import ImportBatch
from reports import actions
from reports.choices import JobState
from reports.models import CompileJob


@task()
def recover_left_jobs() -> None:
    """Take up what a worker left that was killed a moment before another one started."""
    importing.recover_imports()
    actions.recover_jobs()


def look_again(*, now: datetime | None = None) -> datetime | None:
    """Queue a second look at the imports and reports at work; gives for when, if there are any.

    A worker that starts cannot tell the one that runs elsewhere from the one that was killed
    seconds ago: whichever is still silent then, was killed.
    """
    imports = ImportBatch.objects.filter(
        state__in=sorted(IMPORTS_AT_WORK), heartbeat_at__isnull=False
    )
    reports = CompileJob.objects.filter(state=JobState.RUNNING)
    at_work = imports.exists() or reports.exists()
    if not at_work or not recover_left_jobs.get_backend().supports_defer:
        return None
    silence = max(importing.SILENCE, actions.SILENCE)
    when = (now or timezone.now()) + silence + timedelta(seconds=5)
    recover_left_jobs.using(run_after=when).enqueue()
    return when
