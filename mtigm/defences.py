"""What every answer tells the browser, whoever made it: a view, middleware, an error, a file."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_cache_control

PERSONAL = ("/admin/", "/cuenta/", "/trabajo/")
"""Below these addresses everything is somebody's: pages, forms, and links that carry a token."""


class DefencesMiddleware(SecurityMiddleware):
    """Django's headers on every answer; outermost, so that refusals of other middleware have them.

    The redirection to https stays with Django's own middleware, further in: it asks for the Host,
    which may be refused, and a refusal must come back through here.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Leave the request alone."""


class NoStoreMiddleware:
    """`Cache-Control: no-store` on all that is somebody's.

    That is: what a session or a token asked for (whether or not they are still good), what sets a
    cookie, and everything at the addresses of the account, the workspace and the back-office.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_personal(request, response):
            # "public" would contradict it, and django keeps what a view said.
            response.headers.pop("Cache-Control", None)
            patch_cache_control(response, no_store=True, private=True, max_age=0)
        return response


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer may show something of one person, or lets somebody in."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "Authorization" in request.headers
        or settings.SESSION_COOKIE_NAME in response.cookies
        or request.path_info.startswith(PERSONAL)
    )
