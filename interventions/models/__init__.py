"""Who did what, in which cycle."""

from interventions.models.catalogue import Country, Region, TargetGroup
from interventions.models.claim import ReviewClaim
from interventions.models.cycle import EntityResponse, ReportingCycle
from interventions.models.discontinuation import Discontinuation
from interventions.models.entity import Entity, FocalPoint, WorkingGroup
from interventions.models.importing import ImportBatch, ImportRow
from interventions.models.intervention import Intervention
from interventions.models.letter import GroupMessage, Letter
from interventions.models.participation import (
    Contribution,
    DeclinedParticipation,
    Participation,
)
from interventions.models.reported import Challenge, Evidence, Result
from interventions.models.review import FieldObservation, ObservationReply, ReviewEvent
from interventions.models.saved_filter import SavedFilter
from interventions.models.working_copy import WorkingCopy

__all__ = [
    "Challenge",
    "Contribution",
    "Country",
    "DeclinedParticipation",
    "Discontinuation",
    "Entity",
    "EntityResponse",
    "Evidence",
    "FieldObservation",
    "FocalPoint",
    "GroupMessage",
    "ImportBatch",
    "ImportRow",
    "Intervention",
    "Letter",
    "ObservationReply",
    "Participation",
    "Region",
    "ReportingCycle",
    "Result",
    "ReviewClaim",
    "ReviewEvent",
    "SavedFilter",
    "TargetGroup",
    "WorkingCopy",
    "WorkingGroup",
]
