"""The addresses of `/cuenta/`: Spanish routes under the names by which allauth asks for them.

Only what is used is here: no sign-up, no management of addresses (the secretariat changes an
official's address), no accounts connected by hand.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import URLPattern, path, re_path

from accounts.limits import limited
from accounts.views import (
    View,
    invitation,
    only_to_sign_in,
    refusing_with_400,
    remove_passkey,
)


def page(route: str, view: View, name: str) -> URLPattern:
    """An address of allauth's whose refused form is a 400."""
    return path(route, refusing_with_400(view), name=name)


urlpatterns = [
    path("invitacion/<str:token>/", invitation, name="invitation"),
    page("ingresar/", account.login, "account_login"),
    page("salir/", account.logout, "account_logout"),
    page("deshabilitada/", account.account_inactive, "account_inactive"),
    page("confirmar/", account.reauthenticate, "account_reauthenticate"),
    page("contrasena/", account.password_change, "account_change_password"),
    page("contrasena/crear/", account.password_set, "account_set_password"),
    page("contrasena/olvidada/", account.password_reset, "account_reset_password"),
    page(
        "contrasena/olvidada/enviada/", account.password_reset_done, "account_reset_password_done"
    ),
    re_path(
        r"^contrasena/nueva/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        limited("new_password_link", "uidb36")(refusing_with_400(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    page(
        "contrasena/lista/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    page("segundo-factor/", mfa.index, "mfa_index"),
    page("segundo-factor/codigo/", mfa.authenticate, "mfa_authenticate"),
    page("segundo-factor/confirmar/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("segundo-factor/activar/", totp.activate_totp, "mfa_activate_totp"),
    page("segundo-factor/desactivar/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("segundo-factor/respaldo/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page(
        "segundo-factor/respaldo/nuevos/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    page(
        "segundo-factor/respaldo/descargar/",
        recovery_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    page("segundo-factor/llaves/", passkeys.list_webauthn, "mfa_list_webauthn"),
    page("segundo-factor/llaves/nueva/", passkeys.add_webauthn, "mfa_add_webauthn"),
    page("segundo-factor/llaves/<int:pk>/nombre/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    page("segundo-factor/llaves/<int:pk>/retirar/", remove_passkey, "mfa_remove_webauthn"),
    page(
        "segundo-factor/confirmar/llave/",
        passkeys.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
    ),
    page("sesiones/", sessions.list_usersessions, "usersessions_list"),
]

if settings.OIDC_ENABLED:
    urlpatterns += [
        path(
            "externa/<str:provider_id>/ingresar/",
            only_to_sign_in(openid_connect.login),
            name="openid_connect_login",
        ),
        path(
            "externa/<str:provider_id>/respuesta/",
            openid_connect.callback,
            name="openid_connect_callback",
        ),
        path("externa/cancelada/", social.login_cancelled, name="socialaccount_login_cancelled"),
        path("externa/error/", social.login_error, name="socialaccount_login_error"),
    ]
