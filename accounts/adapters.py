"""What the registry decides where django-allauth asks: nobody signs up, and Spanish errors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.actions import change_password
from accounts.limits import account_of
from accounts.models import User
from accounts.permissions import requires_second_factor

WRONG = _("El usuario o la contraseña no son correctos.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretariat; the first time, people go by the welcome page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Esta cuenta está deshabilitada."),
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "enter_current_password": _("Escriba su contraseña actual."),
        "incorrect_password": _("La contraseña no es correcta."),
        "incorrect_code": _("El código no es correcto."),
        "invalid_password_reset": _("El enlace ya no sirve."),
        "too_many_login_attempts": _("Demasiados intentos. Espere unos minutos y vuelva a probar."),
        "rate_limited": _("Demasiados intentos. Espere unos minutos y vuelva a probar."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Whom a wrong password is counted against: the account, by whatever name."""
        return account_of(credentials.get("email") or credentials.get("username") or "")

    def set_password(self, user: Any, password: str) -> None:
        """Whoever changes, sets or resets the own password; tokens and other sessions end."""
        change_password(user, password=password)

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        """Whoever has not been welcomed goes there first, and from there on."""
        if user.welcomed_at is None:
            onward = redirect_url or self.get_login_redirect_url(request)
            redirect_url = f"{reverse(settings.WELCOME_URL)}?" + urlencode(
                {REDIRECT_FIELD_NAME: onward}
            )
        return super().post_login(request, user, redirect_url=redirect_url, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor is not taken off where it is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Su función exige un segundo factor: no se desactiva."),
        "cannot_generate_recovery_codes": _(
            "Active primero la aplicación de códigos o una llave de acceso."
        ),
        "incorrect_code": _("El código no es correcto."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether its owner may do without it, or has another application or passkey."""
        others = (
            Authenticator.objects.filter(user=authenticator.user)
            .exclude(pk=authenticator.pk)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
        )
        return not requires_second_factor(authenticator.user) or others.exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's
        """What a passkey is called until the person says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Llave %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which site a passkey is, and under what name the browser shows it."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


class ProviderAdapter(DefaultSocialAccountAdapter):
    """An institution's provider opens accounts that exist; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect who the provider vouches for with the one active account of that address.

        Ends the attempt with a page (403) where the provider did not verify the address or no
        active account has it.
        """
        if sociallogin.is_existing:
            return
        verified = {one.email.lower() for one in sociallogin.email_addresses if one.verified}
        people = list(User.objects.filter(email__in=verified, is_active=True))
        if len(people) != 1:
            page = render(request, "socialaccount/authentication_error.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, people[0])
