"""Every state move and multi-row write of this room.

One shape: the object first, then keywords; `by` is the actor, `now` the time (default: the
clock); one transaction; the audit row is written in it. Errors: `PermissionDenied` where the
actor may not, `ValidationError` where the data does not allow it, `StaleVersionError` where
somebody else saved first.
"""

from interventions.actions.challenges import (
    delete_entity_challenge,
    validate_entity_challenge,
    write_entity_challenge,
)
from interventions.actions.claims import release_review, take_review
from interventions.actions.contents import write, write_contents
from interventions.actions.continuation import (
    accept_discontinuation,
    carry_forward,
    discontinue,
    undo_discontinuation,
)
from interventions.actions.evidence_files import keep_file
from interventions.actions.filters import delete_filter, save_filter
from interventions.actions.moves import (
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
from interventions.actions.on_behalf import answer_objection, begin_on_behalf, object_to
from interventions.actions.participations import confirm_participation, decline_participation
from interventions.actions.preconditions import StaleVersionError
from interventions.actions.responses import answer_nothing_new, take_back_nothing_new
from interventions.actions.working_copies import (
    claim_fields,
    forget_working_copy,
    keep_working_copy,
)
from interventions.actions.writing import Writing

__all__ = [
    "StaleVersionError",
    "Writing",
    "accept_discontinuation",
    "answer_objection",
    "answer_nothing_new",
    "begin_on_behalf",
    "carry_forward",
    "claim_fields",
    "confirm_participation",
    "create_intervention",
    "decline_participation",
    "delete_draft",
    "delete_filter",
    "discontinue",
    "forget_working_copy",
    "keep_file",
    "keep_working_copy",
    "missing_to_submit",
    "move_intervention",
    "object_to",
    "observe_fields",
    "release_review",
    "reply_to_observation",
    "save_filter",
    "solve_observation",
    "submit_intervention",
    "take_back_nothing_new",
    "take_review",
    "undo_discontinuation",
    "delete_entity_challenge",
    "validate_entity_challenge",
    "write_entity_challenge",
    "write",
    "write_contents",
]
