"""Difficulties that an entity reports where it has no intervention: listed, written, validated."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import actor_of, is_secretariat
from cycles.models import ReportingCycle
from cycles.queries import open_cycle
from entities.permissions import entities_to_report_for, speaks_for_an_entity
from interventions import actions, permissions
from interventions.models import Challenge
from workspace.forms.challenges import ChallengeForm
from workspace.queries.challenges import challenges_of
from workspace.views.access import for_people_of_the_registry, for_the_secretariat, tell_errors


@require_safe
@for_people_of_the_registry
def challenges(request: HttpRequest) -> HttpResponse:
    """Those of the person's entities; for the secretariat all."""
    person = actor_of(request)
    if not (is_secretariat(person) or speaks_for_an_entity(person)):
        raise PermissionDenied
    cycle = open_cycle()
    context = {
        "cycle": cycle,
        "challenges": challenges_of(person),
        "may_write": cycle is not None and entities_to_report_for(person).exists(),
    }
    return render(request, "workspace/challenges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def new(request: HttpRequest) -> HttpResponse:
    """Ask what the difficulty is, of which entity and for which objective or guideline."""
    person = actor_of(request)
    if not entities_to_report_for(person).exists():
        raise PermissionDenied
    cycle = open_cycle()
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto en el que registrarla."))
        return redirect("workspace:challenges")
    return _write(request, person, Challenge(cycle=cycle), cycle)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was said of it, until it is validated."""
    person = actor_of(request)
    row = _visible(person, pk)
    if row.cycle is None or not permissions.may_edit_entity_challenge(person, row):
        raise PermissionDenied
    return _write(request, person, row, row.cycle)


@require_POST
@for_people_of_the_registry
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away, until it is validated."""
    person = actor_of(request)
    return _do(request, _("Se eliminó la dificultad."), actions.delete_entity_challenge, person, pk)


@require_POST
@for_the_secretariat
def validate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it public."""
    person = actor_of(request)
    return _do(
        request, _("Se validó la dificultad."), actions.validate_entity_challenge, person, pk
    )


def _visible(person: User, pk: int) -> Challenge:
    rows = permissions.visible_entity_challenges(person).select_related("cycle", "entity")
    row: Challenge = get_object_or_404(rows, pk=pk)
    return row


def _do(request: HttpRequest, told: str, action: Any, person: User, pk: int) -> HttpResponse:
    try:
        action(_visible(person, pk), by=person)
        messages.success(request, told)
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:challenges")


def _write(
    request: HttpRequest, person: User, row: Challenge, cycle: ReportingCycle
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = ChallengeForm(typed, instance=row, by=person, cycle=cycle)
    if typed is not None and form.is_valid():
        try:
            actions.write_entity_challenge(row, values=form.cleaned_data, by=person)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Se guardó la dificultad: la Secretaría Técnica la verá."))
            return redirect("workspace:challenges")
    context = {"form": form, "row": row, "cycle": cycle}
    status = 400 if form.errors else 200
    return render(request, "workspace/challenge.html", context, status=status)
