"""Every state move and multi-row write of this room.

One shape: the object first, then keywords; `by` is the actor, `now` the time (default: the
clock); one transaction; the audit row is written in it. Errors: `PermissionDenied` where the
actor may not, `ValidationError` where the data does not allow it, `StaleVersionError` where
somebody else saved first.
"""

from interventions.actions.calls import invite, open_call, set_deadline
from interventions.actions.claims import release_review, take_review
from interventions.actions.continuation import (
    accept_discontinuation,
    carry_forward,
    discontinue,
    undo_discontinuation,
)
from interventions.actions.cycles import (
    expect_responses,
    set_cycle_state,
    validate_entity_challenge,
)
from interventions.actions.designations import (
    Designation,
    Newcomer,
    designate,
    end_designation,
    hand_over,
    invite_again,
)
from interventions.actions.filters import delete_filter, save_filter
from interventions.actions.groups import address_group
from interventions.actions.letters import Outcome, send_waiting
from interventions.actions.moves import (
    StaleVersionError,
    claim_version,
    create_intervention,
    delete_draft,
    missing_to_submit,
    move_intervention,
    submit_intervention,
)
from interventions.actions.observations import (
    observe_fields,
    reply_to_observation,
    solve_observation,
)
from interventions.actions.participations import confirm_participation, decline_participation
from interventions.actions.personal_data import erase_contact_data
from interventions.actions.reminders import (
    due_reminders,
    send_daily_mail,
    send_digests,
    send_reminders,
)
from interventions.actions.responses import answer_nothing_new, take_back_nothing_new
from interventions.actions.working_copies import (
    claim_fields,
    forget_working_copy,
    keep_working_copy,
)

__all__ = [
    "Designation",
    "Newcomer",
    "Outcome",
    "StaleVersionError",
    "accept_discontinuation",
    "address_group",
    "answer_nothing_new",
    "carry_forward",
    "claim_fields",
    "claim_version",
    "confirm_participation",
    "create_intervention",
    "decline_participation",
    "delete_draft",
    "delete_filter",
    "designate",
    "discontinue",
    "due_reminders",
    "end_designation",
    "erase_contact_data",
    "expect_responses",
    "forget_working_copy",
    "hand_over",
    "invite",
    "invite_again",
    "keep_working_copy",
    "missing_to_submit",
    "move_intervention",
    "observe_fields",
    "open_call",
    "release_review",
    "reply_to_observation",
    "save_filter",
    "send_daily_mail",
    "send_digests",
    "send_reminders",
    "send_waiting",
    "set_cycle_state",
    "set_deadline",
    "solve_observation",
    "submit_intervention",
    "take_back_nothing_new",
    "take_review",
    "undo_discontinuation",
    "validate_entity_challenge",
]
