"""What people type into the pages of the workspace; the rules are in the actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.models import ReportingCycle
from entities.models import Entity
from entities.queries import entity_named
from interventions import rules
from interventions.choices import DiscontinuationOutcome, State
from interventions.models import Intervention
from interventions.search import matching, suggestion
from workspace import queries

MOST_LETTERS = 4000


def long_text(rows: int = 4, **options: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class WorkForm(forms.Form):
    """A form that tells what an action refused at the field that the action names."""

    def refuse(self, error: ValidationError) -> None:
        """Add the errors of an action."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class NothingNewForm(WorkForm):
    """An entity has nothing new to report."""

    note = long_text(
        label=_("Nota para la Secretaría Técnica"),
        required=False,
        help_text=_("Ejemplo: «Las acciones reportadas en 2022 siguen sin cambios»."),
    )


class DiscontinueForm(WorkForm):
    """A row of the cycle before ended or was dropped."""

    outcome = forms.ChoiceField(
        label=_("Qué pasó con la intervención"),
        choices=DiscontinuationOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Elija si terminó o se dejó de hacer.")},
    )
    reason = long_text(
        label=_("Motivo"),
        help_text=_(
            "En una o dos frases. El Informe País lo publica cuando la Secretaría Técnica lo "
            "acepta. Ejemplo: «El convenio venció en diciembre de 2024 y no se renovó»."
        ),
        error_messages={"required": rules.REASON_FOR_THE_REPORT},
    )


class ConfirmForm(WorkForm):
    """A partner takes part, in its own words."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = long_text(
        5,
        label=_("Qué aporta su entidad, en sus palabras"),
        required=False,
        help_text=_("Ejemplo: «Puso el local y dos abogadas para las atenciones de los lunes»."),
    )


class DeclineForm(WorkForm):
    """A partner has no part in it."""

    reason = long_text(
        3,
        label=_("Por qué su entidad no participa"),
        help_text=_("La entidad responsable lo verá tal como lo escriba."),
        error_messages={"required": rules.REASON_FOR_THE_LEAD},
    )


class EntityField(forms.ModelChoiceField):
    """An entity by what it is called, or was; the list shows the one of today as chosen."""

    def to_python(self, value: Any) -> Any:
        """The entity, of those that may be chosen."""
        return super().to_python(self.bound_data(value, None))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The acronym of today of what was typed."""
        entity = entity_named(data, self.queryset) if isinstance(data, str) else None
        return entity.acronym if entity else data


class OwnInterventionSearch(forms.Form):
    """Words, a cycle, a state and an entity; each may be left empty."""

    q = forms.CharField(label=_("Palabras o código"), required=False, max_length=100)
    ciclo = forms.ModelChoiceField(
        ReportingCycle.objects.order_by("-period_end"),
        to_field_name="code",
        label=_("Ciclo"),
        required=False,
        empty_label=_("Todos"),
    )
    estado = forms.ChoiceField(
        label=_("Estado"), required=False, choices=[("", _("Todos")), *State.choices]
    )
    entidad = EntityField(
        Entity.objects.none(),
        to_field_name="acronym",
        label=_("Entidad"),
        required=False,
        empty_label=_("Todas"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["entidad"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = queries.entities_listed(user)
        # Whose rows are listed where none is chosen; none: everybody's.
        self.entities: list[Entity] = [] if is_secretariat(user) else list(field.queryset)

    def partners_in(self, row: Intervention) -> list[str]:
        """To who speaks for several entities: those of theirs that take part and do not lead."""
        own = {one.pk for one in self.entities}
        parts = row.participations.all() if len(own) > 1 else ()
        return [part.entity.acronym for part in parts if part.entity_id in own and not part.is_lead]

    def narrow(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
        """The rows that answer a valid form."""
        return matching(self._chosen(interventions), self.cleaned_data["q"])

    def suggestion(self, interventions: QuerySet[Intervention]) -> str:
        """What may have been meant where a valid form finds nothing (`search.suggestion`)."""
        return suggestion(self._chosen(interventions), self.cleaned_data["q"])

    def _chosen(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
        asked = self.cleaned_data
        if asked["ciclo"]:
            interventions = interventions.filter(cycle=asked["ciclo"])
        if asked["estado"]:
            interventions = interventions.filter(state=asked["estado"])
        if asked["entidad"]:
            of_entity = asked["entidad"].participations.values("intervention")
            interventions = interventions.filter(pk__in=of_entity)
        return interventions

    def api_query(self) -> str:
        """The same question to the API, asked by the same person."""
        asked = self.cleaned_data
        query = QueryDict(mutable=True)
        for name, value in (
            ("q", asked["q"]),
            ("cycle", asked["ciclo"] and asked["ciclo"].code),
            ("state", asked["estado"]),
        ):
            if value:
                query[name] = value
        entities = [asked["entidad"]] if asked["entidad"] else self.entities
        query.setlist("entity", [entity.acronym for entity in entities])
        return query.urlencode()
