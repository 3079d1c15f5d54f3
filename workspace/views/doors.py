"""What every page of the workspace asks first: who enters, and whether a text can be kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.permissions import is_secretariat
from interventions import permissions

View = Callable[..., HttpResponse]


def for_people_of_the_registry(view: View) -> View:
    """Sign in first; an account without a task here is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_enter_back_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


def for_the_secretariat(view: View) -> View:
    """Sign in first; whoever is not of the secretariat is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_secretariat(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


MOST_LETTERS = 4000


def typed_text(request: HttpRequest, name: str) -> str:
    """What was typed into a field; raises `ValidationError` where it cannot be kept."""
    text = request.POST.get(name, "").strip()
    if "\x00" in text or len(text) > MOST_LETTERS:
        raise ValidationError(_("El texto tiene caracteres no válidos o es demasiado largo."))
    return text


def tell_errors(request: HttpRequest, error: ValidationError) -> None:
    """Show on the next page each thing that is wrong."""
    for text in error.messages:
        messages.error(request, text)
