"""Who did what, in which cycle."""

from interventions.models.catalogue import Country, Region, TargetGroup
from interventions.models.cycle import EntityResponse, ReportingCycle
from interventions.models.entity import Entity, FocalPoint, WorkingGroup
from interventions.models.intervention import Intervention
from interventions.models.letter import GroupMessage, Letter
from interventions.models.participation import Contribution, Participation
from interventions.models.reported import Challenge, Evidence, Result
from interventions.models.review import FieldObservation, ReviewEvent

__all__ = [
    "Challenge",
    "Contribution",
    "Country",
    "Entity",
    "EntityResponse",
    "Evidence",
    "FieldObservation",
    "FocalPoint",
    "GroupMessage",
    "Intervention",
    "Letter",
    "Participation",
    "Region",
    "ReportingCycle",
    "Result",
    "ReviewEvent",
    "TargetGroup",
    "WorkingGroup",
]
