"""The first page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analysis.pictures import weave_of_guidelines, weave_of_objectives
from cycles.models import ReportingCycle
from interventions.queries import cycles_to_read
from portal.addresses import pages_of_provisions
from portal.pictures import downloads_of
from portal.queries.home import page_of
from portal.queries.interventions import cycle_to_show, editions_of, granularity_of
from reports.queries import published_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the registry is, what it holds, what is missing, and where to go on."""
    cycles: list[Any] = list(published_in(cycles_to_read()).prefetch_related("notes"))
    latest = cycle_to_show(cycles)
    context: dict[str, Any] = {
        "latest": latest,
        "published": next((cycle for cycle in cycles if cycle.has_report), None),
        "preparing": next((cycle for cycle in cycles if not cycle.has_report), None),
        "examples": _examples(latest),
    }
    if latest is not None:
        address = pages_of_provisions(latest)
        context |= {
            "page": page_of(latest),
            "editions": editions_of([latest]),
            "granularity": granularity_of([latest]),
            "objectives": weave_of_objectives(latest, address),
            "guidelines": weave_of_guidelines(latest, address),
            "objective_files": downloads_of("objetivos", latest),
            "guideline_files": downloads_of("lineamientos", latest),
        }
    return render_page(request, "portal/home.html", context)


def _examples(cycle: ReportingCycle | None) -> list[tuple[str, str]]:
    """Words that people look for, each with its search."""
    page = reverse("portal:interventions")
    words = [_("seguro de salud"), _("trata de personas"), _("Tumbes")]
    return [(word, f"{page}?{urlencode({'q': word})}") for word in words] if cycle else []
