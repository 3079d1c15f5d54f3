"""Addresses that no database can look up."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class NullCharactersMiddleware:
    """An address with a NUL is not found: PostgreSQL refuses it in any text, with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)
