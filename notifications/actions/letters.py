"""Letters out of the door: each person once per occasion, and tried again where it failed."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from cycles.queries import expected_entities
from entities.queries import members_of
from entities.recipients import Recipient, focal_points_of
from notifications.choices import LetterKind
from notifications.models import GroupMessage, Letter
from notifications.pending_tasks import PATIENCE, Duty, duties
from notifications.texts import Text, call_letter, extension_letter, group_letter

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How many letters went out, and how many could not."""

    sent: int = 0
    failed: int = 0

    def __add__(self, other: Self) -> "Outcome":
        return Outcome(self.sent + other.sent, self.failed + other.failed)


def occasion_of_deadline(cycle: ReportingCycle) -> str:
    """What tells a letter about this deadline from one about an earlier deadline of the cycle."""
    return f"{cycle.code}:{cycle.call_closes or ''}"


def queue_letters(
    kind: LetterKind,
    recipients: Iterable[Recipient | Duty],
    *,
    occasion: str,
    cycle: ReportingCycle | None = None,
    message: GroupMessage | None = None,
    now: datetime,
) -> int:
    """Write down a letter to each of `recipients` with an address; they go out on commit.

    Whoever has this letter already gets no other. Gives how many were added.
    """
    told = set(Letter.objects.filter(kind=kind, occasion=occasion).values_list("person", flat=True))
    letters = [
        Letter(
            kind=kind,
            person=one.person,
            occasion=occasion,
            cycle=cycle,
            message=message,
            queued_at=now,
        )
        for one in recipients
        if one.address and one.person.pk not in told
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    if letters:
        transaction.on_commit(lambda: deliver_letters.enqueue())
    return len(letters)


def send_waiting(*, now: datetime | None = None) -> Outcome:
    """Send the calls, extensions and messages to groups that wait; safe to run at any time.

    What no longer holds (a closed cycle, an older deadline, a designation that ended) stays unsent.
    """
    now = now or timezone.now()
    still = Q(kind__in=[LetterKind.CALL, LetterKind.EXTENDED], cycle__state=CycleState.OPEN)
    recent = Q(kind=LetterKind.GROUP, queued_at__gte=now - timedelta(days=PATIENCE))
    waiting = Letter.objects.filter(still | recent, sent_at__isnull=True)
    batches = defaultdict(list)
    for letter in waiting.select_related("cycle", "message__group").order_by("queued_at", "pk"):
        batches[letter.kind, letter.occasion].append(letter)
    outcome = Outcome()
    for letters in batches.values():
        texts = _texts_of(letters[0], now)
        for letter in letters:
            if letter.person_id in texts:
                address, text = texts[letter.person_id]
                outcome += send_letter(letter, text, address, now=now)
    return outcome


def _texts_of(letter: Letter, now: datetime) -> dict[int, tuple[str, Text]]:
    """Person -> address and text, of whoever this sort of letter still concerns."""
    today = timezone.localdate(now)
    if letter.message is not None:
        text = group_letter(letter.message)
        members = focal_points_of(members_of(letter.message.group), today)
        return {one.person.pk: (one.address, text) for one in members if one.address}
    cycle = letter.cycle
    if cycle is None:
        return {}
    if letter.kind == LetterKind.CALL:
        expected = focal_points_of(expected_entities(cycle), today)
        return {
            one.person.pk: (one.address, call_letter(one, cycle)) for one in expected if one.address
        }
    if letter.occasion != occasion_of_deadline(cycle):
        return {}
    return {
        duty.person.pk: (duty.address, extension_letter(duty, cycle, now))
        for duty in duties(cycle, today)
        if duty.address
    }


def letter_to(
    person: User, kind: LetterKind, *, occasion: str, cycle: ReportingCycle | None, now: datetime
) -> Letter:
    """The record of this letter, made where there is none; it may have been sent already."""
    letter, _created = Letter.objects.get_or_create(
        kind=kind,
        person=person,
        occasion=occasion,
        defaults={"cycle": cycle, "queued_at": now},
    )
    return letter


def send_letter(
    letter: Letter, text: Text, address: str, *, now: datetime, unsubscribe: str = ""
) -> Outcome:
    """Send one letter and record it in one transaction; a letter already sent is left alone.

    Where the mail refuses it, that is recorded (never the address, which the error may name) and
    the next run tries again. `unsubscribe` is the address for mail that is not mandatory.
    """
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        with transaction.atomic():
            locked = Letter.objects.select_for_update().get(pk=letter.pk)
            if locked.sent_at is not None:  # another run was faster
                return Outcome()
            EmailMessage(text.subject, text.body, None, [address], headers=headers).send()
            locked.sent_at, locked.failed_at, locked.error = now, None, ""
            locked.attempts += 1
            locked.save()
    except (OSError, ValueError) as error:  # the server's refusal, or an address that is none
        name = type(error).__name__[:80]
        Letter.objects.filter(pk=letter.pk, sent_at__isnull=True).update(
            failed_at=now, error=name, attempts=F("attempts") + 1
        )
        logger.warning("letter %s could not be sent: %s", letter.pk, name)
        return Outcome(failed=1)
    return Outcome(sent=1)


class LettersNotSentError(Exception):
    """Some letters were refused; the log of letters says which, and the next run tries again."""


@task()
def deliver_letters() -> None:
    """Send what waits: calls, extensions, messages to groups."""
    raise_for(send_waiting().failed)


def raise_for(failed: int) -> None:
    """Make the task a failed one, without the errors of the mail: they may name addresses."""
    if failed:
        raise LettersNotSentError(f"{failed} letters could not be sent")
