"""The forms of signing in: allauth's, in the registry's words and without placeholders."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    UserChangeForm,
)
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import change_password
from accounts.actions.letters import send_new_password_link
from accounts.models import User
from accounts.widgets import PasswordHash

PASSWORD = _("Contraseña")
NEW_PASSWORD = _("Contraseña nueva")
PASSKEY_NAME = _("Cómo la llama (por ejemplo, «Laptop del trabajo»)")
LONGEST_PASSKEY_NAME = 60
LONGEST_NAME = 254  # letters of an address, the longer of the two
AGAIN = _("La misma contraseña, otra vez")
rules = lazy(password_validators_help_text_html, str)


class Worded:
    """Gives each field the label of `words` (field -> label) and drops what repeats it."""

    words: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.words[name]
            field.widget.attrs.pop("placeholder", None)
            if name != "password1":
                field.help_text = ""


class SignInForm(Worded, account_forms.LoginForm):
    """Name or address, and password."""

    words = {"login": _("Usuario o correo"), "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The databases refuse to look up a name without measure.
        self.fields["login"].validators.append(MaxLengthValidator(LONGEST_NAME))
        self.fields["login"].widget.attrs.update(autocomplete="username", maxlength=LONGEST_NAME)


class AgainForm(Worded, account_forms.ReauthenticateForm):
    """The password again, before something delicate."""

    words = {"password": PASSWORD}


class ForgottenPasswordForm(Worded, account_forms.ResetPasswordForm):
    """The address to which the link goes."""

    words = {"email": _("Correo institucional")}

    def clean_email(self) -> str:
        """As typed: whether somebody has the address is not looked up before it must be."""
        address: str = self.cleaned_data["email"].strip().lower()
        return address

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Have the worker write; the same work for an address that nobody has."""
        address: str = self.cleaned_data["email"]
        people = User.objects.filter(email=address, is_active=True)
        send_new_password_link.enqueue(people.values_list("pk", flat=True).first())
        return address


class NewPasswordForm(Worded, account_forms.ResetPasswordKeyForm):
    """A new password for whoever came by the link."""

    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePasswordForm(Worded, account_forms.ChangePasswordForm):
    """A new password for whoever knows the old one."""

    words = {"oldpassword": _("Contraseña actual"), "password1": NEW_PASSWORD, "password2": AGAIN}


class SetPasswordForm(Worded, account_forms.SetPasswordForm):
    """A password for whoever comes in by a provider and has none."""

    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class SecondFactorForm(Worded, mfa_forms.AuthenticateForm):
    """The code of the application, or one of the recovery codes."""

    words = {"code": _("Código de la aplicación, o uno de respaldo")}


class SecondFactorAgainForm(Worded, mfa_forms.ReauthenticateForm):
    """A code again, before something delicate."""

    words = {"code": _("Código de la aplicación, o uno de respaldo")}


class ActivateApplicationForm(Worded, totp_forms.ActivateTOTPForm):
    """The first code of the application, which shows that it was set up."""

    words = {"code": _("Código de seis cifras que muestra la aplicación")}


BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the library raises for parts of an answer that no browser made."""


class AnswerOfPasskey:
    """The answer of a passkey; one that no browser made is a wrong one."""

    def clean_credential(self) -> Any:
        """Whose passkey it is; raises `ValidationError` where it is none of the person's."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except BROKEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(AnswerOfPasskey, passkey_forms.AuthenticateWebAuthnForm):
    """A passkey as the second factor of signing in."""


class PasskeyAgainForm(AnswerOfPasskey, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey again, before something delicate."""


class AddPasskeyForm(Worded, passkey_forms.AddWebAuthnForm):
    """A passkey that the browser just made, and how the person calls it."""

    words = {"name": PASSKEY_NAME, "credential": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(LONGEST_PASSKEY_NAME))
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_PASSKEY_NAME

    def clean(self) -> dict[str, Any]:
        """Hold it to what was asked; raises `ValidationError` for what no browser made."""
        try:
            data: dict[str, Any] = super().clean()
            return data
        except ValidationError:
            raise
        except BROKEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(Worded, passkey_forms.EditWebAuthnForm):
    """How the person calls a passkey."""

    words = {"name": PASSKEY_NAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(LONGEST_PASSKEY_NAME))
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_PASSKEY_NAME


class PersonForm(UserChangeForm):
    """An account in the back-office."""

    password = ReadOnlyPasswordHashField(
        label=PASSWORD,
        widget=PasswordHash,
        help_text=UserChangeForm.base_fields["password"].help_text,
    )


class SecretariatPasswordForm(AdminPasswordChangeForm):
    """Another password for somebody else's account, in the back-office."""

    def save(self, commit: bool = True) -> User:
        """Write it, or none; gives the person. Never without writing: `commit` is Django's."""
        usable = self.cleaned_data.get("set_usable_password", True)
        password = self.cleaned_data["password1"] if usable else None
        change_password(self.user, password=password)
        return self.user


class FirstPasswordForm(forms.Form):
    """The first password of the person invited."""

    password1 = forms.CharField(
        label=PASSWORD,
        max_length=128,
        strip=False,
        help_text=rules(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=AGAIN,
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password1(self) -> str:
        """Hold it to the rules; raises `ValidationError` with each one broken."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        told = super().clean() or {}
        if told.get("password1") and told.get("password1") != told.get("password2"):
            self.add_error("password2", _("Las dos contraseñas no son iguales."))
        return told
