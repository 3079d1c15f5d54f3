"""Which reminders would go out, and which letters did."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.queries import open_cycle
from notifications.choices import LetterKind
from notifications.models import EntityMessage
from notifications.queries import letters_waiting
from workspace.queries.call import letters_sent, planned_reminders
from workspace.views.access import for_the_secretariat

LETTERS_OF_A_PAGE = 50


@require_safe
@for_the_secretariat
def reminders(request: HttpRequest) -> HttpResponse:
    """Who would be written to today and at each moment to come, with the words."""
    cycle = open_cycle()
    planned = planned_reminders(cycle) if cycle else []
    return render(request, "workspace/reminders.html", {"cycle": cycle, "planned": planned})


@require_safe
@for_the_secretariat
def log(request: HttpRequest) -> HttpResponse:
    """What was written to whom, when, and what could not be delivered."""
    only_failed = request.GET.get("ver") == "fallidas"
    letters = letters_sent().defer("text")
    if only_failed:
        letters = letters.filter(failed_at__isnull=False)
    page = Paginator(letters, LETTERS_OF_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "only_failed": only_failed, "drafts": EntityMessage.objects.drafts()}
    return render(request, "workspace/letters.html", context)


@require_safe
@for_the_secretariat
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole letter: to whom, at which address, when, and what it said or would say today."""
    row = get_object_or_404(letters_sent(), pk=pk)
    waiting = None
    if not row.text and row.sent_at is None and row.kind != LetterKind.DIGEST:
        waiting = letters_waiting(row, timezone.now()).get(row.person_id)
    context = {"letter": row, "waiting": waiting, "is_digest": row.kind == LetterKind.DIGEST}
    return render(request, "workspace/letter.html", context)
