"""A chart of the report as one of the pictures of the face: the same in page, PDF and Word."""

from face.pictures import Mode
from face.pictures import as_svg as drawn
from face.pictures.bars import MOST_SERIES, Bar, Bars, paints_of
from face.pictures.canvas import Wording
from face.tokens import LIGHT
from reports.content import Chart
from reports.render.cells import clean

__all__ = ["MOST_SERIES", "as_svg", "colours_of", "picture_of"]


def picture_of(chart: Chart) -> Bars:
    """The chart as bars; its name says every value, for whoever does not see it."""
    return Bars(
        finding=chart.alternative,
        note=chart.note,
        series=tuple(series.name for series in chart.series),
        rows=tuple(
            Bar(name, tuple(series.values[place] for series in chart.series))
            for place, name in enumerate(chart.categories)
        ),
        row_word=chart.category_title,
    )


def as_svg(chart: Chart, wording: Wording = clean) -> str:
    """The chart; an empty one is an empty picture (its note says why). Five series at the most.

    Colours are written out, also in the page: a published one shows the same for good.
    """
    return drawn(picture_of(chart), Mode.PAPER, wording=wording)


def colours_of(chart: Chart) -> tuple[str, ...]:
    """A colour per series, `#rrggbb`, for the drawings of a workbook."""
    return tuple(LIGHT[paint["fill"]] for paint in paints_of(picture_of(chart)))[
        : len(chart.series)
    ]
