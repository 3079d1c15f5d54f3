"""The first page: what waits for whoever signed in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import actor_of, is_secretariat, leave_of
from cycles.models import ReportingCycle
from cycles.queries import open_cycle
from entities.permissions import may_enter_back_office, speaks_for_an_entity
from interventions.queries import told_discontinuations
from reports.queries import published_in
from workspace import findings, queries
from workspace.call_picture import call_states, cycle_steps, queue_by_age
from workspace.queries.on_behalf import objections
from workspace.views.access import for_people_of_the_registry


@require_safe
@for_people_of_the_registry
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and how long there is."""
    person = actor_of(request)
    cycle = open_cycle()
    context: dict[str, Any] = {
        "cycle": cycle,
        "leave": leave_of(person),
        "may_enter_back_office": may_enter_back_office(person),
    }
    for_entity = speaks_for_an_entity(person)
    for_secretariat = is_secretariat(person)
    if cycle is not None:
        context["days"] = queries.days_left(cycle)
        if for_entity:
            context |= _of_entities(person, cycle)
        if for_secretariat:
            context |= _of_secretariat(cycle)
    if not (for_entity or for_secretariat):
        context["reading"] = published_in(queries.cycles_to_read())
    return render(request, "workspace/home.html", context)


def _of_entities(person: User, cycle: ReportingCycle) -> dict[str, Any]:
    """What each entity of the person holds, and which part of it comes first."""
    work = queries.work_of_entities(person, cycle)
    finding = findings.of_entities(work, queries.days_left(cycle))
    return {"work": work, "finding": finding, "duty": findings.first_duty(work)}


def _of_secretariat(cycle: ReportingCycle) -> dict[str, Any]:
    """The queue, the call as states with names, the moments of the cycle."""
    work, days = queries.work_of_secretariat(cycle), queries.days_left(cycle)
    return {
        "secretariat": work,
        "finding": findings.of_the_call(work, days),
        "discontinued": told_discontinuations(cycle).filter(accepted_at__isnull=True),
        "objections": objections().count(),
        "call_states": call_states(work, cycle, days),
        "dots": queue_by_age(work, cycle),
        "steps": cycle_steps(work, cycle, timezone.localdate()),
    }
