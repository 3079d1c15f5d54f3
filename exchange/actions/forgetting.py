"""Files that nobody confirmed go by themselves: those of designations hold contact data."""

from datetime import datetime, time

from django.utils import timezone
from django_tasks import task

from exchange.actions.catalogues import forget_old_catalogue_imports
from exchange.actions.importing import forget_old_imports
from interventions.actions.evidence_files import forget_unsaved_files
from jobs.daily import schedule

HOUR = time(3, 0)
"""When old files are deleted, in the registry's time zone."""


def forget_old_files(*, now: datetime | None = None) -> int:
    """Delete the files that waited too long to be confirmed, of interventions and of catalogues,
    the rows of those too old to undo, and the files of evidence that nobody saved. Gives how many
    files and rows; run it at any time.
    """
    now = now or timezone.now()
    return (
        forget_old_imports(now=now)
        + forget_old_catalogue_imports(now=now)
        + forget_unsaved_files(now=now)
    )


@task()
def forget_daily() -> None:
    """Delete what is old, and come back tomorrow."""
    try:
        forget_old_files()
    finally:
        schedule_forgetting(after=timezone.now())


def schedule_forgetting(*, after: datetime | None = None) -> datetime | None:
    """Make sure that the deleting of old files is queued (`jobs.daily.schedule`)."""
    return schedule(forget_daily, HOUR, after=after)
