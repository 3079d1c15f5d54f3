"""What a visitor may ask of the list of interventions and of the crosstab."""

from collections.abc import Iterable
from functools import cached_property, partial
from textwrap import shorten
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alignment.choices import ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import DIMENSION_NAMES, FILTER_OF, too_wide_message
from analysis.filters import ALL_CYCLES as ALL_CYCLES_OF_API
from analysis.filters import CrosstabFilter
from api.parameters import GIVEN_ONCE, takes_several
from entities.choices import EntityKind
from entities.models import Region, TargetGroup
from entities.queries import acronym_of_today
from interventions.choices import (
    PUBLIC_STATES,
    CallCriterion,
    ChallengeCategory,
    Execution,
    InterventionKind,
    Scope,
    State,
)
from interventions.filter_fields import MOST_ALSO, conditions_in
from interventions.filters import InterventionFilter
from interventions.models import Intervention
from interventions.queries import cycles_to_read
from portal.queries.interventions import countries_of_rows, executing_entities

FILTERS = {
    "q": "q",
    "ciclo": "cycle",
    "objetivo": "objective",
    "entidad": "entity",
    "area": "area",
    "lineamiento": "guideline",
    "eje": "axis",
    "bloque": "policy_block",
    "ejecutora": "executor",
    "tipo_ejecutora": "executor_kind",
    "ejecucion": "execution",
    "tipo": "kind",
    "categoria": "challenge_category",
    "criterio": "criterion",
    "ambito": "scope",
    "departamento": "region",
    "pais": "country",
    "grupo": "target_group",
    "anio": "year",
    "ademas": "also",
}
"""Name in the page's address -> filter of the API."""

ALL_CYCLES = "todos"
"""What the crosstab's address says where every cycle is to be counted."""

NAMES = {name: address for address, name in FILTERS.items()}
ENTITIES = ("entidad", "ejecutora")
MAIN = ("q", "ciclo", "objetivo", "entidad")
"""What is asked at first sight; the rest stands under "more filters"."""


shortened = partial(shorten, placeholder=" …")


