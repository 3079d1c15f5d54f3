"""The review: what changed since when, notes on fields, and the moves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import actor_of, is_secretariat
from interventions import actions, permissions
from interventions.choices import MOVES_WITH_REASON, Move
from interventions.differences import (
    FIELDS,
    differences,
    last_submitted,
    last_validated,
    notes_of,
)
from interventions.models import Intervention, ReviewEvent
from interventions.queries import with_relations
from workspace.views.doors import for_people_of_the_registry, typed_text


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


def _move(request: HttpRequest, row: Intervention) -> None:
    """Make the move asked for; raises `ValidationError` with what is wrong."""
    name, seen = request.POST.get("move", ""), request.POST.get("version", "")
    if name not in Move.values or not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        raise ValidationError(_("Elija qué hacer con la intervención."))
    move = Move(name)
    typed = {name: typed_text(request, f"note-{name}") for name in FIELDS}
    notes = {name: text for name, text in typed.items() if text}
    reason = typed_text(request, "reason")
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
