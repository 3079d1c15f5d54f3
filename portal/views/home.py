"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from interventions.queries import cycles_to_read
from portal.queries.home import objective_counts
from portal.queries.interventions import cycle_to_show
from reports.queries import published_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the registry is, what it holds, and where to go on."""
    cycles = list(published_in(cycles_to_read()))
    latest = cycle_to_show(cycles)
    objectives = objective_counts(latest)
    most = max((objective.interventions for objective in objectives), default=0)
    context = {"cycles": cycles, "latest": latest, "objectives": objectives, "most": most or 1}
    return render_page(request, "portal/home.html", context)
