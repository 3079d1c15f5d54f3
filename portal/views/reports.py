"""The country reports: published versions only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from api.addresses import moved
from cycles.models import ReportingCycle
from cycles.queries import cycle_named
from interventions.queries import cycles_to_read
from reports.queries import public_file, public_versions, published_in
from reports.render import FORMATS


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every cycle with data, and the published versions of its report, the latest first."""
    cycles = list(published_in(cycles_to_read()))
    versions = public_versions()
    told = [(cycle, versions.get(cycle.pk, [])) for cycle in cycles]
    return render_page(request, "portal/reports.html", {"cycles": told})


def _language() -> str:
    """The language of the visitor as the report knows it."""
    return "en" if (get_language() or "").startswith("en") else "es"


def _cycle(code: str) -> ReportingCycle:
    cycle = cycle_named(code)
    if cycle is None:
        raise Http404
    return cycle


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The country report of a cycle as one page."""
    cycle = _cycle(code)
    if cycle.code != code:
        return moved(request, "portal:report", cycle.code)
    published = public_file(cycle, "html", _language())
    return HttpResponse(published.body) if published else _in_preparation(request, cycle)


def _in_preparation(request: HttpRequest, cycle: ReportingCycle, status: int = 200) -> HttpResponse:
    """What stands where nobody has published a report yet; nothing of what is being written."""
    return render_page(request, "portal/in_preparation.html", {"cycle": cycle}, status=status)


@require_safe
def report_file(request: HttpRequest, code: str, format: str) -> HttpResponse:  # noqa: A002 - as in the address
    """The country report of a cycle as a file to download."""
    cycle = _cycle(code)
    if format not in FORMATS:
        raise Http404
    if cycle.code != code:
        return moved(request, "portal:report-file", cycle.code, format)
    rendered = public_file(cycle, format, _language())
    if rendered is None:
        return _in_preparation(request, cycle, status=404)
    return HttpResponse(
        rendered.body,
        content_type=rendered.content_type,
        headers={"Content-Disposition": f'attachment; filename="{rendered.filename}"'},
    )
