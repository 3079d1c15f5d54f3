"""Who stands in for somebody on leave: named and taken back, by who may."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import actor_of
from entities import actions, permissions
from workspace.forms.delegations import DelegateForm
from workspace.views.access import for_people_of_the_registry, tell_errors


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def name_delegate(request: HttpRequest) -> HttpResponse:
    """Ask who is away, who stands in for them, from when to when and why."""
    person = actor_of(request)
    if not permissions.may_name_delegates(person):
        raise PermissionDenied
    form = DelegateForm(request.POST if request.method == "POST" else None, by=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_delegate(by=person, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Quedó registrada la suplencia; se escribió a quien toca."))
            return redirect("workspace:designations")
    status = 400 if form.errors else 200
    return render(request, "workspace/name_delegate.html", {"form": form}, status=status)


@require_POST
@for_people_of_the_registry
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an end to it at once."""
    person = actor_of(request)
    row = get_object_or_404(permissions.visible_delegations(person), pk=pk)
    try:
        actions.take_back_delegation(row, by=person)
        messages.success(request, _("La suplencia terminó; se escribió a quien toca."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:designations")
