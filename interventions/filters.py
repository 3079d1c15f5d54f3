"""What may be asked of interventions: repeat a filter for OR; unknown values are refused."""

from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from alignment.choices import ProvisionKind
from alignment.filters import by_code, true_or_false
from alignment.models import Provision
from cycles.models import ReportingCycle
from entities.choices import EntityKind
from entities.filters import by_entity
from entities.models import Country, Entity, Region, TargetGroup
from interventions import search
from interventions.choices import (
    CallCriterion,
    ChallengeCategory,
    Execution,
    InterventionKind,
    ParticipationRole,
    Reporting,
    Scope,
    State,
)
from interventions.filter_fields import (
    MOST_ALSO,
    DayFilter,
    MomentFilter,
    ProvisionsFilter,
    YearsFilter,
    conditions_in,
)
from interventions.models import ChallengeLink, Intervention, Participation
from interventions.queries import by_execution, contributing_to, in_areas, in_groups


def _provisions(kind: ProvisionKind) -> Any:
    return lambda _request: Provision.objects.filter(kind=kind).order_by("pk")


class AlsoField(forms.Field):
    """More conditions, each written `filter:value`, at most `MOST_ALSO`."""

    widget = forms.SelectMultiple

    def to_python(self, value: list[str] | None) -> list[tuple[str, str]]:
        """Name and value of each; raises `ValidationError` where they are too many, or for the
        first that no filter takes.
        """
        found = []
        texts = conditions_in(value or [])
        if len(texts) > MOST_ALSO:
            raise ValidationError(
                _("Son %(many)s condiciones: se aceptan %(most)s como máximo."),
                params={"many": len(texts), "most": MOST_ALSO},
            )
        for text in texts:
            name, _colon, told = text.partition(":")
            if name not in ALSO or not told or not _one_filter(name, told).is_valid():
                raise ValidationError(
                    _("«%(value)s» no es una condición: filtro:código, con uno de %(known)s."),
                    params={"value": text, "known": ", ".join(ALSO)},
                )
            found.append((name, told))
        return found


class AlsoFilter(filters.Filter):
    """`?objective=7&also=objective:8`: both; repeat it for more."""

    field_class = AlsoField
    takes_several = True


