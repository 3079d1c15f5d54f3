"""What the worker does with mail and files, in the interface that Django 6 brings."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from interventions.actions import importing, send_daily_mail, send_waiting

HOUR = time(8, 0)
"""When the mail of the day goes out, in the registry's time zone."""


class LettersNotSentError(Exception):
    """Some letters were refused; the log of letters says which, and the next run tries again."""


@task()
def run_import_job(batch_id: int) -> None:
    """Read the file of an `ImportBatch`, or write its rows."""
    importing.run_import(batch_id)


@task()
def deliver_letters() -> None:
    """Send what waits: calls, extensions, messages to groups."""
    _raise_for(send_waiting().failed)


@task()
def daily_mail() -> None:
    """Send the mail of the day, and come back tomorrow."""
    try:
        failed = send_daily_mail().failed
    finally:
        schedule_daily_mail(after=timezone.now())
    _raise_for(failed)


def _raise_for(failed: int) -> None:
    """Make the task a failed one, without the errors of the mail: they may name addresses."""
    if failed:
        raise LettersNotSentError(f"{failed} letters could not be sent")


def schedule_daily_mail(*, after: datetime | None = None) -> datetime | None:
    """Make sure that the mail of the day is queued, once; gives for when, if it had to be added.

    `after` nothing: the worker starts, and what the last day's run missed is caught up with.
    Without a queue that knows of time (the demo's) nothing is scheduled: cron does it.
    """
    if not daily_mail.get_backend().supports_defer:
        return None
    runs = DBTaskResult.objects.filter(task_path=daily_mail.module_path)
    if runs.filter(status=TaskResultStatus.READY).exists():
        return None
    when = _next_eight(after) if after else _missed_or_next(timezone.now())
    daily_mail.using(run_after=when).enqueue()
    return when


def _missed_or_next(now: datetime) -> datetime:
    last = _next_eight(now) - timedelta(days=1)
    ran = DBTaskResult.objects.filter(task_path=daily_mail.module_path, finished_at__gte=last)
    return _next_eight(now) if ran.exists() else last


def _next_eight(after: datetime) -> datetime:
    local = timezone.localtime(after)
    today = datetime.combine(local.date(), HOUR, local.tzinfo)
    return today if today > after else today + timedelta(days=1)
