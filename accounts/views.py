"""The pages of accounts that are ours; the others are allauth's, with our templates."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import perform_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import accept_invitation
from accounts.actions.invitations import digest_of
from accounts.forms import FirstPasswordForm
from accounts.limits import limited
from accounts.models import Invitation

View = Callable[..., HttpResponse]


def refusing_with_400(view: View) -> View:
    """The same view of allauth, whose form answers 400 where it comes back with errors."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and isinstance(response, TemplateResponse):
            data = response.context_data or {}
            forms = filter(None, (data.get("form"), data.get("webauthn_form")))
            if response.status_code == 200 and any(form.errors for form in forms):
                response.status_code = 400
        return response

    return answering


def only_to_sign_in(view: View) -> View:
    """The provider's door without allauth's other errands (connecting accounts, `process`)."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = {request.GET.get("process", "login"), request.POST.get("process", "login")}
        if asked != {"login"}:
            raise Http404
        return view(request, *args, **kwargs)

    return answering


class RemovePasskeyView(RemoveWebAuthnView):
    """An own passkey is taken off, unless it is the only second factor of who must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it off, or say why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


remove_passkey = RemovePasskeyView.as_view()


@never_cache
@sensitive_post_parameters()
@limited("invitation", "token")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whom the link invites, and the form for their first password.

    404 where the link is unknown, 410 where it was good once: both say what to do.
    """
    found = (
        Invitation.objects.select_related("person", "made_by")
        .filter(digest=digest_of(token))
        .first()
    )
    if found is None or not found.is_good(timezone.now()):
        status = 404 if found is None else 410
        return render(request, "accounts/invitation_gone.html", {"found": found}, status=status)
    form = FirstPasswordForm(
        request.POST if request.method == "POST" else None, person=found.person
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(found, password=form.cleaned_data["password1"])
        except ValidationError:  # somebody was faster with the same link
            return render(request, "accounts/invitation_gone.html", {"found": found}, status=410)
        onward = resolve_url(settings.LOGIN_REDIRECT_URL)
        return perform_login(request, person, email_verification="none", redirect_url=onward)
    context = {"invitation": found, "form": form}
    return render(request, "accounts/invitation.html", context, status=400 if form.errors else 200)
