"""What every page of the workspace asks first: who enters, and whether a text can be kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from interventions import permissions
from workspace.forms.answers import MOST_LETTERS

View = Callable[..., HttpResponse]


def for_people_of_the_registry(view: View) -> View:
    """Sign in first; an account without a task here is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated and "HX-Request" in request.headers:
            return HttpResponse(
                status=401
            )  # a part of a page: the form says that the session ended
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not permissions.may_enter_back_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


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
