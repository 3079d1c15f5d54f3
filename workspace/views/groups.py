"""The working groups: who belongs to them, and what the secretariat writes to them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import actor_of
from entities.models import WorkingGroup
from entities.permissions import groups_read_by
from entities.queries import members_of
from entities.recipients import focal_points_of
from notifications import actions
from notifications.models import GroupMessage
from notifications.permissions import may_address_groups
from notifications.texts import group_letter
from workspace.forms.letters import MessageForm
from workspace.queries.groups import (
    designations_of,
    group_with_members,
    groups_by_kind,
    messages_to,
)
from workspace.views.access import for_people_of_the_registry


@require_safe
@for_people_of_the_registry
def groups(request: HttpRequest) -> HttpResponse:
    """Every group with its members."""
    context = {
        "kinds": groups_by_kind(actor_of(request)),
        "may_address": may_address_groups(request.user),
    }
    return render(request, "workspace/groups.html", context)


@require_safe
@for_people_of_the_registry
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group; its focal points and messages for the secretariat and its members only."""
    row = get_object_or_404(group_with_members(), pk=pk)
    person = actor_of(request)
    is_read = groups_read_by(person).filter(pk=row.pk).exists()
    context = {
        "group": row,
        "is_read": is_read,
        "may_address": may_address_groups(person),
        "designations": designations_of(row) if is_read else [],
        "today": timezone.localdate(),
        "written": messages_to(row, person) if is_read else [],
    }
    return render(request, "workspace/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A message to one group or to all: typed, looked at with who would get it, sent."""
    if not may_address_groups(request.user):
        raise PermissionDenied
    row = get_object_or_404(WorkingGroup, pk=pk) if pk is not None else None
    form = MessageForm(request.POST or None)
    people = focal_points_of(members_of(row), timezone.localdate())
    context: dict[str, Any] = {
        "group": row,
        "form": form,
        "people": people,
        "count": sum(bool(one.address) for one in people),
    }
    step = request.POST.get("step")
    if request.method == "POST" and form.is_valid() and step != "edit":
        if step == "send" and _sent(request, row, form):
            return (
                redirect("workspace:group", pk) if pk is not None else redirect("workspace:groups")
            )
        if not form.errors:
            message = GroupMessage(group=row, **form.cleaned_data)
            context["letter"] = group_letter(message)
            return render(request, "workspace/group_preview.html", context)
    status = 400 if form.errors else 200
    return render(request, "workspace/group_write.html", context, status=status)


def _sent(request: HttpRequest, row: WorkingGroup | None, form: MessageForm) -> bool:
    """Whether the message went out; what is wrong stands in the form."""
    try:
        message = actions.address_group(row, **form.cleaned_data, by=actor_of(request))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    text = ngettext(
        "El mensaje sale a %(people)s persona.",
        "El mensaje sale a %(people)s personas.",
        message.recipients,
    )
    messages.success(request, text % {"people": message.recipients})
    return True
