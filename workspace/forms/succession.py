"""What is typed of an entity that ended."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entities.choices import SuccessionKind
from entities.models import Entity
from workspace.forms.designations import DayField, place_errors


class EntitiesField(forms.ModelMultipleChoiceField):
    """Entities by acronym and name, as people look for either."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.acronym} — {obj.name}"


class SuccessionForm(forms.Form):
    """What happened, who goes on, since when and by what document."""

    kind = forms.ChoiceField(label=_("Qué pasó"), choices=SuccessionKind.choices)
    successors = EntitiesField(
        Entity.objects.none(),
        label=_("Entidad que sigue"),
        help_text=_("Una, o varias si se dividió. Si aún no está en el registro, créela primero."),
        error_messages={"required": _("Elija la entidad que sigue.")},
    )
    last_day = DayField(label=_("Último día en que existió"))
    document = forms.CharField(
        label=_("Norma o documento"),
        max_length=200,
        help_text=_("Por ejemplo, la ley o el decreto que lo dispone."),
    )

    def __init__(self, *args: Any, entity: Entity, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Entity.objects.in_force(day).exclude(pk=entity.pk)
        self.fields["successors"].queryset = others  # type: ignore[attr-defined]

    def refuse(self, error: ValidationError) -> None:
        """Put what the action refused where it was typed, else above the form."""
        place_errors(self, error)
