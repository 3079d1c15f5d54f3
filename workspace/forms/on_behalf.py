"""What the secretariat types when it writes in the name of an entity, and what that answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entities.queries import entity_named
from interventions import permissions, rules
from workspace.forms.answers import MOST_LETTERS, WorkForm, long_text
from workspace.forms.what import NewForm, NewStep

WHY = _(
    "Lo lee la entidad junto a lo registrado. Ejemplo: «No tiene punto focal; lo informó con el "
    "oficio 123-2026»."
)


class NewOnBehalfForm(NewForm):
    """A new intervention of any entity, with why the secretariat enters it."""

    on_behalf = forms.CharField(
        label=_("motivo para registrarla en su nombre"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=WHY,
        error_messages={"required": rules.REASON_FOR_THE_ENTITY},
    )

    def __init__(self, *args: Any, person: Any, entity: str = "", **kwargs: Any) -> None:
        super().__init__(*args, person=person, entity=entity, **kwargs)
        others = permissions.entities_to_enter_for(person).order_by("acronym_key")
        self.fields["lead"] = forms.ModelChoiceField(
            others,
            label=_("entidad en cuyo nombre se registra"),
            empty_label=_("— Elija —"),
        )
        self.initial["lead"] = chosen.pk if (chosen := entity_named(entity, others)) else None
        self.order_fields(["lead", "on_behalf", "title"])


class NewOnBehalfStep(NewStep):
    """What was done, of an intervention that the secretariat enters for an entity."""

    kept_as = "en-nombre"
    new_form = NewOnBehalfForm

    @property
    def on_behalf(self) -> str:
        """Why it is entered in the name of the entity."""
        assert self.fields is not None  # noqa: S101 - for the type checker
        return str(self.fields.cleaned_data["on_behalf"])


class ReasonForm(WorkForm):
    """Why a row is corrected in the name of its entity."""

    reason = long_text(
        3,
        label=_("Motivo para corregirla en su nombre"),
        help_text=WHY,
        error_messages={"required": rules.REASON_FOR_THE_ENTITY},
    )


class ObjectionForm(WorkForm):
    """The entity does not agree."""

    text = long_text(
        3,
        label=_("En qué no está de acuerdo su entidad"),
        error_messages={"required": _("Escriba lo que quiere decir.")},
    )


class AnswerForm(WorkForm):
    """The secretariat answers an objection."""

    text = long_text(
        3,
        label=_("Respuesta a la entidad"),
        error_messages={"required": _("Escriba lo que quiere decir.")},
    )
