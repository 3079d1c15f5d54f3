"""Threads on the fields of an intervention: asked, answered, solved."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cycles.actions import require_open
from interventions import permissions
from interventions.actions.claims import require_unclaimed, take_review
from interventions.actions.preconditions import require_there
from interventions.choices import SOLVING_MOVES, Move, ReviewSide
from interventions.differences import FIELDS
from interventions.models import (
    FieldObservation,
    Intervention,
    ObservationReply,
    ReviewEvent,
)
from interventions.reading.texts import paragraphs


@transaction.atomic
def observe_fields(
    intervention: Intervention,
    *,
    by: User,
    notes: Mapping[str, str],
    now: datetime | None = None,
) -> list[FieldObservation]:
    """Ask about single fields (name -> note) without returning the row.

    A reviewer of the secretariat thereby takes the row in hands. Raises `PermissionDenied` where
    `by` may not ask in the state the row is in, `ValidationError` where nothing is asked, a field
    is unknown, the cycle is closed or another reviewer has the row.
    """
    now = now or timezone.now()
    locked = _locked(intervention, by=by)
    side = permissions.side_to_ask_from(by, locked)
    if side is None:
        raise PermissionDenied
    _require_open_review(locked, side)
    kept = {name: paragraphs(note) for name, note in notes.items()}
    asked = {name: note for name, note in kept.items() if note}
    if not asked:
        raise ValidationError(_("Escriba la observación en el campo al que se refiere."))
    if set(asked) - set(FIELDS):
        raise ValidationError(_("Se observa un campo que no existe."))
    if side == ReviewSide.SECRETARIAT:
        require_unclaimed([locked.pk], by=by, now=now)
        take_review(locked, by=by, now=now)
    return FieldObservation.objects.bulk_create(
        FieldObservation(intervention=locked, side=side, field=field, note=note, by=by, at=now)
        for field, note in asked.items()
    )


@transaction.atomic
def reply_to_observation(
    observation: FieldObservation, *, by: User, text: str, now: datetime | None = None
) -> ObservationReply:
    """Answer in the thread of `observation`; the same answer twice in a row is one answer.

    Raises `PermissionDenied` where `by` has no voice in it, `ValidationError` where it is solved,
    nothing is said, or the cycle is closed.
    """
    locked = _locked_observation(observation, by=by)
    standing = permissions.standing_in(by, locked.intervention)
    side = standing.side_to_reply_from(locked)
    if side is None:
        raise PermissionDenied
    _require_still_open(locked)
    text = paragraphs(text)
    if not text:
        raise ValidationError(_("Escriba la respuesta."))
    last = locked.replies.order_by("-at", "-pk").first()
    if last is not None and (last.by_id, last.text) == (by.pk, text):
        return last
    return ObservationReply.objects.create(
        observation=locked, side=side, by=by, at=now or timezone.now(), text=text
    )


@transaction.atomic
def solve_observation(
    observation: FieldObservation, *, by: User, now: datetime | None = None
) -> None:
    """Settle the matter, once; to take it up again is a new observation.

    Raises `PermissionDenied` where `by` is not of the side that opened it, `ValidationError` where
    it is solved already or the cycle is closed.
    """
    locked = _locked_observation(observation, by=by)
    if not permissions.standing_in(by, locked.intervention).may_solve(locked):
        raise PermissionDenied
    _require_still_open(locked)
    FieldObservation.objects.filter(pk=locked.pk).update(
        solved_by=by, solved_at=now or timezone.now()
    )


def record_with_move(event: ReviewEvent, notes: Mapping[str, str]) -> None:
    """Write down what was said of single fields on making a move, and settle what it settles."""
    side = ReviewSide.ENTITY if event.move == Move.RETURN_IN_ENTITY else ReviewSide.SECRETARIAT
    FieldObservation.objects.bulk_create(
        FieldObservation(
            intervention_id=event.intervention_id,
            event=event,
            side=side,
            field=field,
            note=note,
            by=event.by,
            at=event.at,
        )
        for field, note in notes.items()
    )
    settled = SOLVING_MOVES.get(Move(event.move), frozenset())
    FieldObservation.objects.filter(
        intervention=event.intervention_id, side__in=sorted(settled)
    ).update(solved_by=event.by, solved_at=event.at, solved_with=event)


def _locked(intervention: Intervention, *, by: User) -> Intervention:
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    locked = require_there(rows.filter(pk=intervention.pk).first())
    if not permissions.visible_interventions(by).filter(pk=locked.pk).exists():
        raise PermissionDenied
    return locked


def _locked_observation(observation: FieldObservation, *, by: User) -> FieldObservation:
    if not permissions.visible_observations(by).filter(pk=observation.pk).exists():
        raise PermissionDenied
    rows = FieldObservation.objects.select_for_update(of=("self",))
    found = rows.select_related("intervention__cycle", "by").filter(pk=observation.pk)
    return require_there(found.first())


def _require_still_open(observation: FieldObservation) -> None:
    _require_open_review(observation.intervention, ReviewSide(observation.side))
    if not observation.is_open:
        raise ValidationError(
            _("Esa observación ya está resuelta: si hace falta, escriba una nueva."), code="solved"
        )


def _require_open_review(intervention: Intervention, side: ReviewSide) -> None:
    """A closed cycle ends the review; observers comment on what is public whatever the cycle."""
    if side != ReviewSide.OBSERVER:
        require_open(intervention.cycle)
