"""Does life improve? What was measured of the indicators of a provision, as lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alignment.models import Provision
from face.pictures.lines import Goal, Line, Point
from interventions.models.figures import figure_with_unit
from monitoring.models import Indicator, Measurement

LEAST_POINTS = 3
"""Two measurements are a difference, not yet a line."""
DAYS_IN_YEAR = 365.25


def lines_of(provision: Provision, most: int) -> list[tuple[Indicator, Line]]:
    """The longest lines of the indicators of `provision`, at most one of each and `most` in all;
    those of a whole indicator before those of a part of it.
    """
    indicators = provision.indicators.prefetch_related("measurements", "targets")
    found = [
        (indicator, series[0], line_of(indicator, series))
        for indicator in indicators.order_by("position", "code")
        for series in [longest_series(indicator)]
        if len(series) >= LEAST_POINTS
    ]
    found.sort(key=lambda one: (bool(one[1].disaggregation), -len(one[2].points)))
    return [(indicator, line) for indicator, _first, line in found[:most]]


def longest_series(indicator: Indicator) -> list[Measurement]:
    """The measurements of one indicator that may be compared, in the order of time: of the same
    part, people, place, base and unit; each a plain figure of its own date.
    """
    series: dict[tuple, dict[date, Measurement]] = defaultdict(dict)
    for row in indicator.measurements.all():
        if row.value is not None and row.date and not row.comparator and not row.end_date:
            same = (row.disaggregation, row.population, row.territory, row.base, row.unit)
            series[*same, row.sex, row.age].setdefault(_day(row.date), row)
    longest = max(series.values(), key=len, default={})
    return [longest[day] for day in sorted(longest)]


def line_of(indicator: Indicator, series: list[Measurement]) -> Line:
    """A series with the goal that somebody registered for the whole indicator."""
    first, last = series[0], series[-1]
    name = indicator.name
    if first.disaggregation:
        name = f"{name} ({first.disaggregation})"
    goal = max(indicator.targets.all(), key=lambda row: row.due, default=None)
    return Line(
        finding=_("%(name)s: de %(first)s en %(start)s a %(last)s en %(end)s")
        % {
            "name": name,
            "first": first.figure,
            "start": first.date,
            "last": last.figure,
            "end": last.date,
        },
        note=_whom_and_where(first),
        source=_("Fuentes: %(names)s.") % {"names": ", ".join(_names(series))},
        points=tuple(_points(series)),
        goal=Goal(float(goal.value), figure_with_unit(goal.value, first.unit))
        if goal and not first.disaggregation
        else None,
        time_word=_("Fecha"),
        value_word=name,
    )


def _whom_and_where(row: Measurement) -> str:
    words = ", ".join(part for part in (row.population, row.territory) if part)
    return f"{capfirst(words)}." if words else ""


def _points(series: Iterable[Measurement]) -> Iterator[Point]:
    for row in series:
        at = _day(row.date).toordinal() / DAYS_IN_YEAR
        yield Point(at, row.date, float(row.value or 0), row.figure)


def _names(series: Iterable[Measurement]) -> list[str]:
    """Each source once, as short as it is known."""
    return list(dict.fromkeys(row.survey or row.source_name or row.source_code for row in series))


def _day(written: str) -> date:
    """`AAAA`, `AAAA-MM` or `AAAA-MM-DD` as the day that it begins."""
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day)
