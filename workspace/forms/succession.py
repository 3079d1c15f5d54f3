"""What is typed of an entity that ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entities.choices import MTIGMRole, SuccessionKind
from entities.models import Entity
from workspace.forms.answers import WorkForm
from workspace.forms.designations import DayField


class NamedEntitiesField(forms.ModelMultipleChoiceField):
    """Entities by acronym and name, as people look for either."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.acronym} — {obj.name}"


class SuccessionForm(WorkForm):
    """What happened, who goes on, since when and by what document."""

    kind = forms.ChoiceField(label=_("Qué pasó"), choices=SuccessionKind.choices)
    successors = NamedEntitiesField(
        Entity.objects.none(),
        label=_("Entidad que sigue"),
        widget=forms.CheckboxSelectMultiple,
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

    def successors_by_role(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        """The boxes of who may follow, by what they are to the MTIGM; members first."""
        found: dict[str, list[forms.boundfield.BoundWidget]] = {}
        for tick in self["successors"]:
            found.setdefault(tick.data["value"].instance.mtigm_role, []).append(tick)
        return [(str(role.label), found[role]) for role in MTIGMRole if role in found]
