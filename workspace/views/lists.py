"""Lists of the workspace."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import actor_of, is_secretariat
from api.downloads.links import take_away
from entities.permissions import speaks_for_an_entity
from interventions import permissions
from interventions.export import COLUMNS
from interventions.search import words_instead
from workspace import queries
from workspace.forms.answers import OwnInterventionSearch
from workspace.views.access import for_people_of_the_registry

ROWS_OF_A_PAGE = 25


@require_safe
@for_people_of_the_registry
def interventions(request: HttpRequest) -> HttpResponse:
    """The interventions of the own entities, narrowed as the person asks."""
    person = actor_of(request)
    if not (is_secretariat(person) or speaks_for_an_entity(person)):
        raise PermissionDenied
    search = OwnInterventionSearch(request.GET, user=person)
    own = queries.interventions_of(person)
    rows = search.narrow(own) if search.is_valid() else own.none()
    page = Paginator(rows, ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    people = queries.saved_last_by(shown)
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "search": search,
        "page": page,
        "rows": [(row, people.get(row.pk), search.partners_in(row)) for row in shown],
        "query": query.urlencode(),
        "may_write": permissions.may_create_intervention(person),
        "may_enter": is_secretariat(person),
    }
    if search.is_valid() and not shown:
        context["suggestion"] = words_instead(query, "q", search.suggestion(own))
    if search.is_valid():
        context["take_away"] = take_away(
            request,
            files="intervention-export",
            says="intervention-list",
            query=search.api_query(),
            columns=COLUMNS,
        )
    return render(request, "workspace/interventions.html", context)
