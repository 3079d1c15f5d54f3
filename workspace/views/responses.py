"""What an entity answers to the call: rows taken up again, or nothing new."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import actor_of
from cycles.choices import ResponseStatus
from cycles.models import EntityResponse, ReportingCycle
from cycles.permissions import visible_responses
from cycles.queries import open_cycle
from entities.permissions import entities_to_report_for
from entities.queries import entity_named
from interventions import actions, permissions
from interventions.models import Intervention
from workspace import queries
from workspace.forms.answers import NothingNewForm
from workspace.views.access import for_people_of_the_registry, tell_errors

ROWS_OF_A_PAGE = 50


@require_safe
@for_people_of_the_registry
def before(request: HttpRequest) -> HttpResponse:
    """What the own entities reported in earlier cycles, and what became of each row."""
    person, cycle = actor_of(request), open_cycle()
    writing = list(queries.entities_writing(person))
    if not writing:
        raise PermissionDenied
    asked = request.GET.get("entidad", "")
    named = entity_named(asked, queries.entities_writing(person)) if asked else None
    if asked and named is None:
        raise Http404
    chosen = [named] if named else writing
    context: dict[str, Any] = {
        "cycle": cycle,
        "entities": writing,
        "asked": named.acronym if named else "",
        "query": urlencode({"entidad": named.acronym}) if named else "",
    }
    if cycle is not None:
        rows = queries.rows_before(
            entities_to_report_for(person).filter(pk__in=[one.pk for one in chosen]),
            cycle,
        )
        page = Paginator(rows, ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
        rows_shown = queries.answered_before(cycle, list(page.object_list))
        context |= {"page": page, "rows": rows_shown}
    return render(request, "workspace/before.html", context)


@require_POST
@for_people_of_the_registry
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a row of an earlier cycle into the open one, and go on to update it."""
    row = get_object_or_404(permissions.visible_interventions(request.user), pk=pk)
    return _carried(request, [row])


@require_POST
@for_people_of_the_registry
def carry_chosen(request: HttpRequest) -> HttpResponse:
    """Take several rows at once; what cannot be taken is told and stops none of the others."""
    typed = request.POST.getlist("row")[:1000]
    keys = {int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 10}
    rows = list(permissions.visible_interventions(request.user).filter(pk__in=keys))
    if len(rows) != len(keys):
        raise Http404
    if not rows:
        messages.error(request, _("Elija al menos una intervención."))
        return redirect("workspace:before")
    return _carried(request, rows)


def _carried(request: HttpRequest, rows: list[Intervention]) -> HttpResponse:
    cycle = open_cycle()
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto."))
        return redirect("workspace:home")
    clones = [clone for row in rows if (clone := _clone_of(request, row, cycle))]
    if len(clones) == 1 and len(rows) == 1:
        return redirect("workspace:continue", clones[0].pk)
    if clones:
        messages.success(
            request,
            ngettext(
                "%(total)s intervención quedó como borrador en este ciclo: complétela y envíela.",
                "%(total)s intervenciones quedaron como borrador en este ciclo: complételas y "
                "envíelas.",
                len(clones),
            )
            % {"total": len(clones)},
        )
    return redirect("workspace:home")


def _clone_of(
    request: HttpRequest, row: Intervention, cycle: ReportingCycle
) -> Intervention | None:
    try:
        return actions.carry_forward(row, cycle=cycle, by=actor_of(request))
    except ValidationError as error:
        tell_errors(request, error)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def nothing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The entity has nothing new to report: what that means, a note, and the button."""
    response = _response_to_answer(request, pk)
    form = NothingNewForm(
        request.POST if request.method == "POST" else None, initial={"note": response.note}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_nothing_new(
                response, by=actor_of(request), note=form.cleaned_data["note"]
            )
            messages.success(request, _("Quedó registrado: sin novedades que reportar."))
            return redirect("workspace:home")
        except ValidationError as error:
            form.refuse(error)
    context = {
        "response": response,
        "form": form,
        "answered": response.status == ResponseStatus.NOTHING_NEW,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/nothing_new.html", context, status=status)


@require_POST
@for_people_of_the_registry
def take_back_nothing_new(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """The entity does have something to report."""
    response = _response_to_answer(request, pk)
    try:
        actions.take_back_nothing_new(response, by=actor_of(request))
        messages.success(request, _("Se deshizo: la convocatoria sigue sin respuesta."))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:home")


def _response_to_answer(request: HttpRequest, pk: int) -> EntityResponse:
    """The answer, for whoever may give it: not found for others, refused to its readers."""
    found = visible_responses(request.user).select_related("entity", "cycle")
    response = get_object_or_404(found, pk=pk)
    own = queries.entities_writing(actor_of(request))
    if not own.filter(pk=response.entity_id).exists():
        raise PermissionDenied
    return response
