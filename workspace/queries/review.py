"""What the review of one row shows: fields with their threads, who has it, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from interventions import permissions
from interventions.choices import PARTNER_ANSWER, ClaimEnd, Move
from interventions.differences import FieldDifference, notes_of
from interventions.models import Intervention, ReviewClaim, ReviewEvent
from interventions.observations import Thread


@dataclass(frozen=True)
class Shown:
    """A field beside its threads, each with the answer being typed, and the note being typed."""

    field: FieldDifference
    threads: list[tuple[Thread, str]]
    note: str
    wrong: bool

    @property
    def open_threads(self) -> int:
        """Threads not solved yet."""
        return sum(not thread.solved for thread, _typed in self.threads)

    @property
    def solved_threads(self) -> int:
        """Threads solved already."""
        return len(self.threads) - self.open_threads

    @property
    def matters(self) -> bool:
        """Whether it is shown first: it changed (or, with nothing to compare with, it says
        something), or something about it is open or being typed.
        """
        typed = any(answer for _thread, answer in self.threads)
        told = self.field.changed if self.field.before is not None else self.field.now
        return bool(told or self.open_threads or self.note or typed or self.wrong)


@dataclass(frozen=True)
class Moment:
    """Something that happened in the review: who did what, and the words that were said."""

    at: datetime
    who: str
    what: str
    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)


def shown_fields(
    compared: list[FieldDifference],
    threads: list[Thread],
    typed: Mapping[str, str],
    wrong: set[str],
) -> list[Shown]:
    """The fields of a review, with their threads and what is being typed about each."""
    by_field: dict[str, list[tuple[Thread, str]]] = {}
    for thread in threads:
        answer = typed.get(f"reply-{thread.pk}", "")
        by_field.setdefault(thread.field, []).append((thread, answer))
    return [
        Shown(
            one,
            by_field.get(one.name, []),
            typed.get(f"note-{one.name}", ""),
            f"note-{one.name}" in wrong,
        )
        for one in compared
    ]


def claim_on(row: Intervention, person: User) -> ReviewClaim | None:
    """The claim that has not ended on `row`, of those that `person` may know of."""
    held = permissions.visible_claims(person).filter(intervention=row, ended_at__isnull=True)
    return held.select_related("by").first()


def withdrawing(moves: Mapping[Move, str]) -> dict[str, Any]:
    """Of the moves of a person (`permissions.own_moves`): whether they may take back what was sent,
    and if not, the sentence that says who has it (nothing for whoever did not send it).
    """
    reason = moves.get(Move.WITHDRAW)
    return {"may_withdraw": reason == "", "why_not_withdrawn": reason or ""}


def timeline(row: Intervention, person: User, threads: list[Thread]) -> list[Moment]:
    """Moves, observations, answers and who took the review, the oldest first."""
    moments = [
        Moment(
            event.at,
            event.who,
            _moved(event),
            event.note,
            notes_of(event),
        )
        for event in permissions.visible_review_events(person)
        .filter(intervention=row)
        .select_related("by", "in_place_of")
        .prefetch_related("observations")
    ]
    moments += [one for thread in threads for one in _of_thread(thread)]
    moments += _of_claims(row, person)
    return sorted(moments, key=lambda moment: moment.at)


def _moved(event: ReviewEvent) -> str:
    """What happened, in words: where the row went, and that it was taken back; what a partner
    answered of a public row is told beside.
    """
    if event.move == PARTNER_ANSWER:
        return _("Respuesta de una entidad participante")
    state = str(event.get_to_state_display())
    return f"{event.get_move_display()}: {state}" if event.move == Move.WITHDRAW else state


def _of_thread(thread: Thread) -> list[Moment]:
    """What was said in a thread; the note made with a move is told with the move."""
    about = {"label": thread.label}
    moments = []
    if not thread.with_move:
        asked = _("Observación sobre «%(label)s»") % about
        moments.append(Moment(thread.at, thread.by, asked, thread.note))
    for reply in thread.replies:
        answered = _("Respuesta sobre «%(label)s»") % about
        moments.append(Moment(reply.at, reply.by, answered, reply.text))
    if thread.solved_at and not thread.solved_with:
        solved = _("Resuelta la observación sobre «%(label)s»") % about
        moments.append(Moment(thread.solved_at, thread.solved_by, solved, thread.note))
    return moments


def _of_claims(row: Intervention, person: User) -> list[Moment]:
    """Who took the row for review, from whom, and who let it go."""
    moments, before = [], None
    claims = permissions.visible_claims(person).filter(intervention=row)
    for claim in claims.select_related("by").order_by("since", "pk"):
        took = _("Tomó la intervención para revisarla")
        if before is not None and before.ending == ClaimEnd.TAKEN_OVER:
            took = _("Sigue la revisión que tenía %(person)s") % {"person": before.by}
        moments.append(Moment(claim.since, str(claim.by), took))
        if claim.ended_at and claim.ending == ClaimEnd.RELEASED:
            moments.append(Moment(claim.ended_at, str(claim.by), _("Soltó la revisión")))
        before = claim
    return moments
