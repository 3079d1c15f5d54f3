"""Every state move and multi-row write of this room.

One shape: the object first, then keywords; `by` is the actor, `now` the time (default: the
clock); one transaction; the audit row is written in it. Errors: `PermissionDenied` where the
actor may not, `ValidationError` where the data does not allow it, `StaleVersionError` where
somebody else saved first.
"""

from interventions.actions.carrying import carry_forward
from interventions.actions.cycles import (
    answer_nothing_new,
    expect_responses,
    set_cycle_state,
    validate_entity_challenge,
)
from interventions.actions.filters import delete_filter, save_filter
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
from interventions.actions.reminders import reminder_text, send_reminders

__all__ = [
    "StaleVersionError",
    "answer_nothing_new",
    "carry_forward",
    "claim_version",
    "confirm_participation",
    "create_intervention",
    "delete_draft",
    "delete_filter",
    "expect_responses",
    "missing_to_submit",
    "move_intervention",
    "reminder_text",
    "save_filter",
    "send_reminders",
    "set_cycle_state",
    "submit_intervention",
    "validate_entity_challenge",
]
