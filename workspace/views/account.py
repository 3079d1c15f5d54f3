"""The person's own account: what is known of them, how they sign in, their tokens of the API."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from knox.models import AuthToken

from accounts import actions
from accounts.permissions import actor_of, has_second_factor, requires_second_factor
from workspace.views.access import tell_errors


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the registry knows of the person, and the ways to change it."""
    return _page(request)


@require_POST
@never_cache
@login_required
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show its text, this once."""
    person = actor_of(request)
    try:
        _record, text = actions.issue_token(person, by=person)
    except ValidationError as error:
        tell_errors(request, error)
        return redirect("workspace:account")
    return _page(request, text)


@require_POST
@login_required
def revoke_token(request: HttpRequest, key: str) -> HttpResponse:
    """Make an own token useless."""
    person = actor_of(request)
    token = get_object_or_404(AuthToken, user=person, token_key=key)
    actions.revoke_token(token, by=person)
    return redirect("workspace:account")


def _page(request: HttpRequest, new: str = "") -> HttpResponse:
    person = actor_of(request)
    context = {
        "person": person,
        "designations": person.designations.in_force(timezone.localdate()).select_related("entity"),
        "second_factor": has_second_factor(person),
        "second_factor_required": requires_second_factor(person),
        "tokens": AuthToken.objects.filter(user=person).order_by("-created", "pk"),
        "new_token": new,
        "now": timezone.now(),
    }
    return render(request, "workspace/account.html", context)
