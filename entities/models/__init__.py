"""Who takes part."""

from entities.models.catalogue import Country, Region, TargetGroup
from entities.models.entity import Entity, FocalPoint, WorkingGroup

__all__ = ["Country", "Entity", "FocalPoint", "Region", "TargetGroup", "WorkingGroup"]
