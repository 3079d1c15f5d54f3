"""The country report in the back-office: its prose, its versions, its look, the open data."""

from reports.admin import dataset, narrative, template, version

__all__ = ["dataset", "narrative", "template", "version"]
