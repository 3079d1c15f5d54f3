"""What is told."""

from reports.models.narrative import NarrativeSection

__all__ = ["NarrativeSection"]
