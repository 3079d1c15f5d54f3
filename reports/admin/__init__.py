"""The country report in the back-office: its prose, its versions, its look."""

from reports.admin import narrative, template, version

__all__ = ["narrative", "template", "version"]
