"""Who may see and do what with interventions: the one place that knows.

Every face (admin, API, pages, import, export, report) asks here; for whom a person speaks says
`entities.permissions`. Whatever is not granted is
refused; what a person may not see does not exist for them (404, not 403).
"""

from entities.permissions import entities_of
from interventions.permissions.moves import (
    has_validator,
    may_claim_review,
    may_move_intervention,
    open_moves,
    took_to_secretariat,
    why_not_withdrawn,
)
from interventions.permissions.rows import (
    LED_BY_ONES_OWN,
    NOT_TO_CHANGE,
    ONLY_A_DRAFT,
    ONLY_THE_LEAD,
    leads,
    may_answer_participation,
    may_create_intervention,
    may_delete_intervention,
    may_edit_entity_challenge,
    may_edit_intervention,
    may_write_values,
    partner_part,
    takes_part,
    visible_claims,
    visible_discontinuations,
    visible_entity_challenges,
    visible_interventions,
    visible_observations,
    visible_review_events,
    why_not_edited,
    why_not_shared,
    why_not_written,
    writes_for,
)
from interventions.permissions.standing import (
    Standing,
    may_comment,
    side_to_ask_from,
    standing_in,
)

__all__ = [
    "LED_BY_ONES_OWN",
    "NOT_TO_CHANGE",
    "ONLY_A_DRAFT",
    "ONLY_THE_LEAD",
    "Standing",
    "entities_of",
    "has_validator",
    "leads",
    "may_answer_participation",
    "may_claim_review",
    "may_comment",
    "may_create_intervention",
    "may_delete_intervention",
    "may_edit_entity_challenge",
    "may_edit_intervention",
    "may_move_intervention",
    "may_write_values",
    "open_moves",
    "partner_part",
    "side_to_ask_from",
    "standing_in",
    "takes_part",
    "took_to_secretariat",
    "visible_claims",
    "visible_discontinuations",
    "visible_entity_challenges",
    "visible_interventions",
    "visible_observations",
    "visible_review_events",
    "why_not_edited",
    "why_not_shared",
    "why_not_withdrawn",
    "why_not_written",
    "writes_for",
]
