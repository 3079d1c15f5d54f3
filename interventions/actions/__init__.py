"""Every state move and multi-row write of this room.

One shape: the object first, then keywords; `by` is the actor, `now` the time (default: the
clock); one transaction; the audit row is written in it. Errors: `PermissionDenied` where the
actor may not, `ValidationError` where the data does not allow it, `StaleVersionError` where
somebody else saved first.
"""

from interventions.actions.calls import invite, open_call, set_deadline
from interventions.actions.carrying import carry_forward
from interventions.actions.cycles import (
    answer_nothing_new,
    expect_responses,
    set_cycle_state,
    validate_entity_challenge,
)
from interventions.actions.groups import address_group
from interventions.actions.letters import Outcome, send_waiting
from interventions.actions.moves import (
    StaleVersionError,
    claim_version,
    confirm_participation,
    create_intervention,
    delete_draft,
    missing_to_submit,
    move_intervention,
    submit_intervention,
)
from interventions.actions.reminders import (
    due_reminders,
    send_daily_mail,
    send_digests,
    send_reminders,
)

__all__ = [
    "Outcome",
    "StaleVersionError",
    "address_group",
    "answer_nothing_new",
    "carry_forward",
    "claim_version",
    "confirm_participation",
    "create_intervention",
    "delete_draft",
    "due_reminders",
    "expect_responses",
    "invite",
    "missing_to_submit",
    "move_intervention",
    "open_call",
    "send_daily_mail",
    "send_digests",
    "send_reminders",
    "send_waiting",
    "set_cycle_state",
    "set_deadline",
    "submit_intervention",
    "validate_entity_challenge",
]
