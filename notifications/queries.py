"""What a letter says and to whom it goes: the same for its preview and for the mail."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cycles.models import ReportingCycle
from cycles.queries import expected_entities
from entities.models import Entity
from entities.queries import members_of
from entities.recipients import Addressee, focal_points_of
from notifications.choices import LETTERS_OF_A_DEADLINE, LetterKind
from notifications.models import EntityMessage, Letter
from notifications.pending_tasks import duties, frozen_work
from notifications.texts import (
    Text,
    call_letter,
    closing_letter,
    deadline_letter,
    entity_letter,
    group_letter,
)

CLOSINGS = frozenset({LetterKind.CLOSED})


@dataclass(frozen=True)
class Addressed:
    """What one person gets: for which entities, at which address (empty: none), and the words."""

    recipient: Addressee
    text: Text


def letters_of_call(
    cycle: ReportingCycle, entities: Iterable[Entity], now: datetime
) -> list[Addressed]:
    """The call of `cycle` to the focal points of `entities`."""
    people = focal_points_of(entities, timezone.localdate(now))
    return [Addressed(one, call_letter(one, cycle)) for one in people]


def letters_of_message(
    message: EntityMessage, entities: Iterable[Entity], now: datetime
) -> list[Addressed]:
    """What was written to `entities`, to each of their focal points."""
    people = focal_points_of(entities, timezone.localdate(now))
    return [Addressed(one, entity_letter(message, one)) for one in people]


def letters_of_closing(cycle: ReportingCycle, now: datetime) -> list[Addressed]:
    """What closing `cycle` is told with, to whoever has work in it that nobody validated."""
    found = frozen_work(cycle, timezone.localdate(now))
    return [Addressed(one, closing_letter(one, cycle)) for one in found]


def kind_of_deadline(cycle: ReportingCycle, closes: date) -> LetterKind:
    """What `closes` is beside the deadline of `cycle` now: an extension, or a correction."""
    earlier = cycle.call_closes is not None and closes < cycle.call_closes
    return LetterKind.CORRECTED if earlier else LetterKind.EXTENDED


def letters_of_deadline(cycle: ReportingCycle, closes: date, now: datetime) -> list[Addressed]:
    """What another deadline would be told with, to whoever has something to do; nothing is kept.

    Nothing for the first deadline of a cycle: nobody was told another.
    """
    if cycle.call_closes is None:
        return []
    kind, moved = kind_of_deadline(cycle, closes), copy(cycle)
    moved.call_closes = closes
    return _of_deadline(moved, kind, now)


def _of_deadline(cycle: ReportingCycle, kind: str, now: datetime) -> list[Addressed]:
    found = duties(cycle, timezone.localdate(now))
    return [Addressed(duty, deadline_letter(duty, cycle, kind, now)) for duty in found]


def letters_waiting(letter: Letter, now: datetime) -> dict[int, Addressed]:
    """Person -> what they get, of whoever this sort of letter still concerns."""
    return {one.recipient.person.pk: one for one in _still(letter, now) if one.recipient.address}


def _still(letter: Letter, now: datetime) -> list[Addressed]:
    today, cycle = timezone.localdate(now), letter.cycle
    if letter.message is not None:
        text = group_letter(letter.message)
        people = focal_points_of(members_of(letter.message.group), today)
        return [Addressed(one, text) for one in people]
    if letter.written is not None:
        return letters_of_message(letter.written, letter.written.entities.all(), now)
    if cycle is None:
        return []
    if letter.kind == LetterKind.CALL:
        return letters_of_call(cycle, expected_entities(cycle), now)
    if letter.kind == LetterKind.CLOSED and letter.occasion == last_told(cycle, CLOSINGS):
        return letters_of_closing(cycle, now)
    if letter.kind in LETTERS_OF_A_DEADLINE and _tells_the_deadline(letter, cycle):
        return _of_deadline(cycle, letter.kind, now)
    return []


def _tells_the_deadline(letter: Letter, cycle: ReportingCycle) -> bool:
    """Whether the deadline that the letter is about is still that of `cycle`."""
    is_of_this_day = letter.occasion.startswith(f"{cycle.code}:{cycle.call_closes}:")
    return is_of_this_day and letter.occasion == last_told(cycle, LETTERS_OF_A_DEADLINE)


def next_told_deadline(cycle: ReportingCycle) -> str:
    """The occasion of letters about the deadline that `cycle` has now: told once, also where an
    earlier deadline was the same day.
    """
    return _next_told(cycle, cycle.call_closes, LETTERS_OF_A_DEADLINE)


def next_closing(cycle: ReportingCycle, day: date) -> str:
    """The occasion of letters about `cycle` closing on `day`: a closing of its own, also where it
    was closed and opened again the same day.
    """
    return _next_told(cycle, day, CLOSINGS)


def last_told(cycle: ReportingCycle, kinds: Iterable[LetterKind]) -> str:
    """The occasion of the last letters of `kinds` about `cycle`; empty where there are none."""
    letters = Letter.objects.filter(cycle=cycle, kind__in=sorted(kinds))
    return letters.order_by("-queued_at", "-pk").values_list("occasion", flat=True).first() or ""


def _next_told(cycle: ReportingCycle, day: date | None, kinds: Iterable[LetterKind]) -> str:
    before = Letter.objects.filter(cycle=cycle, kind__in=sorted(kinds)).order_by()
    told = before.values_list("occasion", flat=True).distinct().count()
    return f"{cycle.code}:{day}:{told + 1}"
