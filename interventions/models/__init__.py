"""What was done, and what was said of it."""

from interventions.models.claim import ReviewClaim
from interventions.models.discontinuation import Discontinuation
from interventions.models.evidence_file import EvidenceFile
from interventions.models.intervention import Intervention
from interventions.models.on_behalf import OnBehalf
from interventions.models.participation import (
    Contribution,
    DeclinedParticipation,
    Participation,
)
from interventions.models.reported import (
    Challenge,
    ChallengeLink,
    Evidence,
    Result,
    ResultLink,
)
from interventions.models.review import FieldObservation, ObservationReply, ReviewEvent
from interventions.models.saved_filter import SavedFilter
from interventions.models.synonyms import SearchSynonyms
from interventions.models.working_copy import WorkingCopy

__all__ = [
    "Challenge",
    "ChallengeLink",
    "Contribution",
    "DeclinedParticipation",
    "Discontinuation",
    "Evidence",
    "EvidenceFile",
    "FieldObservation",
    "Intervention",
    "ObservationReply",
    "OnBehalf",
    "Participation",
    "Result",
    "ResultLink",
    "ReviewClaim",
    "ReviewEvent",
    "SavedFilter",
    "SearchSynonyms",
    "WorkingCopy",
]
