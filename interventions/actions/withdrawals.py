"""Taking back what was sent: where the row stands then, and as of when it counts as sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.models import User
from interventions import permissions
from interventions.choices import EDITABLE_STATES, Move, State
from interventions.models import Intervention, ReviewEvent


@dataclass(frozen=True)
class Before:
    """How a row stood before it was sent: its state, and when it had been submitted, if ever.

    `sent_at` is when what is taken back was done.
    """

    state: State
    submitted_at: datetime | None
    sent_at: datetime | None = None


def require_withdrawable(intervention: Intervention, *, now: datetime) -> None:
    """Raise `ValidationError`, which says who has it, where the review of the row has begun."""
    if reason := permissions.why_not_withdrawn(intervention, now):
        raise ValidationError(reason, code="in_review")


def before_sending(intervention: Intervention, *, by: User) -> Before:
    """How the row stood before what `by` takes back.

    A focal point takes back the sending: the row is again the draft, or the observed row, that it
    was. A validator takes back the own approval, and the row waits in the entity.
    """
    events = list(intervention.review_events.order_by("at", "pk"))
    writes = permissions.leads_to_write(by, intervention) or permissions.sent_on_behalf(
        by, intervention
    )
    taken_back = {Move.SUBMIT} if writes else {Move.APPROVE}
    for event in reversed(events):
        if event.move not in taken_back or (writes and event.from_state not in EDITABLE_STATES):
            continue
        earlier = standing_sendings(
            one for one in events if (one.at, one.pk) < (event.at, event.pk)
        )
        submitted_at = earlier[-1] if earlier else None
        return Before(State(event.from_state), submitted_at, sent_at=event.at)
    return Before(State.DRAFT, None)


def standing_sendings(events: Iterable[ReviewEvent]) -> list[datetime]:
    """When the row came to the secretariat, of what was not taken back; `events` as they came."""
    sendings: list[datetime] = []
    for event in events:
        if event.move == Move.WITHDRAW and event.from_state == State.SUBMITTED:
            sendings = sendings[:-1]
        elif event.to_state == State.SUBMITTED:
            sendings.append(event.at)
    return sendings