class InterventionFilter(filters.FilterSet):
    """The filters that `docs/api.md` promises."""

    cycle = by_code(
        "cycle", lambda _request: ReportingCycle.objects.all(), distinct=False, label=_("Ciclo")
    )
    objective = by_code(
        "contributions__provision",
        _provisions(ProvisionKind.OBJECTIVE),
        method="of_objective",
        label=_("Objetivo del Pacto"),
    )
    area = by_code(
        "contributions__provision",
        _provisions(ProvisionKind.AREA),
        method="of_area",
        label=_("Área temática"),
    )
    guideline = by_code(
        "contributions__provision",
        _provisions(ProvisionKind.GUIDELINE),
        method="of_guideline",
        label=_("Lineamiento de la PNM"),
    )
    axis = by_code(
        "contributions__provision",
        _provisions(ProvisionKind.AXIS),
        method="of_group",
        label=_("Eje de la PNM"),
    )
    policy_block = by_code(
        "contributions__provision",
        _provisions(ProvisionKind.POLICY_BLOCK),
        method="of_group",
        label=_("Bloque de política"),
    )
    provision = extend_schema_field(
        {
            "type": "array",
            "items": {"type": "string"},
            "description": _("Instrumento y código: «agenda-2030:10.7»."),
        }
    )(
        ProvisionsFilter(
            method="of_objective",
            label=_("Disposición"),
            help_text=_("Instrumento y código: «agenda-2030:10.7»."),
        )
    )
    entity = by_entity(method="of_entity", label=_("Entidad que participa"))
    entity_kind = filters.MultipleChoiceFilter(
        choices=EntityKind.choices,
        method="of_entity_kind",
        label=_("Tipo de entidad que participa"),
    )
    executor = by_entity(
        method="of_executor",
        label=_("Entidad ejecutora"),
        help_text=_("Entidad que ejecuta: responsable o coejecutora."),
    )
    executor_kind = filters.MultipleChoiceFilter(
        choices=EntityKind.choices,
        method="of_executor_kind",
        label=_("Tipo de entidad ejecutora"),
        help_text=_("Tipo de alguna de las entidades que ejecutan."),
    )
    role = filters.MultipleChoiceFilter(
        choices=ParticipationRole.choices,
        method="of_role",
        label=_("Función de la entidad"),
        help_text=_("Con «entity» o «entity_kind»: la función de esa entidad."),
    )
    execution = filters.ChoiceFilter(
        choices=Execution.choices, method="of_execution", label=_("Ejecución")
    )
    kind = filters.MultipleChoiceFilter(
        choices=InterventionKind.choices, distinct=False, label=_("Tipo de intervención")
    )
    criterion = filters.MultipleChoiceFilter(
        choices=CallCriterion.choices, distinct=False, label=_("Criterio de la convocatoria")
    )
    scope = filters.MultipleChoiceFilter(choices=Scope.choices, distinct=False, label=_("Ámbito"))
    state = filters.MultipleChoiceFilter(
        choices=State.choices, distinct=False, label=_("Estado en el registro")
    )
    region = by_code(
        "regions",
        lambda _request: Region.objects.all(),
        method="of_region",
        label=_("Departamento"),
        help_text=_("Código UBIGEO de dos cifras: «15». La lista: «regions/»."),
    )
    country = by_code(
        "countries",
        lambda _request: Country.objects.all(),
        method="of_country",
        label=_("País asociado"),
        help_text=_("Código ISO de dos letras: «CO». La lista: «countries/»."),
    )
    target_group = by_code(
        "target_groups",
        lambda _request: TargetGroup.objects.all(),
        method="of_target_group",
        label=_("A quién sirve"),
        help_text=_("Código del grupo poblacional. La lista: «target-groups/»."),
    )
    good_practice = true_or_false(label=_("Es una buena práctica"))
    began_before_pact = true_or_false(label=_("Empezó antes del Pacto"))
    has_results = true_or_false(method="with_results", label=_("Reporta resultados"))
    has_challenges = true_or_false(method="with_challenges", label=_("Reporta dificultades"))
    challenge_category = filters.MultipleChoiceFilter(
        choices=ChallengeCategory.choices,
        method="with_challenge_of",
        label=_("Categoría de la dificultad"),
    )
    start_date_after = DayFilter(
        field_name="start_date", lookup_expr="gte", label=_("Empezó ese día o después")
    )
    start_date_before = DayFilter(
        field_name="start_date", lookup_expr="lte", label=_("Empezó ese día o antes")
    )
    validated_since = MomentFilter(
        field_name="validated_at",
        lookup_expr="gte",
        label=_("Validada desde"),
        help_text=_("Día, o día y hora con su zona: «2026-01-01T00:00:00Z»."),
    )
    q = filters.CharFilter(
        method="with_words",
        label=_("Palabras"),
        help_text=_("Palabras en español, con o sin tildes; la que mejor responde, primero."),
    )
    year = extend_schema_field(
        {
            "type": "array",
            "items": {"type": "integer"},
            "description": _("Año en que empezó: «2021»."),
        }
    )(
        YearsFilter(
            method="of_year", label=_("Año de inicio"), help_text=_("Año en que empezó: «2021».")
        )
    )
    also = extend_schema_field(
        {
            "type": "array",
            "items": {"type": "string"},
            "description": _(
                "Otra condición que también se cumple: «objective:8». Repítalo para más."
            ),
        }
    )(
        AlsoFilter(
            method="of_all",
            label=_("Y además"),
            help_text=_("Otra condición que también se cumple: «objective:8». Repítalo para más."),
        )
    )

    _question: search.Question | None = None

    class Meta:
        model = Intervention
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Intervention]) -> QuerySet[Intervention]:
        """Each row once, as no filter joins its parts; what was searched for, the best first."""
        matching = super().filter_queryset(queryset)
        return search.best_first(matching, self._question) if self._question else matching

    def suggestion(self, rows: QuerySet[Intervention]) -> str:
        """What may have been meant by words that find nothing in `rows` beside the other filters;
        empty where no words were typed, or nothing like them would be found.
        """
        if not self.is_valid() or not self.form.cleaned_data["q"]:
            return ""
        for name, value in self.form.cleaned_data.items():
            if name != "q":
                rows = self.filters[name].filter(rows, value)
        return search.suggestion(rows, self.form.cleaned_data["q"])

    def _taking_part(self, rows: QuerySet, condition: Q) -> QuerySet:
        """Rows with a participation that answers `condition`, in one of the roles asked for."""
        roles = self.form.cleaned_data["role"]
        in_role = Q(role__in=roles) if roles else Q()
        parts = Participation.objects.filter(condition, in_role, intervention=OuterRef("pk"))
        return rows.filter(Exists(parts))

    def of_entity(self, rows: QuerySet, _name: str, chosen: list[Entity]) -> QuerySet:
        """In which one of the entities takes part."""
        return self._taking_part(rows, Q(entity__in=chosen)) if chosen else rows

    def of_entity_kind(self, rows: QuerySet, _name: str, chosen: list[str]) -> QuerySet:
        """In which an entity of one of the kinds takes part."""
        return self._taking_part(rows, Q(entity__kind__in=chosen)) if chosen else rows

    def of_executor(self, rows: QuerySet, _name: str, chosen: list[Entity]) -> QuerySet:
        """Which one of the entities executes."""
        return rows.filter(_executed(Q(entity__in=chosen))) if chosen else rows

    def of_executor_kind(self, rows: QuerySet, _name: str, chosen: list[str]) -> QuerySet:
        """Which an entity of one of the kinds executes."""
        return rows.filter(_executed(Q(entity__kind__in=chosen))) if chosen else rows

    def of_role(self, rows: QuerySet, _name: str, chosen: list[str]) -> QuerySet:
        """In which any entity has one of the roles."""
        return self._taking_part(rows, Q()) if chosen else rows

    def of_objective(self, rows: QuerySet, _name: str, chosen: list[Provision]) -> QuerySet:
        """Contributing to one of the provisions chosen."""
        return contributing_to(rows, chosen) if chosen else rows

    of_guideline = of_objective

    def of_area(self, rows: QuerySet, _name: str, chosen: list[Provision]) -> QuerySet:
        """In one of the areas: the one chosen, else the one of the objective."""
        return in_areas(rows, chosen) if chosen else rows

    def of_group(self, rows: QuerySet, _name: str, chosen: list[Provision]) -> QuerySet:
        """Contributing to something of one of the axes, or of the policy blocks."""
        return in_groups(rows, chosen) if chosen else rows

    def of_execution(self, rows: QuerySet, _name: str, execution: str) -> QuerySet:
        """Executed by one entity, or by two or more."""
        return by_execution(rows, Execution(execution))

    def with_results(self, rows: QuerySet, _name: str, wanted: bool) -> QuerySet:
        """With results reported, or without."""
        reported = Q(results_reporting=Reporting.REPORTED)
        return rows.filter(reported if wanted else ~reported)

    def with_challenges(self, rows: QuerySet, _name: str, wanted: bool) -> QuerySet:
        """With difficulties reported, or without."""
        reported = Q(challenges_reporting=Reporting.REPORTED)
        return rows.filter(reported if wanted else ~reported)

    def with_challenge_of(self, rows: QuerySet, _name: str, chosen: list[str]) -> QuerySet:
        """With a difficulty of one of the categories."""
        if not chosen:
            return rows
        reported = ChallengeLink.objects.filter(
            intervention=OuterRef("pk"), challenge__category__in=chosen
        )
        return rows.filter(Exists(reported))

    def of_region(self, rows: QuerySet, _name: str, chosen: list[Region]) -> QuerySet:
        """In one of the departments."""
        return _linked(rows, Intervention.regions.through, region__in=chosen)

    def of_country(self, rows: QuerySet, _name: str, chosen: list[Country]) -> QuerySet:
        """With one of the countries."""
        return _linked(rows, Intervention.countries.through, country__in=chosen)

    def of_target_group(self, rows: QuerySet, _name: str, chosen: list[TargetGroup]) -> QuerySet:
        """For one of the groups of people."""
        return _linked(rows, Intervention.target_groups.through, targetgroup__in=chosen)

    def of_year(self, rows: QuerySet, _name: str, chosen: list[int]) -> QuerySet:
        """Which began in one of the years."""
        return rows.filter(start_date__year__in=chosen) if chosen else rows

    def of_all(self, rows: QuerySet, _name: str, chosen: list[tuple[str, str]]) -> QuerySet:
        """Which answer each of the conditions as well."""
        for name, value in chosen:
            rows = _one_filter(name, value, rows).qs
        return rows

    def with_words(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        """With every word somewhere in the record (`interventions.search`)."""
        self._question = search.question_of(rows.db, text)
        return search.answering(rows, self._question)


ALSO = (
    "objective",
    "guideline",
    "area",
    "axis",
    "policy_block",
    "provision",
    "entity",
    "entity_kind",
    "executor",
    "executor_kind",
    "execution",
    "kind",
    "criterion",
    "scope",
    "region",
    "country",
    "target_group",
    "challenge_category",
    "cycle",
    "year",
)
"""Filters of which `also` takes another value."""


def _one_filter(name: str, value: str, rows: QuerySet | None = None) -> InterventionFilter:
    """The filter `name` alone, with one value."""
    asked = QueryDict(mutable=True)
    asked[name] = value
    return InterventionFilter(asked, queryset=Intervention.objects.none() if rows is None else rows)


def _executed(condition: Q) -> Exists:
    executing = Participation.objects.executing()
    return Exists(executing.filter(condition, intervention=OuterRef("pk")))


def _linked(rows: QuerySet, through: Any, **condition: Any) -> QuerySet:
    """The rows with a link that answers `condition`; all where nothing was chosen."""
    if not all(condition.values()):
        return rows
    return rows.filter(Exists(through.objects.filter(intervention=OuterRef("pk"), **condition)))
