"""Which reminders would go out, and which letters did."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cycles.queries import open_cycle
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
    letters = letters_sent()
    if only_failed:
        letters = letters.filter(failed_at__isnull=False)
    page = Paginator(letters, LETTERS_OF_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/letters.html", {"page": page, "only_failed": only_failed})
