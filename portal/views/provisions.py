"""The pages of what was promised."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from analysis.heat import heat_of_objectives
from analysis.lines import lines_of
from analysis.pictures import (
    bars_of_executors,
    objectives_of,
    weave_of_guidelines,
    weave_of_objectives,
)
from api.addresses import moved
from cycles.models import ReportingCycle
from interventions.queries import cycles_to_read
from portal.addresses import lists_of_executors, pages_of_entities, pages_of_provisions
from portal.pictures import downloads_of, downloads_of_indicator
from portal.queries.interventions import cycle_to_show, editions_of, granularity_of
from portal.queries.provisions import PAGES, groups, page_of, provisions_with_a_page

MOST_LINES = 2
"""Lines on the page of a provision; the measurements of all are open data."""


def shown_cycles(request: HttpRequest) -> tuple[list[ReportingCycle], ReportingCycle | None]:
    """The cycles with data and the one that a page is asked for; 404 where it is none of them."""
    cycles = list(cycles_to_read().prefetch_related("notes"))
    wanted = request.GET.get("ciclo")
    shown = cycle_to_show(cycles, wanted)
    if wanted is not None and shown is None:
        raise Http404
    return cycles, shown


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Every objective and guideline with what is reported for it."""
    cycles, shown = shown_cycles(request)
    context: dict[str, Any] = {"cycles": cycles, "cycle": shown, "groups": list(groups())}
    if shown is not None:
        prefetch_related_objects([shown], "frameworks")
        address, objectives = pages_of_provisions(shown), objectives_of(shown)
        context["editions"] = editions_of([shown])
        context["granularity"] = granularity_of([shown])
        context["weaves"] = [
            (weave_of_objectives(shown, address, objectives), downloads_of("objetivos", shown)),
            (weave_of_guidelines(shown, address), downloads_of("lineamientos", shown)),
        ]
        context["heat"] = heat_of_objectives(shown, address, lists_of_executors(shown), objectives)
        context["heat_files"] = downloads_of("quien-responde", shown)
    return render_page(request, "portal/commitments.html", context)


@require_safe
def provision(request: HttpRequest, framework: str, word: str, code: str) -> HttpResponse:
    """An objective, a guideline, an area or an axis."""
    kind = PAGES.get(word.lower())
    if kind is None:
        raise Http404
    row = get_object_or_404(
        provisions_with_a_page(), framework__code__iexact=framework, kind=kind, code__iexact=code
    )
    if (framework, word, code) != (kept := (row.framework.code, word.lower(), row.code)):
        return moved(request, "portal:provision", *kept)
    cycles, shown = shown_cycles(request)
    context: dict[str, Any] = {"provision": row, "cycles": cycles, "cycle": shown}
    if shown is not None:
        earlier = [cycle for cycle in cycles if cycle.period_end < shown.period_end]
        page = page_of(row, shown, next(iter(earlier), None))
        bars = bars_of_executors(page.entities, address=pages_of_entities(shown))
        context |= {
            "page": page,
            "bars": bars,
            "measured": [
                (line, downloads_of_indicator(indicator.code))
                for indicator, line in lines_of(row, MOST_LINES)
            ],
            "editions": editions_of([shown]),
            "notes": [note for note in shown.notes.all() if note.provision_id == row.pk],
        }
    return render_page(request, "portal/provision.html", context)
