"""The pages of the entities."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from analysis.executors import who_executes
from analysis.pictures import bars_of_executors, map_of_regions, source_of, validated_in
from api.addresses import moved
from entities.models import Entity
from entities.queries import STORY, entity_named
from portal.addresses import lists_of_regions, pages_of_entities
from portal.pictures import downloads_of
from portal.queries.entities import lines_of, page_of
from portal.queries.interventions import editions_of
from portal.views.provisions import shown_cycles


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """Every entity of the group and every one that executes something."""
    cycles, shown = shown_cycles(request)
    counts = who_executes(validated_in(shown)) if shown is not None else []
    context: dict[str, Any] = {"cycles": cycles, "cycle": shown, "lines": lines_of(counts)}
    if shown is not None:
        context |= {
            "bars": bars_of_executors(
                counts, source=source_of(shown), address=pages_of_entities(shown)
            ),
            "bar_files": downloads_of("entidades", shown),
            "regions": map_of_regions(shown, lists_of_regions(shown)),
            "region_files": downloads_of("departamentos", shown),
        }
    return render_page(request, "portal/entities.html", context)


@require_safe
def entity(request: HttpRequest, acronym: str) -> HttpResponse:
    """One entity: what it reports, alone and with whom."""
    row = (
        Entity.objects.select_related("parent")
        .prefetch_related(*STORY)
        .filter(acronym=acronym)
        .first()
    )
    if row is None:
        named = entity_named(acronym)
        if named is None:
            raise Http404
        return moved(request, "portal:entity", named.acronym)
    cycles, shown = shown_cycles(request)
    page = page_of(row, shown, cycles) if shown is not None else None
    editions = editions_of([shown] if shown else [])
    context = {
        "entity": row,
        "cycles": cycles,
        "cycle": shown,
        "page": page,
        "editions": editions,
    }
    return render_page(request, "portal/entity.html", context)
