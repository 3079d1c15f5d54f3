"""The life of one intervention: started, saved, moved from state to state, deleted.

One shape: the object first, then keywords; `by` is the actor, `now` the time (default: the
clock); one transaction; the audit row is written in it. Errors: `PermissionDenied` where the
actor may not, `ValidationError` where the data does not allow it, `StaleVersionError` where
somebody else saved first.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alignment.choices import ProvisionKind
from cycles.actions import require_open
from entities.models import Entity
from interventions import permissions, rules
from interventions.actions import on_behalf as writing_on_behalf
from interventions.actions.claims import end_with_move, require_unclaimed
from interventions.actions.contents import delete_drafts, write
from interventions.actions.observations import record_with_move
from interventions.actions.preconditions import StaleVersionError, require_there
from interventions.actions.responses import follow_response
from interventions.actions.withdrawals import Before, before_sending, require_withdrawable
from interventions.actions.writing import Writing
from interventions.choices import (
    MOVES_WITH_REASON,
    TRANSITIONS,
    Move,
    ParticipationRole,
    State,
)
from interventions.models import Intervention, ReviewEvent
from interventions.reading.texts import paragraphs
from interventions.values import Values


def _swap_version(intervention: Intervention, *, expected: int) -> None:
    swapped = Intervention.objects.filter(pk=intervention.pk, version=expected).update(
        version=F("version") + 1
    )
    if not swapped:
        raise StaleVersionError.of_row()
    intervention.version = expected + 1


def create_intervention(
    intervention: Intervention,
    *,
    lead: Entity,
    by: User,
    values: Values | None = None,
    on_behalf: str = "",
) -> Intervention:
    """Save a new `intervention` as a draft led by `lead`, in the open cycle that it names.

    `values` say what it does not say itself (`interventions.values`); `on_behalf` is why the
    secretariat enters it in the name of `lead`. Raises `PermissionDenied`
    where `by` is no focal point of `lead`, `ValidationError` where the cycle is closed or a rule
    does not hold.
    """
    named = [row for row in (values or {}).get("participations", []) if row["role"] != "lead"]
    led = [{"entity_id": lead.pk, "role": ParticipationRole.LEAD}, *named]
    told = {**(values or {}), "participations": led}
    return write([Writing(intervention, told, on_behalf=on_behalf)], by=by)[0]


def missing_to_submit(intervention: Intervention) -> dict[str, str]:
    """What `intervention` still lacks before it can be submitted: field name -> explanation.

    Asks the database nothing where the row was read by `queries.with_relations`.
    """
    aims = [
        rules.Aim(
            part.provision.code,
            sum(group.kind == ProvisionKind.AREA for group in part.provision.groups.all()),
            part.group_id is not None,
        )
        for part in intervention.contributions.all()
    ]
    return rules.missing_to_submit(
        has_lead=intervention.lead_participation is not None,
        aims=aims,
        results=(intervention.results_reporting, len(intervention.results.all())),
        challenges=(intervention.challenges_reporting, len(intervention.challenges.all())),
    )


@transaction.atomic
def move_intervention(
    intervention: Intervention,
    *,
    move: Move,
    by: User,
    reason: str = "",
    observations: Mapping[str, str] | None = None,
    expected: int | None = None,
    now: datetime | None = None,
) -> ReviewEvent:
    """Make one `move` of the life of an intervention and record it.

    `observations` are notes on single fields (field name -> note), `expected` the version the
    actor saw. Raises `PermissionDenied`, `StaleVersionError`, or `ValidationError` where it does
    not fit the state, somebody else is reviewing the row, a required reason is missing, or the row
    is not complete.
    """
    now = now or timezone.now()
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    locked = require_there(rows.filter(pk=intervention.pk).first())
    if not permissions.visible_interventions(by).filter(pk=locked.pk).exists():
        raise PermissionDenied
    require_open(locked.cycle)
    if not permissions.may_move_intervention(by, locked, move):
        raise PermissionDenied
    from_states, _to_state = TRANSITIONS[move]
    if locked.state not in from_states:
        raise ValidationError(
            _("No se puede «%(move)s» una intervención en estado «%(state)s».")
            % {"move": move.label.lower(), "state": locked.get_state_display()},
            code="invalid_move",
        )
    if move == Move.WITHDRAW:
        require_withdrawable(locked, now=now)
    else:
        require_unclaimed([locked.pk], by=by, now=now)
    reason = _reason_of(locked, move, paragraphs(reason), by=by)
    if move in MOVES_WITH_REASON and not reason:
        raise ValidationError({"reason": _("Escriba el motivo: la entidad necesita conocerlo.")})
    if move in {Move.SUBMIT, Move.APPROVE, Move.VALIDATE}:
        missing = missing_to_submit(locked)
        if missing:
            raise ValidationError(missing)
    before = before_sending(locked, by=by) if move == Move.WITHDRAW else None
    to_state = _destination(locked, move, before, by=by, now=now)
    _follow_on_behalf(locked, move, before, by=by, now=now)
    event = _change_state(
        locked,
        to_state=to_state,
        move=move,
        by=by,
        reason=reason,
        expected=expected,
        now=now,
    )
    record_with_move(event, observations or {})
    end_with_move(locked, by=by, now=now)
    intervention.refresh_from_db()
    return event


def _reason_of(locked: Intervention, move: Move, reason: str, *, by: User) -> str:
    """What the record says beside a move: `reason`, or what follows from writing on behalf.

    Raises `ValidationError` where `by` would alone validate what they wrote for the entity, or
    approve what they sent.
    """
    if move == Move.SUBMIT:
        return reason or writing_on_behalf.reason_to_send(locked, by=by)
    if move == Move.APPROVE and (told := permissions.why_not_approved(by, locked)):
        raise ValidationError(told, code="two_people")
    if move != Move.VALIDATE:
        return reason
    if told := permissions.why_not_validated(by, locked):
        raise ValidationError(told, code="two_people")
    if permissions.was_entered_alone(by, locked):
        alone = _("La valida quien la registró: no hay otra persona en la Secretaría Técnica.")
        if permissions.stood_in_for(by, locked, move):
            alone = _(
                "La valida quien suple a quien la registró: no hay otra persona en la Secretaría "
                "Técnica."
            )
        return f"{reason}\n{alone}".strip()
    return reason


def _follow_on_behalf(
    locked: Intervention, move: Move, before: Before | None, *, by: User, now: datetime
) -> None:
    """What was written for the entity is the entity's word once it sends or approves the row."""
    own = permissions.leads(by, locked)
    if move == Move.SUBMIT and not own:
        writing_on_behalf.record_sent(locked, by=by, now=now)
    writing_on_behalf.end_with_move(locked, now=now)
    if before and before.sent_at:
        writing_on_behalf.take_back_sent(locked, sent_at=before.sent_at)
    if move in {Move.SUBMIT, Move.APPROVE} and own:
        writing_on_behalf.adopt(locked, by=by, now=now)


