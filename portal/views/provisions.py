"""The pages of what was promised."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from cycles.models import ReportingCycle
from interventions.queries import cycles_to_read
from portal.queries.interventions import cycle_to_show
from portal.queries.provisions import PAGES, commitments_of, page_of, provisions_with_a_page


def shown_cycles(request: HttpRequest) -> tuple[list[ReportingCycle], ReportingCycle | None]:
    """The cycles with data and the one that a page is asked for; 404 where it is none of them."""
    cycles = list(cycles_to_read())
    wanted = request.GET.get("ciclo")
    shown = cycle_to_show(cycles, wanted)
    if wanted and shown is None:
        raise Http404
    return cycles, shown


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Every objective and guideline with what is reported for it."""
    cycles, shown = shown_cycles(request)
    context = {"cycles": cycles, "cycle": shown, "groups": commitments_of(shown)}
    return render_page(request, "portal/commitments.html", context)


@require_safe
def provision(request: HttpRequest, framework: str, word: str, code: str) -> HttpResponse:
    """An objective, a guideline, an area or an axis."""
    if word not in PAGES:
        raise Http404
    row = get_object_or_404(
        provisions_with_a_page(), framework__code=framework, kind=PAGES[word], code=code
    )
    cycles, shown = shown_cycles(request)
    context: dict[str, Any] = {"provision": row, "cycles": cycles, "cycle": shown}
    if shown is not None:
        earlier = [cycle for cycle in cycles if cycle.period_end < shown.period_end]
        context["page"] = page_of(row, shown, next(iter(earlier), None))
    return render_page(request, "portal/provision.html", context)