class InterventionSearch(forms.Form):
    """Words and filters, each of which may be left empty; the API's filter does the finding."""

    q = forms.CharField(
        label=_("Palabras"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"aria-describedby": "ayuda-palabras"}),
    )
    ciclo = forms.ChoiceField(label=_("Ciclo"), required=False)
    objetivo = forms.ChoiceField(label=_("Objetivo del Pacto"), required=False)
    entidad = forms.ChoiceField(label=_("Entidad"), required=False)
    area = forms.ChoiceField(label=_("Área temática"), required=False)
    lineamiento = forms.ChoiceField(label=_("Lineamiento de la PNM"), required=False)
    eje = forms.ChoiceField(label=_("Eje de la PNM"), required=False)
    bloque = forms.ChoiceField(label=_("Bloque de política"), required=False)
    ejecutora = forms.ChoiceField(label=_("Entidad ejecutora"), required=False)
    tipo_ejecutora = forms.ChoiceField(label=_("Tipo de entidad ejecutora"), required=False)
    ejecucion = forms.ChoiceField(label=_("Ejecución"), required=False)
    tipo = forms.ChoiceField(label=_("Tipo de intervención"), required=False)
    categoria = forms.ChoiceField(label=_("Categoría de la dificultad"), required=False)
    criterio = forms.ChoiceField(label=_("Criterio de la convocatoria"), required=False)
    ambito = forms.ChoiceField(label=_("Ámbito"), required=False)
    departamento = forms.ChoiceField(label=_("Departamento"), required=False)
    pais = forms.ChoiceField(label=_("País asociado"), required=False)
    grupo = forms.ChoiceField(label=_("A quién sirve"), required=False)
    anio = forms.IntegerField(
        label=_("Año de inicio"), required=False, min_value=1900, max_value=2199
    )
    ademas = forms.CharField(
        label=_("Y además"), required=False, max_length=200, widget=forms.HiddenInput
    )

    data: QueryDict

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.label_suffix = ""
        for name, options in self._options().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("Cualquiera")), *options]
        self.data = self._as_kept(data)

    def _as_kept(self, data: QueryDict) -> QueryDict:
        """The same question with entities by their acronym of today, codes in their letters, each
        value under its name here where there is one, under the API's where there are several.

        What is chosen in the form goes before what the API's name asks; of `also` all counts.
        """
        given = data.copy()
        for name, filter_name in FILTERS.items():
            if name == filter_name:
                continue
            chosen, others = _values(data, name), _values(data, filter_name)
            if len(chosen) > 1:
                given.setlist(filter_name, chosen + (others if filter_name == "also" else []))
                del given[name]
            elif chosen:
                given[name] = self._as_offered(name, chosen[0]) or chosen[0]
                if filter_name != "also":
                    given.pop(filter_name, None)
            elif len(others) == 1 and (offered := self._as_offered(name, others[0])):
                given[name] = offered
                del given[filter_name]
        return given

    def _as_offered(self, name: str, typed: str) -> str | None:
        """How the field `name` writes what was typed; nothing where it is none of its choices."""
        choices: Any = getattr(self.fields[name], "choices", None)
        if choices is None:
            return typed
        letters = {str(code).casefold(): str(code) for code, _label in choices}
        if name in ENTITIES and typed.casefold() not in letters:
            typed = acronym_of_today(typed) or typed
        return letters.get(typed.casefold())

    @staticmethod
    def _options() -> dict[str, Iterable[tuple[str, Any]]]:
        provisions = _provisions()
        entities = [(row.acronym, row.acronym) for row in executing_entities()]
        return {
            "ciclo": [(row.code, row.title) for row in cycles_to_read()],
            "objetivo": provisions[ProvisionKind.OBJECTIVE],
            "entidad": entities,
            "area": provisions[ProvisionKind.AREA],
            "lineamiento": provisions[ProvisionKind.GUIDELINE],
            "eje": provisions[ProvisionKind.AXIS],
            "bloque": provisions[ProvisionKind.POLICY_BLOCK],
            "ejecutora": entities,
            "tipo_ejecutora": EntityKind.choices,
            "ejecucion": Execution.choices,
            "tipo": InterventionKind.choices,
            "categoria": ChallengeCategory.choices,
            "criterio": CallCriterion.choices,
            "ambito": Scope.choices,
            "pais": [(row.code, row.name_es) for row in countries_of_rows()],
            "departamento": list(Region.objects.values_list("code", "name")),
            "grupo": list(TargetGroup.objects.values_list("code", "name_es")),
        }

    def asked(self) -> dict[str, str]:
        """The filters of the API that a valid form asks for."""
        told = {FILTERS[name]: self.cleaned_data[name] for name in FILTERS}
        return {name: str(value) for name, value in told.items() if value}

    def also_words(self) -> list[str]:
        """What else is asked by a figure that led here, in words."""
        asks = self.is_valid() and self.filterset.is_valid()
        told = self.filterset.form.cleaned_data["also"] if asks else []
        dimensions = {name: dimension for dimension, name in FILTER_OF.items()}
        return [
            f"{DIMENSION_NAMES[dimensions[name]] if name in dimensions else name}: {code}"
            for name, code in told
        ]

    def others(self) -> dict[str, list[str]]:
        """What the address asks in the API's own words: a kept filter may ask more than the form
        holds, or several values of what holds one here.
        """
        told = {name: _values(self.data, name) for name in InterventionFilter.base_filters}
        return {
            name: values
            for name, values in told.items()
            if len(values) > (1 if name in self.fields else 0)
        }

    def others_in_words(self) -> list[tuple[str, str]]:
        """Title and values of each of `others`, in the words of the page."""
        told = []
        for name, values in self.others().items():
            one = InterventionFilter.base_filters[name]
            words = dict(one.extra.get("choices", ()))
            if name != "also":  # `also_words` tells those
                texts = [str(words.get(text, text)) for text in values]
                told.append((str(one.label), ", ".join(texts)))
        return told

    def hidden_others(self) -> list[tuple[str, str]]:
        """Name and value of each of `others`, to be sent along with the form."""
        return [
            (name, value)
            for name, values in self.others().items()
            if name not in self.fields
            for value in values
        ]

    @cached_property
    def filterset(self) -> InterventionFilter:
        """The API's filter with what a valid form asks, and the rest of its address."""
        return InterventionFilter(self._asked_query(), queryset=Intervention.objects.none())

    def _asked_query(self) -> QueryDict:
        query = _query(self.asked())
        for name, values in self.others().items():
            if name == "also":
                values = query.getlist(name) + values
            query.setlist(name, values)
        return query

    def narrow(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
        """The rows that answer a valid form; none where the rest of its address is not known."""
        if self.wrong_others:
            return interventions.none()
        return self.filterset.filter_queryset(interventions)

    @cached_property
    def is_understood(self) -> bool:
        """Whether the form and the rest of its address are valid: else nothing is counted."""
        return self.is_valid() and not self.wrong_others

    @cached_property
    def wrong_others(self) -> list[str]:
        """What is wrong with the rest of the address of a valid form, in words."""
        if not self.is_valid():
            return []
        known = InterventionFilter.base_filters
        wrong = {
            name: [str(GIVEN_ONCE)]
            for name, values in self.others().items()
            if len(values) > 1 and not takes_several(known[name])
        }
        told = {**self.filterset.errors, **wrong}
        return [f"{known[name].label}: {text}" for name, texts in told.items() for text in texts]

    def suggestion(self, interventions: QuerySet[Intervention]) -> str:
        """What may have been meant where a valid form finds nothing (`search.suggestion`)."""
        return self.filterset.suggestion(interventions)

    def api_query(self) -> str:
        """The same question to the API, whoever asks it: validated rows only."""
        query = self._asked_query()
        states = [state for state in query.getlist("state") if state in PUBLIC_STATES]
        if states or "state" not in query:
            query.setlist("state", states or [State.VALIDATED.value])
        return query.urlencode()

    def main_fields(self) -> list[forms.BoundField]:
        """What is asked at first sight."""
        return [self[name] for name in MAIN]

    def more_fields(self) -> list[forms.BoundField]:
        """The other filters."""
        return [self[name] for name in FILTERS if name not in {*MAIN, "ademas"}]

    def asks_more(self) -> bool:
        """Whether any of the other filters is in use."""
        return any(self.data.get(field.name) for field in self.more_fields())


class CrosstabForm(InterventionSearch):
    """Which two dimensions to count by, of the interventions that answer the rest."""

    filas = forms.ChoiceField(label=_("Filas"), choices=list(DIMENSION_NAMES.items()))
    columnas = forms.ChoiceField(label=_("Columnas"), choices=list(DIMENSION_NAMES.items()))
    ceros = forms.ChoiceField(
        label=_("Lo que está en cero"),
        required=False,
        choices=[("", _("Mostrarlo")), ("no", _("Dejarlo fuera"))],
    )

    field_order = ["filas", "columnas", "ceros"]

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        field: Any = self.fields["ciclo"]
        cycles = [(code, title) for code, title in field.choices if code]
        several = [("", _("Los que se indican"))] if "cycle" in self.others() else []
        field.choices = [*several, *cycles, (ALL_CYCLES, _("Todos los ciclos"))]

    def asked(self) -> dict[str, str]:
        """The filters of the API that a valid form asks for, which wants to know the cycle."""
        told = super().asked()
        if told.get("cycle") == ALL_CYCLES:
            told["cycle"] = ALL_CYCLES_OF_API
        return told

    @cached_property
    def filterset(self) -> CrosstabFilter:
        """The API's crosstab with what a valid form asks, and the rest of its address."""
        return CrosstabFilter(self._asked_query(), queryset=Intervention.objects.none())

    def api_query(self) -> str:
        """The same question to the API."""
        query = super().api_query()
        return query if self.with_empty() else f"{query}&empty=false"

    def with_empty(self) -> bool:
        """Whether what nothing counts under is shown too."""
        return self.cleaned_data["ceros"] != "no"

    def counted(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention] | None:
        """The rows that answer a valid form; where they are too many an error, and nothing."""
        rows = self.narrow(interventions)
        if self.wrong_others:
            return None
        if self.filterset.is_too_wide(rows):
            self.add_error("ciclo", too_wide_message())
            return None
        return rows

    def list_query(self, *labels: tuple[str, str]) -> str:
        """The list's query for the rows with each of these labels: dimension and code; empty where
        no list takes as many conditions.
        """
        told = {NAMES[name]: value for name, value in self.asked().items()}
        if told.get("ciclo") == ALL_CYCLES_OF_API:
            del told["ciclo"]
        others = self.others()
        own: set[str] = set()
        for dimension, code in dict.fromkeys(labels):
            name = FILTER_OF[dimension]
            others.pop(name, None)
            if name in own:  # the same filter twice is "or"
                others["also"] = [*others.get("also", []), f"{name}:{code}"]
            else:
                told[NAMES[name]] = code
            own.add(name)
        query = _query(told)
        for name, values in others.items():
            query.setlist(name, values)
        asked_besides = [*_values(query, "ademas"), *_values(query, "also")]
        return query.urlencode() if len(conditions_in(asked_besides)) <= MOST_ALSO else ""


def _values(query: QueryDict, name: str) -> list[str]:
    """What a query gives under a name, without what is empty."""
    return [value for value in query.getlist(name) if value]


def _query(values: dict[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(values)
    return query


def _provisions() -> dict[str, list[tuple[str, str]]]:
    """Kind -> code and short title of each provision, each code once."""
    kinds = ["objective", "guideline", "area", "axis", "policy_block"]
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for row in Provision.objects.filter(kind__in=kinds).order_by("framework", "position", "pk"):
        found[row.kind].setdefault(row.code, shortened(f"{row.code}. {row.title}", width=90))
    return {kind: list(rows.items()) for kind, rows in found.items()}
