"""What was promised: frameworks, their provisions, and how provisions align."""

from alignment.models.alignment import Alignment
from alignment.models.framework import Framework
from alignment.models.provision import (
    GCMObjective,
    GCMPrinciple,
    PNMAxis,
    PNMGuideline,
    PolicyBlock,
    Provision,
    RoundTable,
    ThematicArea,
)

__all__ = [
    "Alignment",
    "Framework",
    "GCMObjective",
    "GCMPrinciple",
    "PNMAxis",
    "PNMGuideline",
    "PolicyBlock",
    "Provision",
    "RoundTable",
    "ThematicArea",
]
