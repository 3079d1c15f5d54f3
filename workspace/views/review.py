"""The review: what changed since when, threads on fields, and the moves."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import actor_of, is_secretariat
from face.problems import problems_of_error
from interventions import permissions
from interventions.asked import questions_of_row
from interventions.choices import MOVES_WITH_REASON, Move, State
from interventions.differences import differences, last_submitted, last_validated
from interventions.models import Intervention, Participation, ReviewClaim
from interventions.observations import threads_of
from interventions.queries import with_relations
from workspace.filters import QueueFilters
from workspace.form_context import unsaved_texts
from workspace.queries import has_ficha, queue
from workspace.queries.batch import unconfirmed_in
from workspace.queries.on_behalf import written_on_behalf
from workspace.queries.review import claim_on, shown_fields, timeline, withdrawing
from workspace.views.access import for_people_of_the_registry, tell_saved
from workspace.views.review_actions import Done, do, words_of

REVIEWED = frozenset({Move.OBSERVE, Move.VALIDATE})
"""Moves after which the reviewer goes on to the next row of the queue."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A row beside what it said before, with its threads and the moves open to this person."""
    person = actor_of(request)
    rows = with_relations(permissions.visible_interventions(person))
    row = get_object_or_404(rows, pk=pk)
    if not (is_secretariat(person) or permissions.takes_part(person, row)):
        raise PermissionDenied
    typed, problems, wrong = {}, [], set()
    if request.method == "POST":
        typed = words_of(request)
        try:
            done = do(request, row)
        except ValidationError as error:
            problems = problems_of_error(error, ids=typed, whole="decision")
            wrong = set(getattr(error, "error_dict", {}))
        else:
            tell_saved(request, done.text)
            typed = {name: text for name, text in typed.items() if name not in done.saved}
            if done.move or not any(text.strip() for text in typed.values()):
                return redirect(_after(request, row, done))
    context = _page(request, row, person, typed, wrong) | {"problems": problems}
    return render(request, "workspace/review.html", context, status=400 if problems else 200)


def _page(
    request: HttpRequest, row: Intervention, person: User, typed: dict[str, str], wrong: set[str]
) -> dict[str, Any]:
    since = request.GET.get("desde", "returned")
    if since == "validated":
        before = last_validated(row)
    else:
        before = last_submitted(row, in_entity=not is_secretariat(person))
    threads = threads_of(row, person)
    fields = shown_fields(differences(row, before, every=True), threads, typed, wrong)
    first = [one for one in fields if one.matters]
    claim = claim_on(row, person)
    own_moves = permissions.own_moves(person, row)
    moves = [] if _keeps_away(claim, person) else _offered(own_moves)
    may_validate = any(move == Move.VALIDATE for move, _with_reason in moves)
    needs_reason = any(with_reason for _move, with_reason in moves)
    asks = not _keeps_away(claim, person) and _may_ask(person, row)
    may_edit = permissions.may_edit_intervention(person, row)
    context = {
        "row": row,
        "questions": [text for _name, text in questions_of_row(row)],
        "since": since,
        "compared": before is not None,
        "fields": fields,
        "first": first,
        "rest": [one for one in fields if not one.matters],
        "changed": sum(one.field.changed for one in fields),
        "unconfirmed": unconfirmed_in(row) if may_validate else [],
        "open_threads": sum(not thread.solved for thread in threads),
        "moves": moves,
        "needs_reason": needs_reason,
        "may_ask": asks,
        "may_note": asks or needs_reason,
        "timeline": timeline(row, person, threads),
        "wrong": wrong,
        "reason": typed.get("reason", ""),
        "may_edit": may_edit,
        "unsaved": [] if may_edit else unsaved_texts(person, row),
        "part_to_write": _part_to_write(person, row),
        "has_ficha": has_ficha(person, row),
        **withdrawing(own_moves),
        "written": written_on_behalf(row, person),
        "may_begin_on_behalf": permissions.may_begin_on_behalf(person, row),
        "why_not_validated": own_moves.get(Move.VALIDATE),
        "why_not_approved": own_moves.get(Move.APPROVE),
    }
    if is_secretariat(person):
        rows = _filtered(request, person)
        previous, following = queue.neighbours(rows, row, person)
        context |= {"previous": previous, "following": following, "claim": claim}
        context |= {
            "kept": _kept(request),
            "may_claim": row.state == State.SUBMITTED and row.cycle.is_open,
        }
        context["held_by_other"] = _keeps_away(claim, person)
    return context


def _part_to_write(person: User, row: Intervention) -> Participation | None:
    """The part of a partner in whose name the person may still write or answer."""
    part = permissions.partner_part(person, row)
    may = part is not None and permissions.may_answer_participation(person, part)
    return part if may else None


def _may_ask(person: User, row: Intervention) -> bool:
    return row.cycle.is_open and permissions.side_to_ask_from(person, row) is not None


def _keeps_away(claim: ReviewClaim | None, person: User) -> bool:
    return claim is not None and claim.by_id != person.pk and not claim.has_lapsed()


def _offered(own_moves: Mapping[Move, str]) -> list[tuple[Move, bool]]:
    """The moves open to the person, each with whether it needs a reason; taking back is apart."""
    return [
        (move, move in MOVES_WITH_REASON)
        for move, why_not in own_moves.items()
        if not why_not and move != Move.WITHDRAW
    ]


def _kept(request: HttpRequest) -> str:
    """The part of the queue that the reviewer is going through, as a query."""
    names = QueueFilters.base_fields
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def _filtered(request: HttpRequest, person: User) -> Any:
    """The queue that the reviewer is going through: the whole where nothing (valid) is asked."""
    filters = QueueFilters(request.GET)
    rows = queue.queue()
    return filters.narrow(rows, person) if filters.is_valid() else rows


def _after(request: HttpRequest, row: Intervention, done: Done) -> str:
    """Where to go once something was done: the same page, the next of the queue, or home."""
    kept = _kept(request)
    query = f"?{kept}" if kept else ""
    if done.move in REVIEWED:
        person = actor_of(request)
        _previous, following = queue.neighbours(_filtered(request, person), row, person)
        if following is not None:
            return reverse("workspace:review", args=[following.pk]) + query
        messages.info(request, _("No queda nada por revisar en esta lista."))
        return reverse("workspace:queue") + query
    if done.move == Move.WITHDRAW and permissions.may_edit_intervention(request.user, row):
        return reverse("workspace:continue", args=[row.pk])
    if done.move and not is_secretariat(request.user):
        return reverse("workspace:home")
    return request.get_full_path()
