"""The forms of the register of designations: what is typed, not what may be done with it."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from alignment.models.base import in_force
from entities.actions import Designation, Newcomer
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint
from workspace.forms.answers import WorkForm
from workspace.queries.designations import DesignationsShown


class DayField(forms.DateField):
    """A day of this century, chosen from the browser's calendar or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[
                MinValueValidator(date(2000, 1, 1), _("El año debe estar entre 2000 y 2100.")),
                MaxValueValidator(date(2100, 12, 31), _("El año debe estar entre 2000 y 2100.")),
            ],
            **kwargs,
        )


class PersonField(forms.ModelChoiceField):
    """An account, told apart from its namesakes by its user name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.username})"


class FilterForm(forms.Form):
    """Which designations to show."""

    standing = forms.ChoiceField(
        label=_("Situación"),
        required=False,
        choices=[
            (DesignationsShown.IN_FORCE, _("Vigentes y por empezar")),
            (DesignationsShown.ENDED, _("Terminadas")),
            (DesignationsShown.ALL, _("Todas")),
        ],
    )
    entity = forms.ModelChoiceField(
        Entity.objects.none(), label=_("Entidad"), required=False, empty_label=_("Todas")
    )

    def __init__(self, *args: Any, entities: QuerySet[Entity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]


class PersonForm(WorkForm):
    """Who is designated, with an account or without, and how to reach them at the institution."""

    person = PersonField(
        User.objects.none(),
        label=_("Persona que ya tiene cuenta"),
        required=False,
        empty_label=_("— Es una persona nueva —"),
        help_text=_("Si es nueva, llene nombres, apellidos y correo: recibirá una invitación."),
    )
    first_name = forms.CharField(label=_("Nombres"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Apellidos"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("Correo institucional"),
        max_length=254,
        required=False,
        help_text=_("Nunca se publica. Solo datos institucionales (Ley 29733)."),
    )
    phone = forms.CharField(label=_("Teléfono institucional"), max_length=40, required=False)
    position = forms.CharField(label=_("Cargo"), max_length=160, required=False)
    document = forms.CharField(
        label=_("Documento de designación"),
        max_length=200,
        help_text=_("Por ejemplo, el oficio o la resolución que designa a la persona."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Administrators are not shown to the secretariat, here as elsewhere.
        people = User.objects.filter(is_active=True, is_superuser=False)
        people = people.order_by("first_name", "last_name", "username")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new person needs names and an address; one with an account has them already."""
        told = super().clean() or {}
        if told.get("person") is None and "person" not in self.errors:
            for name in ("first_name", "last_name", "email"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("Hace falta si la persona es nueva."))
        elif told.get("first_name") or told.get("last_name"):
            self.add_error(
                "person",
                _("Elija una cuenta o escriba los nombres de una persona nueva, no ambos."),
            )
        return told

    @property
    def who(self) -> User | Newcomer:
        """The person told: an account or a newcomer."""
        told = self.cleaned_data
        return told["person"] or Newcomer(told["first_name"], told["last_name"], told["email"])

    def designation(self, *, role: DesignationRole, valid_from: date) -> Designation:
        """What the action takes."""
        told = self.cleaned_data
        return Designation(
            role=role,
            valid_from=valid_from,
            document=told["document"],
            position=told["position"],
            email=told["email"].lower(),
            phone=told["phone"],
        )


class DesignateForm(PersonForm):
    """A whole designation."""

    entity = forms.ModelChoiceField(Entity.objects.none(), label=_("Entidad"))
    role = forms.ChoiceField(label=_("Calidad"), choices=DesignationRole.choices)
    valid_from = DayField(label=_("Vigente desde"))
    field_order = ["entity", "role", "valid_from", "document"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        entities = Entity.objects.filter(in_force(today), is_generic_group=False)
        self.fields["entity"].queryset = entities.order_by("acronym_key")  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = today


class HandOverForm(PersonForm):
    """The successor of a designation."""

    last_day = DayField(label=_("Último día de quien termina"))
    field_order = ["last_day", "document"]

    def __init__(self, *args: Any, designation: FocalPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate()
        self.fields["last_day"].help_text = _("Quien sigue empieza al día siguiente.")
        self.fields["document"].label = _("Documento que designa a quien sigue")
        people = self.fields["person"].queryset  # type: ignore[attr-defined]
        self.fields["person"].queryset = people.exclude(pk=designation.user_id)  # type: ignore[attr-defined]


class EndForm(WorkForm):
    """The end of a designation."""

    last_day = DayField(label=_("Último día"))
    document = forms.CharField(
        label=_("Documento o motivo"),
        max_length=200,
        help_text=_("Por ejemplo, el oficio que da por terminada la designación."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate()
