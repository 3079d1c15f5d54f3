"""What a visitor may ask of the list of interventions and of the crosstab."""

from collections.abc import Iterable
from functools import partial
from textwrap import shorten
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alignment.choices import ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import DIMENSION_NAMES, FILTER_OF, is_too_wide, too_wide_message
from cycles.models import ReportingCycle
from entities.choices import EntityKind
from entities.models import Region, TargetGroup
from entities.queries import acronym_of_today
from interventions.choices import (
    CallCriterion,
    ChallengeCategory,
    Execution,
    InterventionKind,
    Scope,
    State,
)
from interventions.filters import AlsoField, InterventionFilter
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, options in self._options().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("Cualquiera")), *options]
        self.data = self._as_kept(self.data)

    def _as_kept(self, data: Any) -> Any:
        """The same question with entities by their acronym of today, and codes in their letters."""
        given = data.copy()
        for name, field in self.fields.items():
            choices: Any = getattr(field, "choices", None)
            if name not in data or choices is None:
                continue
            known = {str(code) for code, _label in choices}
            if (typed := data[name]) in known:
                continue
            letters = {code.casefold(): code for code in known}
            kept = acronym_of_today(typed) if name in ENTITIES else letters.get(typed.casefold())
            given[name] = kept or typed
        return given

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

    def clean_ademas(self) -> str:
        """Conditions that the API knows (`filters.AlsoField`)."""
        told: str = self.cleaned_data["ademas"]
        if told:
            AlsoField().to_python([told])
        return told

    def also_words(self) -> list[str]:
        """What else is asked by a figure that led here, in words."""
        told = AlsoField().to_python([self.cleaned_data["ademas"]]) if self.is_valid() else []
        dimensions = {name: dimension for dimension, name in FILTER_OF.items()}
        return [
            f"{DIMENSION_NAMES[dimensions[name]] if name in dimensions else name}: {code}"
            for name, code in told
        ]

    def narrow(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
        """The rows that answer a valid form."""
        return InterventionFilter(_query(self.asked()), queryset=interventions).qs

    def suggestion(self, interventions: QuerySet[Intervention]) -> str:
        """What may have been meant where a valid form finds nothing (`search.suggestion`)."""
        return InterventionFilter(_query(self.asked()), queryset=interventions).suggestion()

    def api_query(self) -> str:
        """The same question to the API, whoever asks it: validated rows only."""
        return _query({**self.asked(), "state": State.VALIDATED.value}).urlencode()

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ciclo"]
        cycles = [(code, title) for code, title in field.choices if code]
        field.choices = [*cycles, (ALL_CYCLES, _("Todos los ciclos"))]

    def asked(self) -> dict[str, str]:
        """The filters of the API that a valid form asks for; all cycles are no filter."""
        told = super().asked()
        return {
            name: value for name, value in told.items() if (name, value) != ("cycle", ALL_CYCLES)
        }

    def api_query(self) -> str:
        """The same question to the API, which wants to know the cycle."""
        query = super().api_query()
        if self.cleaned_data["ciclo"] == ALL_CYCLES:
            query = f"{query}&cycle=all"
        return query if self.with_empty() else f"{query}&empty=false"

    def with_empty(self) -> bool:
        """Whether what nothing counts under is shown too."""
        return self.cleaned_data["ceros"] != "no"

    def cycles(self) -> list[ReportingCycle]:
        """The cycles whose rows a valid form counts, each with its `notes`."""
        cycles = cycles_to_read().prefetch_related("notes", "frameworks")
        chosen = self.cleaned_data["ciclo"]
        return list(cycles if chosen == ALL_CYCLES else cycles.filter(code=chosen))

    def counted(self, interventions: QuerySet[Intervention]) -> QuerySet[Intervention] | None:
        """The rows that answer a valid form; where they are too many an error, and nothing."""
        rows = self.narrow(interventions)
        if self.cleaned_data["ciclo"] == ALL_CYCLES and is_too_wide(rows):
            self.add_error("ciclo", too_wide_message())
            return None
        return rows

    def only(self) -> dict[str, set[str]]:
        """Of a dimension that is also a filter, the label asked for."""
        asked = self.asked()
        return {dimension: {asked[name]} for dimension, name in FILTER_OF.items() if name in asked}

    def list_query(self, *labels: tuple[str, str]) -> str:
        """The list's query for the rows with each of these labels: dimension and code."""
        told = {NAMES[name]: value for name, value in self.asked().items()}
        own: set[str] = set()
        for dimension, code in dict.fromkeys(labels):
            name = FILTER_OF[dimension]
            if name in own:  # the same filter twice is "or"
                also = f"{name}:{code}"
                told["ademas"] = ",".join(filter(None, [told.get("ademas"), also]))
            else:
                told[NAMES[name]] = code
            own.add(name)
        return _query(told).urlencode()


def address_query(query: str) -> str:
    """The page's query for one of the API."""
    asked = QueryDict(query)
    return _query({NAMES[name]: asked[name] for name in asked if name in NAMES}).urlencode()


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
