"""An entity that ended and those that go on: looked at first, then written down."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import actor_of
from entities.actions import succeed
from entities.choices import SuccessionKind
from entities.models import Entity
from workspace.forms.succession import SuccessionForm
from workspace.queries.succession import holdings_of
from workspace.views.access import for_the_secretariat


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """What the entity has, the form, what would follow from it, and the deed."""
    entity, today = get_object_or_404(Entity, pk=pk), timezone.localdate()
    form = SuccessionForm(request.POST or None, entity=entity, day=today)
    step = request.POST.get("step", "")
    is_typed = form.is_valid()
    if is_typed and step == "confirm" and _is_written(request, entity, form):
        messages.success(request, _("Quedó registrada la sucesión."))
        return redirect("workspace:entity-profile", entity.acronym)
    looks = is_typed and step == "look" and _can_be_written(request, entity, form)
    context = {
        "entity": entity,
        "form": form,
        "holdings": holdings_of(entity, today),
        "preview": form.cleaned_data if looks else None,
    }
    status = 400 if form.errors else 200
    return render(request, "workspace/succession.html", context, status=status)


def _can_be_written(request: HttpRequest, entity: Entity, form: SuccessionForm) -> bool:
    """Whether the action would take it: tried and undone; the form says what it refuses."""
    with transaction.atomic():
        can_be = _is_written(request, entity, form)
        transaction.set_rollback(True)
    entity.refresh_from_db()
    return can_be


def _is_written(request: HttpRequest, entity: Entity, form: SuccessionForm) -> bool:
    """Write it down and give whether the action took it; the form says what it refuses."""
    typed = form.cleaned_data
    try:
        succeed(
            entity,
            by=actor_of(request),
            kind=SuccessionKind(typed["kind"]),
            successors=list(typed["successors"]),
            last_day=typed["last_day"],
            document=typed["document"],
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    return True
