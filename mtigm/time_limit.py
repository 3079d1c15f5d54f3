"""How long the database may think about one question of a web request.

A worker, a migration or a command may take its time. SQLite knows no such limit: it serves the demo
and the tests.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled


def limit_statements() -> None:
    """Give every connection that this process opens from now on `STATEMENT_TIMEOUT` seconds.

    Called by the doors of the web servers alone. The limit is that of a single statement: a
    download that asks for some rows at a time goes on for as long as somebody reads it.
    """
    for config in connections.settings.values():
        if settings.STATEMENT_TIMEOUT and "postgresql" in config["ENGINE"]:
            milliseconds = settings.STATEMENT_TIMEOUT * 1000
            options = config.setdefault("OPTIONS", {})
            given = options.get("options", "")
            options["options"] = f"{given} -c statement_timeout={milliseconds}".strip()


class TimeLimitMiddleware:
    """Where the database stopped thinking: 503, and what the person can do about it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page, or below the API's address a problem; nothing where it is another error."""
        if not (isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)):
            return None
        if request.path.startswith("/api/"):
            text = _("La consulta tardó demasiado. Acótela, por ejemplo a un ciclo («cycle»).")
            answer: HttpResponse = JsonResponse({"detail": text}, status=503)
        else:
            answer = render(request, "503.html", status=503)
        answer["Retry-After"] = "60"
        return answer
