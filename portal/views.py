"""The public pages: each asks one named query and fills one template."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from analysis.crosstabs import DIMENSION_NAMES, pivot
from api.downloads.links import take_away
from cycles.models import ReportingCycle
from interventions.export import COLUMNS
from interventions.models import Intervention, SavedFilter
from interventions.queries import cycles_to_read, prefetched_sharers
from portal import queries
from portal.crosstab import crosstab_lines
from portal.forms import ALL_CYCLES, CrosstabForm, InterventionSearch, address_query
from reports.queries import public_file, published_in
from reports.render import FORMATS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the registry is, what it holds, and where to go on."""
    cycles = list(published_in(cycles_to_read()))
    latest = queries.cycle_to_show(cycles)
    objectives = queries.objective_counts(latest)
    most = max((objective.interventions for objective in objectives), default=0)
    context = {
        "cycles": cycles,
        "latest": latest,
        "objectives": objectives,
        "most": most or 1,
        "granularity": queries.granularity_of([latest] if latest else []),
    }
    return render_page(request, "portal/home.html", context)


class InterventionList(ListView):
    """The validated interventions that answer what the visitor asks."""

    template_name = "portal/interventions.html"
    context_object_name = "interventions"
    paginate_by = 20
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Intervention]:
        """Nothing where the visitor asks for something that does not exist."""
        self.search = InterventionSearch(self.request.GET)
        interventions = queries.public_interventions()
        if not self.search.is_valid():
            return interventions.none()
        return self.search.narrow(interventions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the form, and the query to repeat in the links to other pages."""
        query = self.request.GET.copy()
        query.pop("page", None)
        context: dict[str, Any] = {"search": self.search, "query": query.urlencode()}
        if self.search.is_valid():
            asked = self.search.api_query()
            context |= {
                "take_away": take_away(
                    self.request,
                    files="intervention-export",
                    says="intervention-list",
                    query=asked,
                    columns=COLUMNS,
                ),
                "save_query": asked,
            }
        told = super().get_context_data(**kwargs, **context)
        told["editions"] = queries.editions_of(row.cycle for row in told["interventions"])
        return told


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
        table = pivot(counted, rows, columns, only=form.only())
        query = f"rows={rows}&columns={columns}&{form.api_query()}"
        cycles = form.cycles()
        context |= {
            "table": crosstab_lines(table, form),
            "row_name": DIMENSION_NAMES[rows],
            "column_name": DIMENSION_NAMES[columns],
            "listed": counted.count(),
            "editions": queries.editions_of(cycles),
            "granularity": queries.granularity_of(cycles) if "objective" in (rows, columns) else [],
            "take_away": take_away(
                request,
                files="intervention-pivot",
                says="intervention-pivot",
                query=query,
                formats=["xlsx", "csv", "csv&dialect=excel-es", "json"],
            ),
        }
    status = 200 if form.is_valid() else 400
    return render_page(request, "portal/crosstab.html", context, status=status)


def _with_defaults(given: QueryDict) -> QueryDict:
    """What the crosstab is asked, with two dimensions and the latest cycle where none is said."""
    asked = given.copy()
    asked.setdefault("filas", "objective")
    asked.setdefault("columnas", "entity_kind")
    if not asked.get("ciclo"):
        latest = queries.cycle_to_show(list(cycles_to_read()))
        asked["ciclo"] = latest.code if latest else ALL_CYCLES
    return asked


@require_safe
def saved_filter(request: HttpRequest, slug: str) -> HttpResponse:
    """The list under a filter that somebody kept, for whoever has its link."""
    saved = get_object_or_404(SavedFilter, slug=slug)
    return redirect(f"{reverse('portal:interventions')}?{address_query(saved.query)}")


@require_safe
def intervention(request: HttpRequest, code: str) -> HttpResponse:
    """One intervention as reported in its latest cycle, or in that of `?ciclo=`."""
    public = queries.public_interventions()
    sharers = prefetched_sharers(Intervention.objects.validated())
    rows = list(public.filter(code=code).prefetch_related(*sharers))
    wanted = request.GET.get("ciclo")
    shown = next((row for row in rows if wanted in (None, row.cycle.code)), None)
    if shown is None:
        raise Http404
    return render_page(
        request,
        "portal/intervention.html",
        {"intervention": shown, "versions": rows, "editions": queries.editions_of([shown.cycle])},
    )


def _language() -> str:
    """The language of the visitor as the report knows it."""
    return "en" if (get_language() or "").startswith("en") else "es"


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The country report of a cycle as one page."""
    cycle = get_object_or_404(ReportingCycle, code=code)
    published = public_file(cycle, "html", _language())
    return HttpResponse(published.body) if published else _in_preparation(request, cycle)


def _in_preparation(request: HttpRequest, cycle: ReportingCycle, status: int = 200) -> HttpResponse:
    """What stands where nobody has published a report yet; nothing of what is being written."""
    return render_page(request, "portal/in_preparation.html", {"cycle": cycle}, status=status)


@require_safe
def report_file(request: HttpRequest, code: str, format: str) -> HttpResponse:  # noqa: A002 - as in the address
    """The country report of a cycle as a file to download."""
    cycle = get_object_or_404(ReportingCycle, code=code)
    if format not in FORMATS:
        raise Http404
    rendered = public_file(cycle, format, _language())
    if rendered is None:
        return _in_preparation(request, cycle, status=404)
    return HttpResponse(
        rendered.body,
        content_type=rendered.content_type,
        headers={"Content-Disposition": f'attachment; filename="{rendered.filename}"'},
    )
