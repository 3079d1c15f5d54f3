"""Mail to whoever still has something to do, and to nobody else."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.choices import ReminderMoment
from interventions.duties import Duty, due_moment, duties
from interventions.models import Reminder, ReportingCycle


def reminder_text(duty: Duty, cycle: ReportingCycle, now: datetime) -> tuple[str, str]:
    """Subject and body of what `duty.person` would be written, in Spanish."""
    with translation.override(settings.LANGUAGE_CODE):
        closes = cycle.call_closes
        context = {
            "duty": duty,
            "cycle": cycle,
            "days": (closes - timezone.localdate(now)).days if closes else None,
            "address": settings.PUBLIC_BASE_URL.rstrip("/") + reverse("workspace:home"),
        }
        subject = _("%(cycle)s: tiene algo por hacer") % {"cycle": cycle.title}
        return subject, render_to_string("mail/reminder.txt", context).strip() + "\n"


def send_reminders(cycle: ReportingCycle, *, now: datetime | None = None) -> list[Reminder]:
    """Write once to each person with something to do, if this is a moment of the call for it.

    Run it as often as one likes: each person is written to once per moment. Each mail is sent with
    its record in one transaction: where sending fails, the record goes too and the error is raised
    after the others have been tried.
    """
    now = now or timezone.now()
    moment = due_moment(cycle, timezone.localdate(now))
    if moment is None:
        return []
    told = set(Reminder.objects.filter(cycle=cycle, moment=moment).values_list("person", flat=True))
    sent: list[Reminder] = []
    failures: list[Exception] = []
    for duty in duties(cycle, timezone.localdate(now)):
        if duty.person.pk in told or not duty.address:
            continue
        try:
            sent.append(_send(duty, cycle, moment, now))
        except IntegrityError:
            continue  # another run was faster
        except OSError as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("some reminders could not be sent", failures)
    return sent


@transaction.atomic
def _send(duty: Duty, cycle: ReportingCycle, moment: ReminderMoment, now: datetime) -> Reminder:
    reminder = Reminder.objects.create(cycle=cycle, person=duty.person, moment=moment, sent_at=now)
    subject, body = reminder_text(duty, cycle, now)
    send_mail(subject, body, None, [duty.address])
    return reminder
