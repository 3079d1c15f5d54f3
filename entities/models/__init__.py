"""Who takes part."""

from entities.models.catalogue import Country, Region, TargetGroup
from entities.models.entity import Entity, FocalPoint, WorkingGroup
from entities.models.other_name import OtherName
from entities.models.succession import Succession

__all__ = [
    "Country",
    "Entity",
    "FocalPoint",
    "OtherName",
    "Region",
    "Succession",
    "TargetGroup",
    "WorkingGroup",
]
