"""The country report in the back-office: its prose and its versions."""

from reports.admin import narrative, version

__all__ = ["narrative", "version"]
