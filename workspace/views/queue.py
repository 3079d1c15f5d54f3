"""The secretariat's queue, and validating several of its rows at once."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import actor_of, is_secretariat
from interventions import actions
from interventions.choices import Move
from interventions.models import Intervention
from workspace import findings
from workspace.filters import QueueFilters
from workspace.queries import queue
from workspace.queries.batch import candidates
from workspace.queries.on_behalf import objections
from workspace.views.access import for_people_of_the_registry

ROWS_A_PAGE = 50
SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})", re.ASCII)
COMMENTS = 20


@require_safe
@for_people_of_the_registry
def queue_page(request: HttpRequest) -> HttpResponse:
    """What waits for review, the oldest first, narrowed as asked; and what observers commented."""
    if not is_secretariat(request.user):
        raise PermissionDenied
    filters = QueueFilters(request.GET)
    rows = queue.queue()
    if filters.is_valid():
        rows = filters.narrow(rows, actor_of(request))
    total, late = queue.lengths(rows)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("page", "marcar"):
        query.pop(name, None)
    context = {
        "filters": filters,
        "finding": findings.of_the_queue(total, late),
        "page": page,
        "waiting": queue.waiting(rows.filter(pk__in=[row.pk for row in page])),
        "query": query.urlencode(),
        "ticked": "marcar" in request.GET,
        "comments": list(queue.commented()[:COMMENTS]),
        "objections": list(objections()[:COMMENTS]),
    }
    status = 200 if filters.is_valid() else 400
    return render(request, "workspace/queue.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def validate_several(request: HttpRequest) -> HttpResponse:
    """Show the rows that were ticked and what speaks against each; validate those confirmed.

    A row is named by its key and the version that was seen: another version is not validated.
    """
    if not is_secretariat(request.user):
        raise PermissionDenied
    seen = _seen(request)
    if not seen:
        error = _("Marque al menos una intervención de la lista y vuelva a intentarlo.")
        return render(request, "workspace/validate.html", {"error": error}, status=400)
    if request.method != "POST":
        found = candidates(seen, actor_of(request))
        context = {
            "candidates": found,
            "ready": any(one.ready for one in found),
            "doubtful": any(one.ready and one.unconfirmed for one in found),
        }
        return render(request, "workspace/validate.html", context)
    found_rows = Intervention.objects.select_related("cycle").in_bulk(seen)
    told = [
        (found_rows[pk], _validate(request, found_rows[pk], version))
        for pk, version in seen.items()
        if pk in found_rows
    ]
    context = {"told": told, "validated": sum(not problems for _row, problems in told)}
    return render(request, "workspace/validate.html", context)


def _seen(request: HttpRequest) -> dict[int, int]:
    """Key of a row -> the version seen, of those named in the request; at most a page of them."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("fila")
    matches = [SEEN.fullmatch(text) for text in named[:ROWS_A_PAGE]]
    return {int(match.group(1)): int(match.group(2)) for match in matches if match}


def _validate(request: HttpRequest, row: Intervention, version: int) -> list[str]:
    """Through the door; what was wrong, or nothing."""
    try:
        actions.move_intervention(row, move=Move.VALIDATE, by=actor_of(request), expected=version)
    except ValidationError as error:
        return error.messages
    return []
