"""The list of interventions, kept filters, and the page of one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from accounts.links import page as public_page
from api.addresses import moved
from api.downloads.links import take_away
from interventions.choices import State
from interventions.export import COLUMNS
from interventions.models import Intervention, SavedFilter
from interventions.queries import prefetched_sharers
from interventions.search import words_instead
from portal.forms import InterventionSearch
from portal.queries.interventions import editions_of, public_interventions, same_lead


class InterventionList(ListView):
    """The validated interventions that answer what the visitor asks."""

    template_name = "portal/interventions.html"
    context_object_name = "interventions"
    paginate_by = 12
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Intervention]:
        """Nothing where the visitor asks for something that does not exist."""
        self.search = InterventionSearch(self.request.GET)
        sharers = prefetched_sharers(Intervention.objects.validated())
        interventions = public_interventions().prefetch_related(*sharers)
        if not self.search.is_understood:
            return interventions.none()
        return self.search.narrow(interventions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the form, and the query to repeat in the links to other pages."""
        query = self.request.GET.copy()
        query.pop("page", None)
        context: dict[str, Any] = {"search": self.search, "query": query.urlencode()}
        if self.search.is_understood:
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
        if self.search.is_understood and not told["interventions"]:
            words = self.search.suggestion(Intervention.objects.validated())
            told["suggestion"] = words_instead(query, "q", words)
        told["editions"] = editions_of(row.cycle for row in told["interventions"])
        return told


@require_safe
def saved_filter(request: HttpRequest, slug: str) -> HttpResponse:
    """The list under a filter that somebody kept, for whoever has its link."""
    saved = get_object_or_404(SavedFilter, slug=slug)
    query = QueryDict(saved.query, mutable=True)
    if query.getlist("state") == [State.VALIDATED.value]:  # the page has no others
        del query["state"]
    return redirect(f"{reverse('portal:interventions')}?{query.urlencode()}")


@require_safe
def intervention(request: HttpRequest, code: str) -> HttpResponse:
    """One intervention as reported in its latest cycle, or in that of `?ciclo=`."""
    kept = code.upper()  # as every code is written
    if kept != code and Intervention.objects.validated().filter(code=kept).exists():
        return moved(request, "portal:intervention", kept)
    sharers = prefetched_sharers(Intervention.objects.validated())
    rows = list(public_interventions().filter(code=code).prefetch_related(*sharers))
    wanted = request.GET.get("ciclo", "").casefold()
    any_cycle = "ciclo" not in request.GET
    shown = next((row for row in rows if any_cycle or row.cycle.code.casefold() == wanted), None)
    if shown is None:
        raise Http404
    detail = reverse("intervention-detail", args=[shown.code])
    context = {
        "intervention": shown,
        "versions": rows,
        "editions": editions_of([shown.cycle]),
        "same_entity": same_lead(shown),
        "citation": _citation(shown),
        "json_address": f"{detail}?{urlencode({'format': 'json', 'cycle': shown.cycle.code})}",
    }
    return render_page(request, "portal/intervention.html", context)


def _citation(row: Intervention) -> str:
    """How the record is cited: who says it, its title, its code, and where it stands."""
    part = row.lead_participation
    query = urlencode({"ciclo": row.cycle.code})
    words = _("%(entity)s. «%(title)s» (%(code)s). Registro de la MTIGM, %(cycle)s. %(address)s")
    return words % {
        "entity": part.entity.name if part else "",
        "title": row.title,
        "cycle": row.cycle.title,
        "code": row.code,
        "address": f"{public_page('portal:intervention', row.code)}?{query}",
    }
