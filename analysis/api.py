"""Crosstabs and coverage, counted over what the person may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from alignment.filters import true_or_false
from analysis.coverage import coverage
from analysis.crosstabs import (
    DIMENSIONS,
    FILTER_OF,
    is_too_wide,
    pivot,
    pivot_lines,
    too_wide_message,
)
from api.downloads.answer import (
    DOWNLOAD_PARAMETERS,
    PARAMETERS,
    RESPONSES,
    FileNegotiation,
    asked_of,
    download,
)
from api.downloads.columns import Column, choose, plain
from api.parameters import StrictParametersMixin
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions import permissions
from interventions.api import InterventionViewSet
from interventions.choices import PUBLIC_STATES
from interventions.filters import InterventionFilter
from interventions.models import Intervention
from interventions.queries import cycles_to_read

FILE_PARAMETERS = [
    OpenApiParameter("format", enum=["json", "csv", "xlsx", "jsonl", "parquet"], default="json"),
    *PARAMETERS[1:],
]


DIMENSION_PARAMETERS = [
    OpenApiParameter(name, enum=list(DIMENSIONS), required=True) for name in ("rows", "columns")
]


ALL_CYCLES = "all"


class CrosstabFilter(InterventionFilter):
    """What is counted: of a cycle (or several, or `all`), which has to be said."""

    empty = true_or_false(
        method="every_row",
        label=gettext_lazy("Con lo que está en cero"),
        help_text=gettext_lazy(
            "Si también salen los objetivos, lineamientos y demás valores sin intervenciones: "
            "«true» si no se indica."
        ),
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        given = data.copy() if data is not None else QueryDict(mutable=True)
        everything = given.getlist("cycle") == [ALL_CYCLES]
        if everything:
            del given["cycle"]
        super().__init__(given, *args, **kwargs)
        cycle = self.filters["cycle"].extra
        cycle["required"] = not everything
        cycle["error_messages"] |= {
            "required": _("Indique el código de un ciclo (repítalo para varios) o «all»: todos.")
        }

    def every_row(self, rows: QuerySet[Intervention], _name: str, _wanted: bool) -> QuerySet:
        """What is left out of the table changes nothing of what is counted."""
        return rows

    def cycles(self) -> QuerySet[ReportingCycle]:
        """The cycles that a valid question counts, with what they report on."""
        chosen = [cycle.pk for cycle in self.form.cleaned_data["cycle"]]
        cycles = ReportingCycle.objects.filter(pk__in=chosen) if chosen else cycles_to_read()
        return cycles.prefetch_related("frameworks")

    def only(self) -> dict[str, set[str]]:
        """Of a dimension that is also a filter, the labels asked for."""
        asked = self.form.cleaned_data
        return {
            dimension: _codes(asked[name])
            for dimension, name in FILTER_OF.items()
            if asked.get(name)
        }


def _codes(chosen: Any) -> set[str]:
    """What a filter was asked for, as it is written in the address."""
    values = [chosen] if isinstance(chosen, str) else chosen
    return {
        str(value.acronym if isinstance(value, Entity) else getattr(value, "code", value))
        for value in values
    }


class CrosstabbedInterventionViewSet(InterventionViewSet):
    """Intervenciones: las validadas para todos; las propias para quien fue designado."""

    extra_parameters = InterventionViewSet.extra_parameters | {"rows", "columns"}

    @extend_schema(
        parameters=[*DIMENSION_PARAMETERS, *FILE_PARAMETERS],
        responses={**RESPONSES, (200, "application/json"): OpenApiTypes.OBJECT},
        filters=True,
    )
    @action(
        detail=False,
        url_path="pivot",
        pagination_class=None,
        content_negotiation_class=FileNegotiation,
        filterset_class=CrosstabFilter,
    )
    def pivot(self, request: Request) -> HttpResponseBase:
        """Cuenta intervenciones distintas por dos dimensiones (o por una consigo misma), con
        totales, en un ciclo (`cycle`), en varios o en todos (`cycle=all`). Lo que no tiene ninguna
        también sale, en cero, salvo con `empty=false`.
        """
        chosen = {name: request.query_params.get(name, "") for name in ("rows", "columns")}
        errors = {
            name: [_("Elija una de: %(known)s.") % {"known": ", ".join(sorted(DIMENSIONS))}]
            for name, dimension in chosen.items()
            if dimension not in DIMENSIONS
        }
        if errors:
            raise ValidationError(errors)
        asked = asked_of(request, default="json")
        counted = self.filter_queryset(permissions.visible_interventions(request.user))
        cycles = set(request.query_params.getlist("cycle"))
        if (cycles == {ALL_CYCLES} or len(cycles) > 1) and is_too_wide(counted):
            raise ValidationError({"cycle": [too_wide_message()]})
        told = CrosstabFilter(request.query_params)
        told.is_valid()  # it was, or nothing would have been counted
        table = pivot(
            counted,
            chosen["rows"],
            chosen["columns"],
            told.only(),
            cycles=told.cycles(),
            with_empty=told.form.cleaned_data["empty"] is not False,
        )
        if asked.format == "json":
            return Response(table)
        columns, lines = pivot_lines(table)
        return download(
            request,
            asked=asked,
            columns=choose(columns, asked.fields),
            records=lambda: lines,
            name=f"cruce-{chosen['rows']}-{chosen['columns']}",
        )


class CoverageView(StrictParametersMixin, APIView):
    """Cobertura de cada objetivo y lineamiento en un ciclo, con sus brechas."""

    extra_parameters = DOWNLOAD_PARAMETERS | {"cycle"}
    content_negotiation_class = FileNegotiation

    @extend_schema(
        parameters=[OpenApiParameter("cycle", required=True), *FILE_PARAMETERS],
        responses={**RESPONSES, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Una fila por objetivo y lineamiento."""
        asked = asked_of(request, default="json")
        code = request.query_params.get("cycle", "")
        cycle = ReportingCycle.objects.filter(code=code).first()
        if cycle is None:
            raise ValidationError({"cycle": [_("Indique el código de un ciclo conocido.")]})
        covered = coverage(
            permissions.visible_interventions(request.user).filter(
                cycle=cycle, state__in=PUBLIC_STATES
            ),
            permissions.visible_entity_challenges(request.user).filter(
                cycle=cycle, validated_at__isnull=False
            ),
        )
        rows = [_coverage_row(row) for row in covered]
        if asked.format == "json":
            return Response({"cycle": cycle.code, "results": rows})
        return download(
            request,
            asked=asked,
            columns=choose(COVERAGE_COLUMNS, asked.fields),
            records=lambda: rows,
            name=f"cobertura-{cycle.code}",
        )


