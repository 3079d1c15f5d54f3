"""Pages of the workspace: each asks one named query, and every change goes through an action."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import actor_of, is_secretariat
from interventions import actions, permissions
from interventions.choices import MOVES_WITH_REASON, Move, State
from interventions.differences import (
    FIELDS,
    differences,
    last_submitted,
    last_validated,
    notes_of,
)
from interventions.models import Intervention, Participation, ReviewEvent
from interventions.queries import open_cycle, with_relations
from workspace import queries

View = Callable[..., HttpResponse]


def for_people_of_the_registry(view: View) -> View:
    """Sign in first; an account without a task here is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_enter_back_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


@require_safe
@for_people_of_the_registry
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and how long there is."""
    person = actor_of(request)
    cycle = open_cycle()
    context: dict[str, Any] = {"cycle": cycle, "states": list(State)}
    if cycle is not None:
        context["days"] = queries.days_left(cycle)
        if permissions.speaks_for_an_entity(person):
            context["work"] = queries.work_of_entities(person, cycle)
        if is_secretariat(person):
            context["secretariat"] = queries.work_of_secretariat(cycle)
    return render(request, "workspace/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A row beside what it said before, with the moves open to this person."""
    person = actor_of(request)
    rows = with_relations(permissions.visible_interventions(person))
    row = get_object_or_404(rows, pk=pk)
    if not (is_secretariat(person) or permissions.takes_part(person, row)):
        raise PermissionDenied
    errors: list[str] = []
    if request.method == "POST":
        try:
            _move(request, row)
            messages.success(request, _("Hecho."))
            return redirect("workspace:home")
        except ValidationError as error:
            errors = error.messages
    since = request.GET.get("desde", "returned")
    before = last_validated(row) if since == "validated" else last_submitted(row)
    typed = request.POST if errors else {}
    compared = differences(row, before)
    context = {
        "row": row,
        "since": since,
        "compared": before is not None,
        "fields": [(field, typed.get(f"note-{field.name}", "")) for field in compared],
        "moves": _moves_of(request, row),
        "events": [(event, notes_of(event)) for event in _events(row)],
        "errors": errors,
        "reason": typed.get("reason", ""),
        "may_edit": permissions.may_edit_intervention(person, row),
    }
    return render(request, "workspace/review.html", context, status=400 if errors else 200)


def _events(row: Intervention) -> QuerySet[ReviewEvent]:
    events = row.review_events.select_related("by").prefetch_related("observations")
    return events.order_by("at", "pk")


def _moves_of(request: HttpRequest, row: Intervention) -> list[tuple[Move, bool]]:
    """The moves open to the person, each with whether it needs a reason."""
    found = permissions.open_moves(request.user, row)
    return [(move, move in MOVES_WITH_REASON) for move in found]


MOST_LETTERS = 4000


def _typed(request: HttpRequest, name: str) -> str:
    """What was typed into a field; raises `ValidationError` where it cannot be kept."""
    text = request.POST.get(name, "").strip()
    if "\x00" in text or len(text) > MOST_LETTERS:
        raise ValidationError(_("El texto tiene caracteres no válidos o es demasiado largo."))
    return text


def _move(request: HttpRequest, row: Intervention) -> None:
    """Make the move asked for; raises `ValidationError` with what is wrong."""
    name, seen = request.POST.get("move", ""), request.POST.get("version", "")
    if name not in Move.values or not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        raise ValidationError(_("Elija qué hacer con la intervención."))
    move = Move(name)
    typed = {name: _typed(request, f"note-{name}") for name in FIELDS}
    notes = {name: text for name, text in typed.items() if text}
    reason = _typed(request, "reason")
    if move in MOVES_WITH_REASON and notes and not reason:
        reason = _("Vea las observaciones por campo.")
    actions.move_intervention(
        row,
        move=move,
        by=actor_of(request),
        reason=reason,
        observations=notes if move in MOVES_WITH_REASON else {},
        expected=int(seen),
    )


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
        for text in error.messages:
            messages.error(request, text)
        return redirect("workspace:home")
    return redirect("admin:interventions_intervention_change", clone.pk)


@require_POST
@for_people_of_the_registry
def nothing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The entity has nothing new to report."""
    response = get_object_or_404(permissions.visible_responses(request.user), pk=pk)
    try:
        actions.answer_nothing_new(response, by=actor_of(request))
        messages.success(request, _("Quedó registrado: sin novedades que reportar."))
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
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
        text = _typed(request, "text")
        actions.confirm_participation(participation, by=actor_of(request), text=text)
        messages.success(request, _("La participación quedó confirmada."))
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    return redirect("workspace:home")
