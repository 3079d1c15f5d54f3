"""What an entity answers to the call: rows taken up, nothing new, taking part in others' rows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import actor_of
from interventions import actions, permissions
from interventions.models import Participation
from interventions.queries import open_cycle
from workspace.views.doors import for_people_of_the_registry, tell_errors, typed_text


@require_POST
@for_people_of_the_registry
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a row of the cycle before into the open one, and go on to update it."""
    row = get_object_or_404(permissions.visible_interventions(request.user), pk=pk)
    cycle = open_cycle()
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto."))
        return redirect("workspace:home")
    try:
        clone = actions.carry_forward(row, cycle=cycle, by=actor_of(request))
    except ValidationError as error:
        tell_errors(request, error)
        return redirect("workspace:home")
    return redirect("workspace:continue", clone.pk)


@require_POST
@for_people_of_the_registry
def nothing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The entity has nothing new to report."""
    response = get_object_or_404(permissions.visible_responses(request.user), pk=pk)
    try:
        actions.answer_nothing_new(response, by=actor_of(request))
        messages.success(request, _("Quedó registrado: sin novedades que reportar."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:home")


@require_POST
@for_people_of_the_registry
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The own entity takes part, and what it contributes in its own words."""
    own = Participation.objects.filter(
        intervention__in=permissions.visible_interventions(request.user),
        entity__in=permissions.entities_of(request.user),
    )
    participation = get_object_or_404(own.select_related("intervention__cycle"), pk=pk)
    try:
        text = typed_text(request, "text")
        actions.confirm_participation(participation, by=actor_of(request), text=text)
        messages.success(request, _("La participación quedó confirmada."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:home")
