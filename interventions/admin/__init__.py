"""The back-office of interventions, entities and cycles."""

from interventions.admin import catalogues, intervention

__all__ = ["catalogues", "intervention"]
