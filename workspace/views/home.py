"""The first page: what waits for whoever signed in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import actor_of, is_secretariat
from cycles.queries import open_cycle
from entities.permissions import speaks_for_an_entity
from interventions import permissions
from interventions.choices import State
from interventions.queries import told_discontinuations
from reports.queries import published_in
from workspace import queries
from workspace.views.access import for_people_of_the_registry


@require_safe
@for_people_of_the_registry
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and how long there is."""
    person = actor_of(request)
    cycle = open_cycle()
    context: dict[str, Any] = {"cycle": cycle, "states": list(State)}
    for_entity = speaks_for_an_entity(person)
    for_secretariat = is_secretariat(person)
    if cycle is not None:
        context["days"] = queries.days_left(cycle)
        if for_entity:
            context["work"] = queries.work_of_entities(person, cycle)
        if for_secretariat:
            context["secretariat"] = queries.work_of_secretariat(cycle)
            context["discontinued"] = told_discontinuations(cycle).filter(accepted_at__isnull=True)
    context["may_comment"] = permissions.may_comment(person)
    if not (for_entity or for_secretariat):
        context["reading"] = published_in(queries.cycles_to_read())
    return render(request, "workspace/home.html", context)
