"""Interventions as files: the records of the API (`interventions.records`) laid out in columns."""

from interventions.export.columns import COLUMNS
from interventions.export.fingerprint import fingerprint

__all__ = ["COLUMNS", "fingerprint"]
