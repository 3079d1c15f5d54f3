"""With whom, where and for whom."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from interventions.choices import ParticipationRole
from interventions.fields import TO_MANY, names_of_step, of_step
from interventions.models import Intervention, Participation
from interventions.values import Values
from workspace.forms.base import StepForm, rows_of

PARTNER_ROLES = [role for role in ParticipationRole if role != ParticipationRole.LEAD]


class PartnerForm(forms.ModelForm):
    """Another entity that takes part, and as what."""

    role = forms.ChoiceField(
        label=_("función"), choices=[(role.value, role.label) for role in PARTNER_ROLES]
    )

    class Meta:
        model = Participation
        fields = ["entity", "role"]

    def __init__(self, *args: Any, entities: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["role"] = ParticipationRole.CO_EXECUTOR
        # Read once for all rows; what is typed is looked up in the database all the same.
        self.fields["entity"].widget.choices = entities


class PartnerRows(forms.BaseInlineFormSet):
    """The partners; the lead answers for the row and is not among them."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The entities to choose from: those of today, and those that the row names already."""
        if not hasattr(self, "_entities"):
            today = Entity.objects.in_force(timezone.localdate()).values("pk")
            named = self.instance.participations.values("entity")
            found = Entity.objects.filter(Q(pk__in=today) | Q(pk__in=named)).order_by("acronym_key")
            self._entities = [
                ("", _("— Elija una entidad —")),
                *((entity.pk, f"{entity.acronym} — {entity.name}") for entity in found),
            ]
        return {**super().get_form_kwargs(index), "entities": self._entities}

    def get_queryset(self) -> QuerySet[Participation]:
        rows: QuerySet[Participation] = super().get_queryset()
        if not hasattr(self, "_partners"):
            self._partners = rows.exclude(role=ParticipationRole.LEAD).select_related("entity")
        return self._partners

    def clean(self) -> None:
        """Each entity once, the lead included."""
        super().clean()
        lead = self.instance.lead_participation
        for form in self.forms:
            typed = getattr(form, "cleaned_data", None) or {}
            if lead and typed.get("entity") == lead.entity and not typed.get("DELETE"):
                form.add_error("entity", _("Esa entidad ya es la responsable."))


class WhereForm(forms.ModelForm):
    """How far it reaches and whom it is for."""

    class Meta:
        model = Intervention
        fields = of_step("quien", first=("scope", "regions", "target_groups"))
        widgets = {
            "regions": forms.CheckboxSelectMultiple,
            "target_groups": forms.CheckboxSelectMultiple,
            "countries": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "scope": _("Hasta dónde llega. Si no consta, deje «No señala»."),
            "regions": _("Solo si se concentra en algunos. Ejemplo: Tumbes y Tacna."),
            "target_groups": _("Marque los grupos a los que se dirige de manera expresa."),
            "countries": _("Si se hizo con otros países. Ejemplo: Ecuador, en una hoja de ruta."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for name in TO_MANY:
            chosen = [row.pk for row in self.initial.get(name, [])]
            field = self.fields[name]
            field.queryset = field.queryset.offered(today, chosen)  # type: ignore[attr-defined]


class WhoStep(StepForm):
    """Who takes part, where and for whom."""

    names = names_of_step("quien")
    form_class = WhereForm
    after = frozenset(WhereForm.base_fields)
    rows_class = rows_of(Participation, PartnerForm, formset=PartnerRows)

    def row_values(self) -> list[Values]:
        """The lead stays, then its partners."""
        row = self.fields.instance if self.fields is not None else None
        lead = row.lead_participation if row is not None else None
        led = [{"entity_id": lead.entity_id, "role": lead.role}] if lead else []
        return [*led, *super().row_values()]
