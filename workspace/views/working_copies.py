"""What is typed into the form of an intervention and not saved: kept, or thrown away."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import actor_of
from interventions import actions
from interventions.models import Intervention
from workspace.forms.base import as_values
from workspace.views.access import for_people_of_the_registry, tell_saved
from workspace.views.intervention_form import NEW, NOT_TYPED, row_to_write, step_of_address


def _row_typed(request: HttpRequest, key: str) -> Intervention:
    """The row of a key that a form sent; 404 where it is none."""
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        raise Http404
    return row_to_write(request, int(key))


@require_POST
@for_people_of_the_registry
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a working copy of what is being typed; answers one line that says so."""
    key, slug = request.POST.get("row", ""), request.POST.get("step", "")
    row = None
    if key:
        row = _row_typed(request, key)
    if slug not in NEW:
        step_of_address(slug)
    try:
        actions.keep_working_copy(
            row,
            step=slug,
            values=as_values(request.POST, NOT_TYPED),
            opened=request.POST.get("opened", "")[:64],
            by=actor_of(request),
        )
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=400, content_type="text/plain")
    except PermissionDenied as error:
        return HttpResponse(str(error), status=403, content_type="text/plain")
    return render(request, "workspace/intervention_form/kept.html")


@require_POST
@for_people_of_the_registry
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the working copy away and show what is saved."""
    key, slug = request.POST.get("row", ""), request.POST.get("step", "")
    row = _row_typed(request, key) if key else None
    if slug not in NEW:
        step_of_address(slug)
    actions.forget_working_copy(row, step=slug, by=actor_of(request))
    tell_saved(request, _("Se descartó lo que no estaba guardado."))
    if row is None or slug in NEW:
        return redirect(NEW.get(slug, "workspace:new"))
    return redirect("workspace:write", row.pk, slug)
