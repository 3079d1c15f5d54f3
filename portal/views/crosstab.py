"""The page that counts by two dimensions."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from analysis.crosstabs import DIMENSION_NAMES, pivot
from analysis.filters import ALL_CYCLES as ALL_CYCLES_OF_API
from api.downloads.links import take_away
from interventions.models import Intervention
from interventions.queries import cycles_to_read
from portal.crosstab import crosstab_lines
from portal.forms import ALL_CYCLES, CrosstabForm
from portal.queries.interventions import cycle_to_show, editions_of, granularity_of


@require_safe
def crosstab(request: HttpRequest) -> HttpResponse:
    """The validated interventions of a cycle counted by two dimensions; each figure leads to its
    list. Every cycle is counted only where that is what the visitor chose.
    """
    form = CrosstabForm(_with_defaults(request.GET))
    context: dict[str, Any] = {"search": form}
    counted = form.counted(Intervention.objects.validated()) if form.is_valid() else None
    if counted is not None:
        rows, columns = form.cleaned_data["filas"], form.cleaned_data["columnas"]
        cycles = list(form.filterset.cycles().prefetch_related("notes"))
        table = pivot(
            counted,
            rows,
            columns,
            form.filterset.only(),
            cycles=cycles,
            with_empty=form.with_empty(),
        )
        query = f"rows={rows}&columns={columns}&{form.api_query()}"
        context |= {
            "table": crosstab_lines(table, form),
            "row_name": DIMENSION_NAMES[rows],
            "column_name": DIMENSION_NAMES[columns],
            "listed": counted.count(),
            "editions": editions_of(cycles),
            "granularity": granularity_of(cycles) if "objective" in (rows, columns) else [],
            "take_away": take_away(
                request,
                files="intervention-pivot",
                says="intervention-pivot",
                query=query,
                formats=["xlsx", "csv", "csv&dialect=excel-es", "json"],
            ),
        }
    status = 400 if counted is None else 200
    return render_page(request, "portal/crosstab.html", context, status=status)


def _with_defaults(given: QueryDict) -> QueryDict:
    """What the crosstab is asked, with two dimensions and the latest cycle where none is said."""
    asked = given.copy()
    asked.setdefault("filas", "objective")
    asked.setdefault("columnas", "entity_kind")
    cycles = [code for code in asked.getlist("cycle") if code]
    if cycles == [ALL_CYCLES_OF_API]:
        del asked["cycle"]
        asked["ciclo"] = asked.get("ciclo") or ALL_CYCLES
    elif not asked.get("ciclo") and not cycles:
        latest = cycle_to_show(list(cycles_to_read()))
        asked["ciclo"] = latest.code if latest else ALL_CYCLES
    return asked
