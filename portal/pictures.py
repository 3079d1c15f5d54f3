"""The pictures of a cycle as files: `/imagenes/objetivos.png?ciclo=2022`. Validated rows alone."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from analysis.heat import heat_of_objectives
from analysis.lines import LEAST_POINTS, line_of, longest_series
from analysis.pictures import (
    bars_of_entities,
    map_of_regions,
    weave_of_guidelines,
    weave_of_objectives,
)
from api.addresses import moved
from api.downloads.cells import harmless
from cycles.models import ReportingCycle
from face.pictures import Mode, Picture, as_csv, as_svg
from interventions.queries import cycles_to_read
from monitoring.models import Indicator
from portal.queries.interventions import cycle_to_show
from reports.render.letters import printable
from reports.render.typesetting import as_png

PICTURES: dict[str, Callable[[ReportingCycle], Picture]] = {
    "objetivos": weave_of_objectives,
    "lineamientos": weave_of_guidelines,
    "entidades": bars_of_entities,
    "departamentos": map_of_regions,
    "quien-responde": heat_of_objectives,
}
"""Name in the address -> what counts the picture."""

CONTENT_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8; header=present",
}


def downloads_of(name: str, cycle: ReportingCycle) -> list[tuple[str, str]]:
    """What `{% picture %}` offers to take away: each format with its address."""
    return [
        (format_name.upper(), f"{reverse('portal:picture', args=[name, format_name])}{query}")
        for query in [f"?ciclo={cycle.code}"]
        for format_name in CONTENT_TYPES
    ]


def downloads_of_indicator(code: str) -> list[tuple[str, str]]:
    """The same of what was measured of an indicator."""
    return [
        (format_name.upper(), reverse("portal:indicator-picture", args=[code, format_name]))
        for format_name in CONTENT_TYPES
    ]


@require_safe
def picture(request: HttpRequest, name: str, format: str) -> HttpResponseBase:  # noqa: A002 - as in the address
    """A picture of `?ciclo=`, or of the cycle that the home page shows, in one format."""
    if name not in PICTURES or format not in CONTENT_TYPES:
        raise Http404
    cycle = _cycle(request.GET.get("ciclo"))
    return _as_file(request, PICTURES[name](cycle), f"{name}-{cycle.code}", format)


@require_safe
def indicator(request: HttpRequest, code: str, format: str) -> HttpResponseBase:  # noqa: A002 - as in the address
    """What was measured of an indicator, as the page of a provision shows it, in one format."""
    if format not in CONTENT_TYPES:
        raise Http404
    row = Indicator.objects.filter(code=code).first()
    if row is None:
        row = get_object_or_404(Indicator, code=code.lower())
        return moved(request, "portal:indicator-picture", row.code, format)
    series = longest_series(row)
    if len(series) < LEAST_POINTS:
        raise Http404
    return _as_file(request, line_of(row, series), row.code, format)


def _as_file(request: HttpRequest, counted: Picture, name: str, format: str) -> HttpResponseBase:  # noqa: A002 - as in the address
    """The picture to take away, once: whoever has it already is told so."""
    said = (
        as_csv(counted, harmless)
        if format == "csv"
        else as_svg(counted, Mode.FILE, wording=printable)
    )
    etag = f'"{sha256(f"{format} {said}".encode()).hexdigest()}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(
            _rastered(said) if format == "png" else said.encode(),
            content_type=CONTENT_TYPES[format],
            headers={"Content-Disposition": f'attachment; filename="mtigm-{name}.{format}"'},
        )
    answer.headers["ETag"] = etag
    return answer


def _cycle(code: str | None) -> ReportingCycle:
    """A cycle that anybody may read something of; raises `Http404` for others."""
    shown = cycle_to_show(list(cycles_to_read()), code)
    if shown is None:
        raise Http404
    return shown


@lru_cache(maxsize=32)
def _rastered(drawing: str) -> bytes:
    """Setting a picture takes a fifth of a second: the same drawing is set once in a process."""
    return as_png(drawing)
