"""Interventions as files: read in groups, told as the API tells them, laid out in columns."""

from interventions.export.columns import COLUMNS
from interventions.export.documents import documents
from interventions.export.fingerprint import fingerprint

__all__ = ["COLUMNS", "documents", "fingerprint"]
