"""Who moves an intervention from one state to another, and until when it is taken back."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import (
    Actor,
    counted_as_one,
    delegation_held,
    is_secretariat,
    keys_counted_as_one,
    secretary_stood_in_for,
)
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import FocalPoint
from entities.permissions import entities_designating
from interventions.choices import (
    TRANSITIONS,
    Move,
    ParticipationRole,
    ReviewSide,
    State,
)
from interventions.models import Intervention, ReviewEvent
from interventions.permissions.on_behalf import why_not_validated, writes_on_behalf
from interventions.permissions.rows import leads

WITH_THE_SECRETARIAT = gettext_lazy(
    "La Secretaría Técnica ya la está revisando: para cambiarla, pídale que se la devuelva."
)
WITH_THE_VALIDATOR = gettext_lazy(
    "La autoridad validadora de su entidad ya la está revisando: para cambiarla, pídale que se la "
    "devuelva."
)


BY_ANOTHER_VALIDATOR = gettext_lazy(
    "Usted envió esta intervención: la aprueba otra autoridad validadora de su entidad."
)
BY_ANOTHER_THAN_THE_PAIR = gettext_lazy(
    "Esta intervención la envió la persona a quien usted suple, o la que suple a usted: la aprueba "
    "otra autoridad validadora de su entidad."
)


def has_validator(
    intervention: Intervention, day: date | None = None, *, besides: int | None = None
) -> bool:
    """Whether somebody of the lead entity, other than the person `besides` (a key) and whoever is
    counted as one with them, approves what leaves it on `day` (today).

    Where the designation of the only validator ended, nobody does: a focal point sends on what was
    waiting, and a validator designated later finds what still waits.
    """
    validators = FocalPoint.objects.speaking(
        day or timezone.localdate(), {DesignationRole.VALIDATOR}
    ).filter(
        entity__participations__intervention=intervention.pk,
        entity__participations__role=ParticipationRole.LEAD,
    )
    if besides is not None:
        validators = validators.exclude(user__in=keys_counted_as_one(besides, day))
    return validators.exists()


def goes_to_validator(user: User, intervention: Intervention, day: date | None = None) -> bool:
    """Whether what `user` sends waits in the entity first: nobody approves what they sent, so that
    a person who alone writes and validates for an entity sends straight on, and nothing says that
    it was approved.

    What waits already was sent by whoever sent it, not by who sends it on.
    """
    waits = intervention.state == State.PENDING_ENTITY
    sender = sender_of(intervention) if waits else user.pk
    return has_validator(intervention, day, besides=sender)


def sender_of(intervention: Intervention) -> int | None:
    """The key of the person who sent the row last, where one did."""
    sent = _last_sending(intervention)
    return sent.by_id if sent else None


def _last_sending(intervention: Intervention) -> ReviewEvent | None:
    return intervention.review_events.filter(move=Move.SUBMIT).order_by("at", "pk").last()


def why_not_approved(user: Actor, intervention: Intervention) -> str:
    """Why `user`, who validates for the lead, does not approve the row: they sent it themselves, or
    whoever they stand in for did, or who stands in for them. Empty where they may.
    """
    sent = _last_sending(intervention)
    if sent is None or user.pk is None:
        return ""
    if user.pk == sent.by_id:
        return str(BY_ANOTHER_VALIDATOR)
    if counted_as_one(user).isdisjoint(sent.people):
        return ""
    return str(BY_ANOTHER_THAN_THE_PAIR)


def stood_in_for(user: User, intervention: Intervention, move: Move) -> User | None:
    """In whose place `user` makes `move`; nothing where it is theirs to make anyway."""
    held = delegation_held(user)
    if held is None:
        return None
    if move in {Move.SUBMIT, Move.WITHDRAW} and leads(user, intervention, EDITING_DESIGNATIONS):
        return None
    of_validator = move in {Move.APPROVE, Move.RETURN_IN_ENTITY}
    if of_validator or (move == Move.WITHDRAW and took_to_secretariat(user, intervention)):
        own = entities_designating(user, frozenset({DesignationRole.VALIDATOR}))
        lead = intervention.lead_participation
        return None if lead is None or own.filter(pk=lead.entity_id).exists() else held.absent
    return secretary_stood_in_for(user)


def open_moves(user: Actor, intervention: Intervention) -> list[Move]:
    """The moves that fit the state of the row and that `user` may make."""
    return [move for move, why_not in own_moves(user, intervention).items() if not why_not]


def own_moves(user: Actor, intervention: Intervention) -> dict[Move, str]:
    """The moves that fit the state of the row and that are for `user` to make -> why they may not
    make it of this row, in a sentence; empty where they may.
    """
    return {
        move: _why_not(move, user, intervention)
        for move, (from_states, _to) in TRANSITIONS.items()
        if intervention.state in from_states and may_move_intervention(user, intervention, move)
    }


def _why_not(move: Move, user: Actor, intervention: Intervention) -> str:
    if move == Move.WITHDRAW:
        return why_not_withdrawn(intervention)
    if move == Move.VALIDATE:
        return why_not_validated(user, intervention)
    return why_not_approved(user, intervention) if move == Move.APPROVE else ""


def may_move_intervention(user: Actor, intervention: Intervention, move: Move) -> bool:
    """Whether `user` is the person who may make `move` (whether it fits the state is apart)."""
    if not intervention.cycle.is_open:
        return False
    if move == Move.SUBMIT:
        waits = intervention.state == State.PENDING_ENTITY
        if writes_on_behalf(user, intervention):
            return True
        return leads(user, intervention, EDITING_DESIGNATIONS) and not (
            waits and has_validator(intervention, besides=sender_of(intervention))
        )
    if move == Move.WITHDRAW:
        return (
            leads(user, intervention, EDITING_DESIGNATIONS)
            or took_to_secretariat(user, intervention)
            or sent_on_behalf(user, intervention)
        )
    if move in {Move.APPROVE, Move.RETURN_IN_ENTITY}:
        return leads(user, intervention, frozenset({DesignationRole.VALIDATOR}))
    return is_secretariat(user)


def took_to_secretariat(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` validates for the lead, and the row came to the secretariat by an approval."""
    if intervention.state != State.SUBMITTED:
        return False
    if not leads(user, intervention, frozenset({DesignationRole.VALIDATOR})):
        return False
    last = intervention.review_events.order_by("at", "pk").last()
    return last is not None and last.move == Move.APPROVE


