"""Crosstabs and coverage, counted over what the person may see."""

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analysis.coverage import coverage
from analysis.crosstabs import (
    DIMENSIONS,
    pivot,
    pivot_lines,
    too_wide_message,
)
from analysis.filters import CrosstabFilter
from analysis.serializers import CoverageSerializer, CrosstabSerializer
from api.downloads.answer import (
    DOWNLOAD_PARAMETERS,
    PARAMETERS,
    RESPONSES,
    FileNegotiation,
    asked_of,
    download,
)
from api.downloads.columns import Column, choose, plain
from api.parameters import StrictParametersMixin, as_truth
from cycles.queries import cycle_named
from interventions import permissions
from interventions.api import InterventionViewSet
from interventions.choices import PUBLIC_STATES

FILE_PARAMETERS = [
    OpenApiParameter(
        "format",
        enum=["json", "csv", "xlsx", "jsonl", "parquet"],
        default="json",
        description="JSON, o un archivo.",
    ),
    *PARAMETERS[1:],
]

DIMENSION_PARAMETERS = [
    OpenApiParameter(name, enum=list(DIMENSIONS), required=True, description=told)
    for name, told in (("rows", "Dimensión de las filas."), ("columns", "La de las columnas."))
]

EMPTY = OpenApiParameter(
    "empty",
    bool,
    default=True,
    description="Si también salen los objetivos, lineamientos y demás valores sin intervenciones.",
)


class CrosstabbedInterventionViewSet(InterventionViewSet):
    """Intervenciones: las validadas para todos; las propias para quien fue designado."""

    filtered_actions = InterventionViewSet.filtered_actions | {"pivot"}
    extra_parameters = {
        **InterventionViewSet.extra_parameters,
        "pivot": DOWNLOAD_PARAMETERS | {"rows", "columns", "empty"},
    }

    @extend_schema(
        parameters=[*DIMENSION_PARAMETERS, EMPTY, *FILE_PARAMETERS],
        responses={**RESPONSES, (200, "application/json"): CrosstabSerializer},
        filters=True,
    )
    @action(
        detail=False,
        url_path="pivot",
        pagination_class=None,
        content_negotiation_class=FileNegotiation,
        filterset_class=CrosstabFilter,
        filter_backends=[DjangoFilterBackend],  # a table has an order of its own
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
        with_empty = as_truth(request.query_params.get("empty") or "true")
        if with_empty is None:
            errors["empty"] = [_("Escriba «true» o «false».")]
        if errors:
            raise ValidationError(errors)
        asked = asked_of(request, default="json")
        visible = permissions.visible_interventions(request.user)
        question = CrosstabFilter(request.query_params, queryset=visible, request=request)
        if not question.is_valid():
            raise translate_validation(question.errors)
        counted = question.qs
        if question.is_too_wide(counted):
            raise ValidationError({"cycle": [too_wide_message()]})
        table = pivot(
            counted,
            chosen["rows"],
            chosen["columns"],
            question.only(),
            cycles=question.cycles(),
            with_empty=bool(with_empty),
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

    extra_parameters = {"get": DOWNLOAD_PARAMETERS | {"cycle"}}
    content_negotiation_class = FileNegotiation

    @extend_schema(
        parameters=[
            OpenApiParameter("cycle", required=True, description="Código del ciclo."),
            *FILE_PARAMETERS,
        ],
        responses={**RESPONSES, (200, "application/json"): CoverageSerializer},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Una fila por objetivo y lineamiento."""
        asked = asked_of(request, default="json")
        cycle = cycle_named(request.query_params.get("cycle", ""))
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
