"""Who is nobody sends no large bodies: they are refused before anything reads them."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated

MOST_BYTES = 64 * 1024
"""Of a body that nobody in particular sends: a name, a password, a passkey's answer."""

BEHIND_SIGNING_IN = ("/admin/", "/trabajo/")
OPEN_IN_THE_API = "token-list"


class AnonymousUploadsMiddleware:
    """Answers a large body of whoever has not signed in without parsing it.

    Django parses a form to look for its CSRF token, before a view may ask who sends it. A body
    without a length is none: Django does not read it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Nothing, or the refusal."""
        if _length(request) <= MOST_BYTES or _may_be_somebody(request, view):
            return None
        if request.path_info.startswith(BEHIND_SIGNING_IN):
            return redirect_to_login(request.get_full_path())
        if not request.path_info.startswith("/api/"):
            return render(request, "413.html", status=413)
        if _name_of_view(request) == OPEN_IN_THE_API:
            refusal = _("El pedido es demasiado grande.")
            return JsonResponse({"detail": refusal}, status=413)
        return JsonResponse(
            {"detail": str(NotAuthenticated.default_detail)},
            status=401,
            headers={"WWW-Authenticate": "Token"},
        )


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _name_of_view(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _may_be_somebody(request: HttpRequest, view: Any) -> bool:
    """Whether a session tells who it is, or a token that the API looks at before the body.

    A page among the API's addresses looks at no token, and its body is parsed as a page's is.
    """
    bears_token = (
        request.path_info.startswith("/api/")
        and getattr(view, "csrf_exempt", False)
        and "Authorization" in request.headers
        and _name_of_view(request) != OPEN_IN_THE_API
    )
    return bears_token or request.user.is_authenticated
