"""What became public and what stopped being so, in an order that a client can follow.

Moves to and from a public state are told, and what partners answer of a public row; a row that
never was public leaves no trace, not even a gap: the cursor is made of what the last change told,
not of a database key.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from interventions.choices import PARTNER_ANSWER, PUBLIC_STATES
from interventions.models import ReviewEvent

SETTLING = timedelta(minutes=1)
"""How long a change waits before it is told.

Two transactions may be committed in another order than their changes were numbered; a client that
had read the later one would miss the earlier. None lasts a minute.
"""


class Change(StrEnum):
    """What happened to an intervention of a cycle, for the public."""

    VALIDATED = "validated"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


MOVES = {
    Change.VALIDATED: Q(to_state__in=sorted(PUBLIC_STATES))
    & ~Q(from_state__in=sorted(PUBLIC_STATES)),
    Change.CHANGED: Q(move=PARTNER_ANSWER),
    Change.WITHDRAWN: Q(from_state__in=sorted(PUBLIC_STATES))
    & ~Q(to_state__in=sorted(PUBLIC_STATES)),
}


@dataclass(frozen=True)
class PublicChange:
    """That the intervention `code` of `cycle` became public, is another one or stopped being
    public, at `at`.
    """

    code: str
    cycle: str
    change: Change
    at: datetime

    @property
    def cursor(self) -> str:
        """What to ask with for the changes after this one."""
        told = [self.at.astimezone(UTC).isoformat(), self.code, self.cycle, self.change]
        return urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def changes_after(
    cursor: str = "", *, most: int, now: datetime | None = None
) -> tuple[list[PublicChange], bool]:
    """Up to `most` changes after `cursor` (from the first, where it is empty), and whether more.

    Raises `ValueError` where no change of this registry has that cursor.
    """
    events = _public_events().order_by("pk")
    if cursor:
        events = events.filter(pk__gt=_key_of(cursor))
    settled = (now or timezone.now()) - SETTLING
    found: list[PublicChange] = []
    for event in events[: most + 1]:
        if event.at > settled:
            return found[:most], len(found) > most
        found.append(_told(event))
    return found[:most], len(found) > most


def last_cursor(now: datetime | None = None) -> str:
    """The cursor after all that is told now; empty where nothing ever was public.

    Who has read everything public at this moment goes on from here and misses nothing; what is
    still settling will be told (again).
    """
    settled = (now or timezone.now()) - SETTLING
    events = _public_events()
    waiting = events.filter(at__gt=settled).order_by("pk").values_list("pk", flat=True).first()
    if waiting is not None:
        events = events.filter(pk__lt=waiting)
    last = events.order_by("-pk").first()
    return _told(last).cursor if last else ""


def _public_events() -> QuerySet[ReviewEvent]:
    public = reduce(or_, MOVES.values())
    return ReviewEvent.objects.filter(public).select_related("intervention__cycle")


def _told(event: ReviewEvent) -> PublicChange:
    row = event.intervention
    if event.move == PARTNER_ANSWER:
        change = Change.CHANGED
    else:
        change = Change.VALIDATED if event.to_state in PUBLIC_STATES else Change.WITHDRAWN
    return PublicChange(row.code, row.cycle.code, change, event.at)


def _key_of(cursor: str) -> int:
    try:
        told = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        at, code, cycle, change = told
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or "\x00" in f"{code}{cycle}":
            raise ValueError("not a moment or a code")
        found = ReviewEvent.objects.filter(
            MOVES[Change(change)],
            at=moment.astimezone(UTC),
            intervention__code=str(code),
            intervention__cycle__code=str(cycle),
        )
    except (OverflowError, RecursionError, TypeError, ValueError) as error:
        raise ValueError("not a cursor") from error
    key = found.order_by("-pk").values_list("pk", flat=True).first()
    if key is None:
        raise ValueError("no change has this cursor")
    return key
