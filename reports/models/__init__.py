"""What is told: the prose that people own, and the versions compiled with it."""

from reports.models.narrative import NarrativeSection
from reports.models.template import WordTemplate
from reports.models.version import CompileJob, CountryReport, ReportFile

__all__ = ["CompileJob", "CountryReport", "NarrativeSection", "ReportFile", "WordTemplate"]
