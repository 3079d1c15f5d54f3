"""Who takes part."""

from entities.models.catalogue import Country, Region, TargetGroup
from entities.models.entity import Entity, FocalPoint, WorkingGroup
from entities.models.other_name import OtherName

__all__ = [
    "Country",
    "Entity",
    "FocalPoint",
    "OtherName",
    "Region",
    "TargetGroup",
    "WorkingGroup",
]
