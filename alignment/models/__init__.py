"""What was promised: frameworks, their provisions, how provisions align, and what was read."""

from alignment.models.alignment import Alignment
from alignment.models.bibliography import BibliographyEntry
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
    "BibliographyEntry",
    "Framework",
    "GCMObjective",
    "PNMAxis",
    "PNMGuideline",
    "Provision",
    "ThematicArea",
]
