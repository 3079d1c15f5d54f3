"""How often one may try: counted by allauth, per address and per account, at every door.

The amounts stand in the settings (`ACCOUNT_RATE_LIMITS`). allauth counts its own pages; here are
the doors that are ours, and whom an attempt is counted against.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as internal
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import User

View = Callable[..., HttpResponse]


def account_of(login: str) -> str:
    """What attempts to sign in as `login` are counted against: the account, if there is one.

    Its name, its address and other spellings of them are one account; the name under which the
    registry was reached makes no difference.
    """
    login = login.strip().lower()
    people = User.objects.filter(Q(username__iexact=login) | Q(email=login, email__gt=""))
    person = people.order_by("pk").values_list("pk", flat=True).first()
    return f"name:{login}" if person is None else f"account:{person}"


def limited(action: str, argument: str) -> Callable[[View], View]:
    """A view that may be opened only so often: per address, and per link (`argument`).

    Looking counts as well: opening a link already tells whether it is good.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not consume(request, action=action, key=str(kwargs[argument])):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return answering

    return decorated


def consume(request: HttpRequest, *, action: str, key: str) -> bool:
    """Count one attempt, whatever the method; whether it is within the limits of `action`."""
    usage = internal.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    return usage is not None


class TokenThrottle(BaseThrottle):
    """How often an address may ask for a token of the API, right or wrong."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return ratelimit.consume(request._request, action="token")

    def wait(self) -> float:
        """Seconds after which it makes sense to ask again."""
        return 60
