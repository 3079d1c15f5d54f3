"""The register of designations: who speaks for each entity, and how one follows another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import actor_of, is_of_the_secretariat, is_secretariat
from cycles.queries import open_cycle
from entities import actions, permissions
from entities.choices import DesignationRole
from entities.models import FocalPoint
from notifications.open_work import (
    entities_without_principal,
    open_work,
    unattended_entities,
    waiting_lines,
)
from workspace.forms.designations import DesignateForm, EndForm, FilterForm, HandOverForm
from workspace.queries.designations import (
    DesignationsShown,
    delegations_for,
    designations_for,
    entities_with_designations,
)
from workspace.views.access import for_people_of_the_registry, tell_errors

PAGE_SIZE = 50


@require_safe
@for_people_of_the_registry
def register(request: HttpRequest) -> HttpResponse:
    """The designations that the person may see; for the secretariat also who is missing."""
    may_see = is_secretariat(request.user)
    if not (may_see or permissions.speaks_for_an_entity(request.user)):
        raise PermissionDenied
    today = timezone.localdate()
    form = FilterForm(request.GET, entities=entities_with_designations(request.user))
    asked = form.cleaned_data if form.is_valid() else {}
    rows = designations_for(
        request.user,
        standing=DesignationsShown(asked.get("standing") or DesignationsShown.IN_FORCE),
        entity=asked.get("entity"),
        day=today,
    )
    delegations = delegations_for(
        request.user,
        standing=DesignationsShown(asked.get("standing") or DesignationsShown.IN_FORCE),
        entity=asked.get("entity"),
        day=today,
    )
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "may_manage": permissions.may_designate(request.user),
        "may_manage_access": is_of_the_secretariat(request.user),
        "delegations": delegations,
        "may_name_delegates": permissions.may_name_delegates(request.user),
        "today": today,
    }
    if may_see:
        cycle = open_cycle()
        context["cycle"] = cycle
        context["unattended"] = list(unattended_entities(today))
        if cycle is not None:
            context["without_principal"] = list(entities_without_principal(cycle, today))
    return render(request, "workspace/designations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def designate(request: HttpRequest) -> HttpResponse:
    """Write down a designation: the account, the invitation and the letter follow from it."""
    if not permissions.may_designate(request.user):
        raise PermissionDenied
    # `?entity=` comes from the list of entities without a principal.
    form = DesignateForm(_typed(request), initial={"entity": request.GET.get("entity")})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.designate(
                told["entity"],
                by=actor_of(request),
                person=form.who,
                told=form.designation(
                    role=DesignationRole(told["role"]), valid_from=told["valid_from"]
                ),
                waiting=waiting_lines(told["entity"], day=timezone.localdate()),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Quedó registrada la designación; se escribió a la persona.")
            )
            return redirect("workspace:designations")
    status = 400 if form.errors else 200
    return render(request, "workspace/designate.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a designation, seeing first what the entity has open and who is left."""
    row = _managed(request, pk)
    form = EndForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_designation(row, by=actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Quedó registrado el término de la designación."))
            return redirect("workspace:designations")
    return _succession(request, "workspace/end_designation.html", row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """End a designation and write down the successor's, who is told what waits."""
    row = _managed(request, pk)
    form = HandOverForm(_typed(request), designation=row)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            actions.hand_over(
                row,
                by=actor_of(request),
                last_day=last_day,
                successor=form.who,
                told=form.designation(role=DesignationRole(row.role), valid_from=last_day),
                waiting=waiting_lines(row.entity, day=timezone.localdate()),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Quedó registrado quién sigue, y se le escribió."))
            return redirect("workspace:designations")
    return _succession(request, "workspace/hand_over.html", row, form)


@require_POST
@for_people_of_the_registry
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send another link to whoever has not set a password yet."""
    row = _managed(request, pk)
    try:
        waiting = waiting_lines(row.entity, day=timezone.localdate())
        actions.invite_again(row, by=actor_of(request), waiting=waiting)
        messages.success(request, _("Se envió otra invitación; la anterior ya no sirve."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:designations")


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if nothing was: an empty form sent is a form with errors."""
    return request.POST if request.method == "POST" else None


def _managed(request: HttpRequest, pk: int) -> FocalPoint:
    """The designation, for the secretariat: 404 to whom it does not exist for, 403 to the rest."""
    visible = permissions.visible_focal_points(request.user).select_related("entity", "user")
    row = get_object_or_404(visible, pk=pk)
    if not permissions.may_designate(request.user):
        raise PermissionDenied
    return row


def _succession(
    request: HttpRequest, template: str, row: FocalPoint, form: EndForm | HandOverForm
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "work": open_work(row.entity, day=timezone.localdate(), without=row),
    }
    return render(request, template, context, status=400 if form.errors else 200)
