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
from entities.recipients import Addressee
from notifications.choices import LETTERS_OF_A_DEADLINE, LetterKind
from notifications.models import EntityMessage, GroupMessage, Letter
from notifications.pending_tasks import PATIENCE
from notifications.queries import letters_waiting
from notifications.texts import Text

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
    recipients: Iterable[Addressee],
    *,
    occasion: str,
    cycle: ReportingCycle | None = None,
    message: GroupMessage | None = None,
    written: EntityMessage | None = None,
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
            written=written,
            address=one.address,
            entities=", ".join(one.entities),
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
    """Send the calls, deadlines, closings and messages that wait; safe to run at any time.

    What no longer holds (a closed cycle, one opened again, an older deadline, a designation that
    ended) stays unsent.
    """
    now = now or timezone.now()
    of_a_call = [LetterKind.CALL, *LETTERS_OF_A_DEADLINE]
    holding = Q(kind__in=of_a_call, cycle__state=CycleState.OPEN)
    written = [LetterKind.GROUP, LetterKind.ENTITIES]
    recent = Q(kind__in=written, queued_at__gte=now - timedelta(days=PATIENCE))
    closing = Q(kind=LetterKind.CLOSED, cycle__state=CycleState.CLOSED)
    closing &= Q(queued_at__gte=now - timedelta(days=PATIENCE))
    waiting = Letter.objects.filter(holding | closing | recent, sent_at__isnull=True)
    batches = defaultdict(list)
    related = waiting.select_related("cycle", "message__group", "written")
    for letter in related.order_by("queued_at", "pk"):
        batches[letter.kind, letter.occasion].append(letter)
    outcome = Outcome()
    for letters in batches.values():
        still = letters_waiting(letters[0], now)
        for letter in letters:
            if letter.person_id in still:
                one = still[letter.person_id]
                outcome += send_letter(letter, one.text, one.recipient, now=now)
    return outcome


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
    letter: Letter, text: Text, recipient: Addressee, *, now: datetime, unsubscribe: str = ""
) -> Outcome:
    """Send one letter and record it, with what it said, in one transaction; one already sent is
    left alone.

    Where the mail refuses it, that is recorded (of the error its kind alone, which names no
    address) and the next run tries again. `unsubscribe` is the address for mail that is not
    mandatory. What a digest said is not kept: it tells each person what only they may read.
    """
    mail = _mail_of(text, recipient.address, unsubscribe)
    kept = {
        "address": recipient.address,
        "entities": ", ".join(recipient.entities),
        "subject": text.subject,
        "text": "" if letter.kind == LetterKind.DIGEST else text.body,
    }
    try:
        with transaction.atomic():
            locked = Letter.objects.select_for_update().get(pk=letter.pk)
            if locked.sent_at is not None:  # another run was faster
                return Outcome()
            mail.send()
            for name, value in kept.items():
                setattr(locked, name, value)
            locked.sent_at, locked.failed_at, locked.error = now, None, ""
            locked.attempts += 1
            locked.save()
    except (OSError, ValueError) as error:  # the server's refusal, or an address that is none
        name = type(error).__name__[:80]
        Letter.objects.filter(pk=letter.pk, sent_at__isnull=True).update(
            failed_at=now, error=name, attempts=F("attempts") + 1, **kept
        )
        logger.warning("letter %s could not be sent: %s", letter.pk, name)
        return Outcome(failed=1)
    return Outcome(sent=1)


def _mail_of(text: Text, address: str, unsubscribe: str) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMessage(text.subject, text.body, None, [address], headers=headers)
    if text.attachment is not None:
        mail.attach(text.attachment.name, text.attachment.body, text.attachment.type)
    return mail


class LettersNotSentError(Exception):
    """Some letters were refused; the log of letters says which, and the next run tries again."""


@task()
def deliver_letters() -> None:
    """Send what waits: calls, deadlines, messages to groups and to entities."""
    raise_for(send_waiting().failed)


def raise_for(failed: int) -> None:
    """Make the task a failed one, without the errors of the mail: they may name addresses."""
    if failed:
        raise LettersNotSentError(f"{failed} letters could not be sent")
