"""The back-office of interventions, and of what entities answer and report beside them."""

from interventions.admin import challenges, intervention, responses, synonyms

__all__ = ["challenges", "intervention", "responses", "synonyms"]
