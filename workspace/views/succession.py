"""An entity that ended and those that go on: looked at first, then written down."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import actor_of
from entities import actions, permissions
from entities.choices import SuccessionKind
from entities.models import Entity
from workspace.forms.succession import SuccessionForm
from workspace.queries.succession import standing_of
from workspace.views.access import for_people_of_the_registry


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """What the entity has, the form, what would follow from it, and the deed."""
    if not permissions.may_manage_catalogues(request.user):
        raise PermissionDenied
    entity, today = get_object_or_404(Entity, pk=pk), timezone.localdate()
    typed = request.POST if request.method == "POST" else None
    form = SuccessionForm(typed, entity=entity, day=today)
    step = request.POST.get("step", "")
    can_follow = typed is not None and form.is_valid() and _can_follow(request, entity, form)
    if can_follow and step == "confirm":
        _write(request, entity, form)
        messages.success(request, _("Quedó registrada la sucesión."))
        return redirect("workspace:entity-profile", entity.acronym)
    context = {
        "entity": entity,
        "form": form,
        "standing": standing_of(entity, today),
        "preview": form.cleaned_data if can_follow and step == "look" else None,
    }
    status = 400 if form.errors else 200
    return render(request, "workspace/succession.html", context, status=status)


def _can_follow(request: HttpRequest, entity: Entity, form: SuccessionForm) -> bool:
    """Whether the action would take it: tried and undone; the form says what it refuses."""
    try:
        with transaction.atomic():
            _write(request, entity, form)
            transaction.set_rollback(True)
    except ValidationError as error:
        form.refuse(error)
        return False
    entity.refresh_from_db()
    return True


def _write(request: HttpRequest, entity: Entity, form: SuccessionForm) -> None:
    told = form.cleaned_data
    actions.succeed(
        entity,
        by=actor_of(request),
        kind=SuccessionKind(told["kind"]),
        successors=list(told["successors"]),
        last_day=told["last_day"],
        document=told["document"],
    )
