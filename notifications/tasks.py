"""The mail of the day, which the worker sends and queues again."""

from datetime import datetime, time

from django.utils import timezone
from django_tasks import task

from jobs.daily import schedule
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
    """Make sure that the mail of the day is queued (`jobs.daily.schedule`)."""
    return schedule(daily_mail, HOUR, after=after)
