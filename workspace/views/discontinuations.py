"""Rows of the cycle before that ended or were dropped: told by the entity, accepted or undone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import actor_of, is_secretariat
from cycles.queries import open_cycle
from entities.choices import EDITING_DESIGNATIONS
from interventions import actions, permissions
from interventions.choices import DiscontinuationOutcome
from interventions.models import Discontinuation
from interventions.queries import with_relations
from workspace.forms.answers import DiscontinueForm
from workspace.views.access import for_people_of_the_registry, tell_errors


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def discontinue(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reported, and the form that says what became of it."""
    rows = with_relations(permissions.visible_interventions(request.user))
    row = get_object_or_404(rows, pk=pk)
    if not permissions.leads(request.user, row, EDITING_DESIGNATIONS):
        raise PermissionDenied
    cycle = open_cycle()
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto."))
        return redirect("workspace:home")
    form = DiscontinueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.discontinue(
                row,
                cycle=cycle,
                outcome=DiscontinuationOutcome(form.cleaned_data["outcome"]),
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
            )
            messages.success(
                request, _("Quedó registrado. Puede deshacerlo mientras el ciclo esté abierto.")
            )
            return redirect("workspace:before")
        except ValidationError as error:
            form.refuse(error)
    status = 400 if request.method == "POST" else 200
    context = {"row": row, "cycle": cycle, "form": form}
    return render(request, "workspace/discontinue.html", context, status=status)


@require_POST
@for_people_of_the_registry
def undo_discontinuation(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """The row waits to be updated again."""
    told = _found(request, pk)
    try:
        actions.undo_discontinuation(told, by=actor_of(request))
        messages.success(request, _("Se deshizo: la intervención espera que la actualicen."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:home" if is_secretariat(request.user) else "workspace:before")


@require_POST
@for_people_of_the_registry
def accept_discontinuation(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """The country report may tell it."""
    told = _found(request, pk)
    try:
        actions.accept_discontinuation(told, by=actor_of(request))
        messages.success(request, _("Aceptado: el Informe País lo recoge."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:home")


def _found(request: HttpRequest, pk: int) -> Discontinuation:
    visible = permissions.visible_discontinuations(request.user)
    return get_object_or_404(visible.select_related("previous", "cycle"), pk=pk)
