"""The form of a lost second factor: what is typed, not what may be done with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import SecondFactorReset, User
from workspace.forms.designations import PersonField


class ResetForm(forms.Form):
    """Whose second factor was lost, and how it was made sure that it is they who say so."""

    person = PersonField(User.objects.none(), label=_("Persona que lo perdió"))
    reason = forms.CharField(
        label=_("Cómo comprobó quién lo pide"),
        max_length=SecondFactorReset._meta.get_field("reason").max_length,
        help_text=SecondFactorReset._meta.get_field("reason").help_text,
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def refuse(self, error: ValidationError) -> None:
        """Show what the action refused, by its field."""
        self.add_error(None, error)