def sent_on_behalf(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` is of the secretariat and sent the row, in the name of its entity."""
    if not is_secretariat(user):
        return False
    last = intervention.review_events.order_by("at", "pk").last()
    return last is not None and last.move == Move.SUBMIT and user.pk in last.people


def why_not_withdrawn(intervention: Intervention, now: datetime | None = None) -> str:
    """Who has begun to review what was sent, in a sentence for who sent it; empty while nobody has.

    The review begins when somebody takes the row in hands, or asks about a field of it.
    """
    of_secretariat = intervention.state == State.SUBMITTED
    if of_secretariat and intervention.claims.in_force(now).exists():
        return str(WITH_THE_SECRETARIAT)
    sent = intervention.review_events.filter(to_state=intervention.state).order_by("at", "pk")
    last = sent.last()
    asked = intervention.observations.filter(
        event__isnull=True, side=ReviewSide.SECRETARIAT if of_secretariat else ReviewSide.ENTITY
    )
    if last is not None:
        asked = asked.filter(at__gte=last.at)
    if not asked.exists():
        return ""
    return str(WITH_THE_SECRETARIAT if of_secretariat else WITH_THE_VALIDATOR)


def may_claim_review(user: Actor) -> bool:
    """Whether `user` may take sent rows in hands for review."""
    return is_secretariat(user)