COVERAGE_COLUMNS = [
    plain("framework", gettext_lazy("Instrumento")),
    plain("kind", gettext_lazy("Clase de disposición")),
    plain("code", gettext_lazy("Código")),
    plain("title", gettext_lazy("Título")),
    plain("interventions", gettext_lazy("Intervenciones"), "integer"),
    plain("entities", gettext_lazy("Entidades que ejecutan"), "integer"),
    plain("single", gettext_lazy("De ejecución individual"), "integer"),
    plain("joint", gettext_lazy("De ejecución conjunta"), "integer"),
    plain("with_results", gettext_lazy("Con resultados"), "integer"),
    plain("with_challenges", gettext_lazy("Con dificultades"), "integer"),
    plain("results", gettext_lazy("Resultados, cada uno una vez"), "integer"),
    plain("challenges", gettext_lazy("Dificultades, cada una una vez"), "integer"),
    plain(
        "challenges_without_intervention", gettext_lazy("Dificultades sin intervención"), "integer"
    ),
    Column(
        "gaps", gettext_lazy("Brechas"), lambda row: [gap["code"] for gap in row["gaps"]], "codes"
    ),
]


def _coverage_row(row: Any) -> dict[str, Any]:
    return {
        "framework": row.provision.framework.code,
        "kind": row.provision.kind,
        "code": row.provision.code,
        "title": row.provision.title_es,
        "interventions": row.interventions,
        "entities": row.entities,
        "single": row.single,
        "joint": row.joint,
        "with_results": row.with_results,
        "with_challenges": row.with_challenges,
        "results": row.results,
        "challenges": row.challenges,
        "challenges_without_intervention": row.entity_challenges,
        "gaps": [{"code": code, "reason": reason} for code, reason in row.gaps],
    }
