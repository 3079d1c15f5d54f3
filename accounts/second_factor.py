"""Whoever must have a second factor and has none is served nothing else: pages and the API."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import User
from accounts.permissions import lacks_second_factor

OPEN_VIEWS = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_set_password",
        "health",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "set_language",
    }
)
"""What is needed to activate it, to leave, or has nothing to do with the person."""


class SecondFactorMiddleware:
    """Sends to the activation whoever lacks the second factor required of them.

    Public pages stay open: they are the same for everybody. The API answers for itself (below),
    because it knows its people by token too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Nothing, or the way to the activation."""
        match = request.resolver_match
        if match is None or match.app_name == "portal" or match.view_name in OPEN_VIEWS:
            return None
        if request.path_info.startswith("/api/") or not lacks_second_factor(request.user):
            return None
        messages.warning(request, _("Su función exige un segundo factor. Actívelo para continuar."))
        return redirect("mfa_activate_totp")


def refuse_without_second_factor(user: User) -> None:
    """Raise the API's 403 where `user` lacks the second factor required of them."""
    if lacks_second_factor(user):
        raise PermissionDenied(
            gettext_lazy("Su función exige un segundo factor. Ingrese al registro y actívelo.")
        )


def refuse_if_access_ended(user: User, token: AuthToken) -> None:
    """Raise the API's 401 for a token from before the access of `user` was ended.

    Ending it revokes them; one that was being issued at that moment is no better.
    """
    if user.access_ended_at is not None and token.created < user.access_ended_at:
        raise AuthenticationFailed(gettext_lazy("El token se revocó."))


class SecondFactorTokenAuthentication(TokenAuthentication):
    """A token of the API, useless while its owner lacks the second factor required."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None:
            refuse_if_access_ended(*found)
            refuse_without_second_factor(found[0])
        return found

    def authenticate_credentials(self, token: bytes) -> Any:
        """Whose token it is; what cannot be one is refused as a wrong one, without a look-up."""
        return super().authenticate_credentials(token if token.isalnum() else b"")


class SecondFactorSessionAuthentication(SessionAuthentication):
    """The session of the pages, useless in the API while the second factor required lacks."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None:
            refuse_without_second_factor(found[0])
        return found
