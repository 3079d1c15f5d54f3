"""Filters kept under a name, for whoever comes back to the same question."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import actor_of
from face.problems import problems_of_error
from interventions import actions
from interventions.models import SavedFilter
from workspace.views.access import for_people_of_the_registry, typed_text


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def filters(request: HttpRequest) -> HttpResponse:
    """The own filters with their links; a new one comes from the list of interventions."""
    person = actor_of(request)
    context: dict[str, object] = {}
    if "query" in request.GET:  # from the public list, which keeps nothing by itself
        context = {"name": request.GET.get("name", ""), "query": request.GET["query"]}
    if request.method == "POST":
        try:
            name, query = typed_text(request, "name"), typed_text(request, "query")
            actions.save_filter(query, name=name, by=person)
            messages.success(request, _("El filtro quedó guardado."))
            return redirect("workspace:filters")
        except ValidationError as error:
            context = {
                "problems": problems_of_error(error, ids=(), whole="nombre"),
                "name": request.POST.get("name", ""),
                "query": request.POST.get("query", ""),
            }
    context["filters"] = [
        {
            "saved": saved,
            "link": request.build_absolute_uri(reverse("portal:saved-filter", args=[saved.slug])),
            "api": request.build_absolute_uri(f"{reverse('intervention-list')}?{saved.query}"),
        }
        for saved in SavedFilter.objects.filter(person=person)
    ]
    status = 400 if "problems" in context else 200
    return render(request, "workspace/filters.html", context, status=status)


@require_POST
@for_people_of_the_registry
def delete_filter(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget an own filter."""
    person = actor_of(request)
    saved = get_object_or_404(SavedFilter, person=person, slug=slug)
    actions.delete_filter(saved, by=person)
    messages.success(request, _("El filtro quedó eliminado."))
    return redirect("workspace:filters")
