"""The form that names who stands in for somebody: what is typed, not what may be done with it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from entities import permissions
from workspace.forms.answers import WorkForm
from workspace.forms.designations import DayField, PersonField

USUAL_LEAVE = timedelta(days=14)


class DelegateForm(WorkForm):
    """Who is away, who stands in for them, from when to when and why."""

    absent = PersonField(User.objects.none(), label=_("Quién estará ausente"))
    delegate = PersonField(
        User.objects.none(),
        label=_("Quién la suple"),
        help_text=_("Entra con su propia cuenta. Elija a alguien que no envíe lo que se aprueba."),
    )
    first_day = DayField(label=_("Primer día"))
    last_day = DayField(label=_("Último día"), help_text=_("Al día siguiente termina solo."))
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=200,
        help_text=_("Por ejemplo: vacaciones, comisión de servicio."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        order = ("first_name", "last_name", "username")
        people = {
            "absent": permissions.people_to_be_stood_in_for(by, today),
            "delegate": permissions.people_to_stand_in(by, today),
        }
        for name, found in people.items():
            self.fields[name].queryset = found.order_by(*order)  # type: ignore[attr-defined]
        if people["absent"].filter(pk=by.pk).exists():
            self.fields["absent"].initial = by.pk
        self.fields["first_day"].initial = today
        self.fields["last_day"].initial = today + USUAL_LEAVE
