"""Measurements as a report tells them: the figure, its source, and that it is of another period."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.models import ReportingCycle
from monitoring.choices import MeasurementStatus
from monitoring.models import Indicator, Measurement

YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def by_source(indicator: Indicator) -> dict[str, list[Measurement]]:
    """Each source of the indicator, in order, with the measurements that it gives."""
    found: dict[str, list[Measurement]] = {}
    for measurement in indicator.measurements.all():
        found.setdefault(_source_of(measurement), []).append(measurement)
    return found


def value_of(measurement: Measurement) -> str:
    """What is counted and its figure, or the reason for having none."""
    if measurement.status != MeasurementStatus.VALUE:
        return str(measurement.get_status_display())
    if not measurement.figure:
        return measurement.text
    if measurement.disaggregation:
        return f"{measurement.disaggregation}: {measurement.figure}"
    return f"{measurement.figure} ({measurement.base})" if measurement.base else measurement.figure


def told_source(source: str, measurements: Sequence[Measurement], cycle: ReportingCycle) -> str:
    """A source with the date of its data, unless its name says it; with the mark of another period.

    `source` is a key of `by_source`, and `measurements` all that is told of it in one place.
    """
    if mark := mark_of_period(measurements, cycle):
        return f"{_name_of(measurements[0])} ({mark})"
    return source


def mark_of_period(measurements: Sequence[Measurement], cycle: ReportingCycle) -> str:
    """`dato de 2022` where all that was measured lies outside the cycle's period; else nothing."""
    periods = [period for one in measurements if (period := _period_of(one)) is not None]
    if not periods or len(periods) < len(measurements):
        return ""
    first, last = min(first for first, _last in periods), max(last for _first, last in periods)
    starts, ends = cycle.period_start.isoformat(), cycle.period_end.isoformat()
    if first <= ends[: len(first)] and last >= starts[: len(last)]:
        return ""
    if first == last:
        return _("dato de %(when)s") % {"when": _in_words(first)}
    return _("dato de %(first)s a %(last)s") % {"first": _in_words(first), "last": _in_words(last)}


def _name_of(measurement: Measurement) -> str:
    return measurement.source_name or measurement.source_code


def _source_of(measurement: Measurement) -> str:
    """The source's name with the date of its data, unless the name says it already."""
    name, as_of = _name_of(measurement), measurement.as_of
    return name if not as_of or as_of in name else f"{name} ({as_of})"


def _period_of(measurement: Measurement) -> tuple[str, str] | None:
    """First and last day, month or year (ISO 8601) of what was measured, if anything says it."""
    if measurement.date:
        return measurement.date, measurement.end_date or measurement.date
    years = YEAR.findall(measurement.as_of)
    return (min(years), max(years)) if years else None


def _in_words(partial: str) -> str:
    """2022, `julio de 2022` or `1 de julio de 2022`."""
    year, month, day = (*(int(part) for part in partial.split("-")), 1, 1)[:3]
    forms = {4: "Y", 7: "YEAR_MONTH_FORMAT"}
    return date_format(date(year, month, day), forms.get(len(partial), "DATE_FORMAT"))
