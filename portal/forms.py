"""What a visitor may ask of the list of interventions."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alignment.models import GCMObjective
from interventions.models import Entity, Intervention, ReportingCycle
from portal.queries import cycles_with_data, executing_entities


class InterventionSearch(forms.Form):
    """Words, a cycle, an objective and an entity; each may be left empty."""

    q = forms.CharField(label=_("Palabras"), required=False, max_length=100)
    ciclo = forms.ModelChoiceField(
        ReportingCycle.objects.none(),
        to_field_name="code",
        label=_("Ciclo"),
        required=False,
        empty_label=_("Todos"),
    )
    objetivo = forms.ModelChoiceField(
        GCMObjective.objects.none(),
        to_field_name="code",
        label=_("Objetivo del Pacto"),
        required=False,
        empty_label=_("Todos"),
    )
    entidad = forms.ModelChoiceField(
        Entity.objects.none(),
        to_field_name="acronym",
        label=_("Entidad"),
        required=False,
        empty_label=_("Todas"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices: dict[str, QuerySet] = {
            "ciclo": cycles_with_data(),
            "objetivo": GCMObjective.objects.order_by("position"),
            "entidad": executing_entities(),
        }
        for name, queryset in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = queryset

    def narrow(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
        """The rows that answer a valid form."""
        asked = self.cleaned_data
        if asked["q"]:
            interventions = interventions.filter(
                Q(title__icontains=asked["q"]) | Q(description__icontains=asked["q"])
            )
        if asked["ciclo"]:
            interventions = interventions.filter(cycle=asked["ciclo"])
        if asked["objetivo"]:
            interventions = interventions.filter(contributions__provision=asked["objetivo"])
        if asked["entidad"]:
            interventions = interventions.filter(participations__entity=asked["entidad"])
        return interventions
