"""What is told: the prose that people own, the versions compiled with it, and the open data."""

from reports.models.dataset import Dataset, DatasetJob
from reports.models.narrative import NarrativeSection
from reports.models.template import WordTemplate
from reports.models.version import CompileJob, CountryReport, ReportFile

__all__ = [
    "CompileJob",
    "CountryReport",
    "Dataset",
    "DatasetJob",
    "NarrativeSection",
    "ReportFile",
    "WordTemplate",
]