def _destination(
    locked: Intervention, move: Move, before: Before | None, *, by: User, now: datetime
) -> State:
    """Where `move` leads this row; of one that is taken back, also as of when it counts as sent."""
    if move == Move.SUBMIT and permissions.goes_to_validator(by, locked, timezone.localdate(now)):
        return State.PENDING_ENTITY
    if before is not None:
        locked.submitted_at = before.submitted_at
        return before.state
    return TRANSITIONS[move][1]


def _change_state(
    intervention: Intervention,
    *,
    to_state: State,
    move: Move,
    by: User,
    reason: str,
    expected: int | None,
    now: datetime,
) -> ReviewEvent:
    """The only place that assigns `state`."""
    from_state = intervention.state
    in_place_of = permissions.stood_in_for(by, intervention, move)
    _swap_version(intervention, expected=expected or intervention.version)
    intervention.state = to_state
    intervention.validated_at = now if to_state == State.VALIDATED else None
    if to_state == State.SUBMITTED:
        intervention.submitted_at = now
    intervention.save()
    lead = intervention.lead_participation
    if lead is not None:
        follow_response(intervention.cycle_id, lead.entity_id, now=now)
    return ReviewEvent.objects.create(
        intervention=intervention,
        move=move,
        from_state=from_state,
        to_state=to_state,
        by=by,
        in_place_of=in_place_of,
        at=now,
        note=reason,
    )


def submit_intervention(
    intervention: Intervention,
    *,
    by: User,
    expected: int | None = None,
    now: datetime | None = None,
) -> ReviewEvent:
    """Send the row to the secretariat, or first to the entity's validator where there is one."""
    return move_intervention(intervention, move=Move.SUBMIT, by=by, expected=expected, now=now)


def delete_draft(intervention: Intervention, *, by: User) -> None:
    """Delete a draft that never left its entity; raises `PermissionDenied` otherwise."""
    delete_drafts([intervention], by=by)
