"""What was done and when; for a new intervention also by which entity."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from entities import permissions
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.queries import entity_named
from interventions.fields import names_of_step, of_step
from interventions.form_fields import KnownDateField
from interventions.models import Intervention
from interventions.reading.dates import coarsest, retyped
from interventions.values import Values
from workspace.forms.base import StepForm, name_the_blank


class WhatForm(forms.ModelForm):
    """Title, description, kind and dates; the dates carry their precision."""

    start_date = KnownDateField(
        label=_("fecha de inicio de la acción"),
        help_text=_("La del hecho, no la de hoy. Basta 2021, 03/2021 o 15/03/2021."),
    )
    end_date = KnownDateField(
        label=_("fecha de término"),
        at_end=True,
        help_text=_("Vacía si continúa. También basta el año o el mes."),
    )
    began_before_pact = forms.TypedChoiceField(
        label=_("¿Empezó antes del Pacto?"),
        required=False,
        choices=[("", _("No se sabe")), ("yes", _("Sí")), ("no", _("No"))],
        coerce=lambda typed: typed == "yes",
        empty_value=None,
        help_text=_("El Pacto se adoptó en diciembre de 2018."),
    )

    class Meta:
        model = Intervention
        fields = of_step("que")
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "description": _(
                "Qué se hizo, para quién y cómo, en lenguaje sencillo. Ejemplo: «Talleres sobre "
                "derechos laborales para trabajadoras migrantes en Tumbes y Tacna, con "
                "intérpretes»."
            ),
            "kind": _("Lo que más se parezca. Ejemplo: una campaña radial es «Campaña»."),
            "criterion": _("Por qué responde a la convocatoria. Puede quedar vacío."),
            "status": _("Si no consta, deje «No señala»: también es un dato."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_blank(self)
        row = self.instance
        if row.pk:
            for name, ends in (("start_date", False), ("end_date", True)):
                stored = getattr(row, name)
                self.initial[name] = retyped(stored, row.date_precision, ends=ends)
        told = {True: "yes", False: "no"}
        self.initial["began_before_pact"] = told.get(row.began_before_pact, "")

    def clean(self) -> dict[str, Any]:
        """Both dates, and the precision that both have, which the row keeps."""
        cleaned = super().clean() or {}
        known = [cleaned[name] for name in ("start_date", "end_date") if cleaned.get(name)]
        self.instance.date_precision = coarsest(known)
        for name in ("start_date", "end_date"):
            if name in cleaned:
                cleaned[name] = cleaned[name].day if cleaned[name] else None
        return cleaned


class NewForm(WhatForm):
    """The same for a row that does not exist yet: also which of the person's entities leads.

    Who writes for several says which; `entity` is the acronym of the one that they came from.
    """

    lead = forms.ModelChoiceField(
        Entity.objects.none(),
        label=_("entidad responsable"),
        help_text=_("La entidad que lo designó y que responde por la intervención."),
        empty_label=_("— Elija una entidad —"),
    )

    def __init__(self, *args: Any, person: Any, entity: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = permissions.entities_of(person, EDITING_DESIGNATIONS).order_by("acronym_key")
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = own
        if len(own) == 1:
            field.widget = forms.HiddenInput()
            self.initial["lead"] = own[0].pk
        elif chosen := entity_named(entity, own):
            self.initial["lead"] = chosen.pk
        self.order_fields(["lead", "title"])


class WhatStep(StepForm):
    """What was done."""

    def values(self) -> Values:
        """Its fields, with the precision of its dates."""
        known = self.fields.instance if self.fields is not None else Intervention()
        return super().values() | {"date_precision": known.date_precision}

    names = names_of_step("que")
    form_class = WhatForm


class NewStep(WhatStep):
    """What was done, of an intervention that does not exist yet."""

    names = WhatStep.names
    kept_as = "nueva"
    """Under which name what is typed and not saved is kept."""
    new_form: ClassVar[type[NewForm]] = NewForm

    def __init__(
        self, row: Intervention, data: Any = None, *, person: Any, entity: str = ""
    ) -> None:
        self.fields = self.new_form(data, instance=row, person=person, entity=entity)
        self.rows = None
        self.refused = []

    @property
    def on_behalf(self) -> str:
        """Why it is entered in the name of its entity; empty where the entity itself does."""
        return ""
