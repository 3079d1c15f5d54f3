"""What was promised: frameworks, their provisions, and how provisions align."""

from alignment.models.alignment import Alignment
from alignment.models.framework import Framework
from alignment.models.provision import (
    GCMObjective,
    PNMAxis,
    PNMGuideline,
    Provision,
    ThematicArea,
)

__all__ = [
    "Alignment",
    "Framework",
    "GCMObjective",
    "PNMAxis",
    "PNMGuideline",
    "Provision",
    "ThematicArea",
]
