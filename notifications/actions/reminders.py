"""Mail of every day: reminders to whoever still has something to do, digests to who has news."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.links import page
from accounts.unsubscribing import unsubscribe_token
from cycles.models import ReportingCycle
from cycles.queries import open_cycle
from entities.actions.designations import end_access_of_former_people
from notifications.actions.letters import (
    Outcome,
    letter_to,
    occasion_of_deadline,
    send_letter,
    send_waiting,
)
from notifications.choices import LETTERS_OF_A_DEADLINE, REMINDER_DAYS, LetterKind
from notifications.digest import digests
from notifications.models import Letter
from notifications.pending_tasks import Duty, due_moment, duties
from notifications.texts import digest_letter, reminder_letter


def send_daily_mail(*, now: datetime | None = None) -> Outcome:
    """Everything that a day asks for: letters that wait, reminders, digests.

    First the access of whoever's last designation ended yesterday is ended.

    Run it as often as one likes, also twice at once: each person gets each letter once.
    """
    now = now or timezone.now()
    end_access_of_former_people(now=now)
    outcome = send_waiting(now=now)
    cycle = open_cycle()
    if cycle is not None:
        outcome += send_reminders(cycle, now=now)
    return outcome + send_digests(now=now)


def due_reminders(cycle: ReportingCycle, moment: LetterKind, day: date) -> list[Duty]:
    """Who is to be written to at `moment` if that is `day`: has a task, and was not told yet.

    Whoever got the call or an extension at or after the day of that moment knows the deadline.
    """
    told = set(
        Letter.objects.filter(
            kind=moment, occasion=occasion_of_deadline(cycle), sent_at__isnull=False
        ).values_list("person", flat=True)
    )
    if cycle.call_closes is not None:
        starts = cycle.call_closes - timedelta(days=REMINDER_DAYS[moment])
        told |= set(
            Letter.objects.filter(
                kind__in=[LetterKind.CALL, *LETTERS_OF_A_DEADLINE],
                cycle=cycle,
                sent_at__date__gte=starts,
            ).values_list("person", flat=True)
        )
    return [duty for duty in duties(cycle, day) if duty.person.pk not in told]


def send_reminders(cycle: ReportingCycle, *, now: datetime | None = None) -> Outcome:
    """Write once to each person with something to do, if this is a moment of the call for it."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    moment = due_moment(cycle, today)
    outcome = Outcome()
    if moment is None:
        return outcome
    occasion = occasion_of_deadline(cycle)
    for duty in due_reminders(cycle, moment, today):
        if duty.address:
            letter = letter_to(duty.person, moment, occasion=occasion, cycle=cycle, now=now)
            text = reminder_letter(duty, cycle, now)
            outcome += send_letter(letter, text, duty, now=now)
    return outcome


def send_digests(*, now: datetime | None = None) -> Outcome:
    """Write to whoever has news since their last digest and wants it, at most once a day."""
    now = now or timezone.now()
    day = timezone.localdate(now).isoformat()
    had = set(
        Letter.objects.filter(
            kind=LetterKind.DIGEST, occasion=day, sent_at__isnull=False
        ).values_list("person", flat=True)
    )
    outcome = Outcome()
    for digest in digests(now):
        if digest.address and digest.person.pk not in had:
            letter = letter_to(digest.person, LetterKind.DIGEST, occasion=day, cycle=None, now=now)
            unsubscribe = page("workspace:unsubscribe", unsubscribe_token(digest.person))
            text = digest_letter(digest, unsubscribe)
            outcome += send_letter(letter, text, digest, now=now, unsubscribe=unsubscribe)
    return outcome
