"""The mail of the day, which the worker sends and queues again."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from notifications.actions.letters import raise_for
from notifications.actions.reminders import send_daily_mail

HOUR = time(8, 0)
"""When the mail of the day goes out, in the registry's time zone."""


@task()
def daily_mail() -> None:
    """Send the mail of the day, and come back tomorrow."""
    try:
        failed = send_daily_mail().failed
    finally:
        schedule_daily_mail(after=timezone.now())
    raise_for(failed)


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
