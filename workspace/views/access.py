"""What every page of the workspace asks first: who enters, and whether a text can be kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.permissions import is_of_the_secretariat, is_secretariat
from entities import permissions
from workspace.forms.answers import MOST_LETTERS

View = Callable[..., HttpResponse]


def for_people_of_the_registry(view: View) -> View:
    """Sign in first; an account without a task here is refused."""
    return _guarded(view, permissions.may_enter_workspace)


def for_the_secretariat(view: View) -> View:
    """Sign in first; whoever is not of the secretariat is refused."""
    return _guarded(view, is_secretariat)


def for_members_of_the_secretariat(view: View) -> View:
    """The same, but whoever only stands in for one of the secretariat is refused too."""
    return _guarded(view, is_of_the_secretariat)


def _guarded(view: View, may: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if "HX-Request" in request.headers:
                return HttpResponse(status=401)  # a part of a page: its form says so
            return redirect_to_login(request.get_full_path())
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def typed_text(request: HttpRequest, name: str) -> str:
    """What was typed into a field; raises `ValidationError` where it cannot be kept."""
    text = request.POST.get(name, "").strip()
    if "\x00" in text or len(text) > MOST_LETTERS:
        raise ValidationError(_("El texto tiene caracteres no válidos o es demasiado largo."))
    return text


def tell_saved(request: HttpRequest, text: str) -> None:
    """Show on the next page that what was typed is saved: the machine forgets the copy it kept."""
    messages.success(request, text, extra_tags="saved")


def tell_errors(request: HttpRequest, error: ValidationError) -> None:
    """Show on the next page each thing that is wrong."""
    for text in error.messages:
        messages.error(request, text)
