"""Who did what, in which cycle."""

from interventions.models.catalogue import Country, Region, TargetGroup
from interventions.models.cycle import EntityResponse, ReportingCycle
from interventions.models.entity import Entity, FocalPoint, WorkingGroup
from interventions.models.intervention import Intervention
from interventions.models.participation import Contribution, Participation
from interventions.models.reminder import Reminder
from interventions.models.reported import Challenge, Evidence, Result
from interventions.models.review import FieldObservation, ReviewEvent
from interventions.models.saved_filter import SavedFilter

__all__ = [
    "Challenge",
    "Contribution",
    "Country",
    "Entity",
    "EntityResponse",
    "Evidence",
    "FieldObservation",
    "FocalPoint",
    "Intervention",
    "Participation",
    "Region",
    "Reminder",
    "ReportingCycle",
    "Result",
    "ReviewEvent",
    "SavedFilter",
    "TargetGroup",
    "WorkingGroup",
]
