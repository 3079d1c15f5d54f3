"""What the registry writes to a person, and the one thing that they may stop: the daily digest."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import choose_digest
from accounts.permissions import actor_of
from accounts.unsubscribing import person_of_token
from workspace.queries.call import letters_sent
from workspace.views.access import for_people_of_the_registry

LATEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def notices(request: HttpRequest) -> HttpResponse:
    """The switch of the daily digest, and the latest letters to this person."""
    person = actor_of(request)
    if request.method == "POST":
        wants = request.POST.get("digest") == "on"
        choose_digest(person, wants=wants, by=person)
        messages.success(
            request,
            _("Recibirá el resumen diario.") if wants else _("Ya no recibirá el resumen diario."),
        )
        return redirect("workspace:notices")
    letters = letters_sent().filter(person=person, sent_at__isnull=False)[:LATEST]
    return render(request, "workspace/notices.html", {"person": person, "letters": letters})


# The signed link is what entitles to this: a mail program asks by itself (RFC 8058), without a
# cookie, so there is no session that a foreign page could abuse.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the digest of whoever the link was made for, without signing in, once confirmed."""
    person = person_of_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        choose_digest(person, wants=False, by=None)
    return render(request, "workspace/unsubscribe.html", {"done": request.method == "POST"})
