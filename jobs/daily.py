"""What a worker does once a day: queued for its hour, and queued again by each run."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult


def schedule(task: Task, hour: time, *, after: datetime | None = None) -> datetime | None:
    """Make sure that `task` is queued, once, for `hour` in the registry's time zone; gives for
    when, if it had to be added.

    `after` nothing: the worker starts, and what the last day's run missed is caught up with.
    Without a queue that knows of time (the demo's) nothing is scheduled: cron does it.
    """
    if not task.get_backend().supports_defer:
        return None
    runs = DBTaskResult.objects.filter(task_path=task.module_path)
    if runs.filter(status=TaskResultStatus.READY).exists():
        return None
    when = _next(hour, after) if after else _missed_or_next(task, hour, timezone.now())
    task.using(run_after=when).enqueue()
    return when


def _missed_or_next(task: Task, hour: time, now: datetime) -> datetime:
    last = _next(hour, now) - timedelta(days=1)
    ran = DBTaskResult.objects.filter(task_path=task.module_path, finished_at__gte=last)
    return _next(hour, now) if ran.exists() else last


def _next(hour: time, after: datetime) -> datetime:
    local = timezone.localtime(after)
    today = datetime.combine(local.date(), hour, local.tzinfo)
    return today if today > after else today + timedelta(days=1)
