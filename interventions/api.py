"""Entities, cycles and interventions, to read: each as far as the person may see."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.downloads.answer import (
    DOWNLOAD_PARAMETERS,
    PARAMETERS,
    RESPONSES,
    ExportMixin,
    FileNegotiation,
    asked_of,
    download,
)
from api.downloads.columns import Column, choose, plain
from api.parameters import StrictParametersMixin
from interventions import permissions
from interventions.changes import PublicChange, changes_after
from interventions.choices import ANSWERED_STATUSES, PUBLIC_STATES
from interventions.crosstabs import DIMENSIONS, coverage, pivot, pivot_lines
from interventions.export import COLUMNS, documents, fingerprint
from interventions.export.documents import Address
from interventions.filters import EntityFilter, InterventionFilter
from interventions.models import Entity, FocalPoint, Intervention, ReportingCycle
from interventions.queries import with_relations
from interventions.serializers import (
    ChangesSerializer,
    CycleSerializer,
    EntitySerializer,
    FocalPointSerializer,
    InterventionSerializer,
)


class EntityViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Entidades de la MTIGM y ejecutoras."""

    export_name = "entidades"
    queryset = Entity.objects.select_related("parent").order_by("acronym")
    serializer_class = EntitySerializer
    filterset_class = EntityFilter
    lookup_field = "acronym"
    lookup_value_regex = r"[^/]+"
    ordering_fields = ["acronym", "name"]


class FocalPointViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Puntos focales: solo para la Secretaría Técnica y la propia entidad."""

    queryset = FocalPoint.objects.none()
    serializer_class = FocalPointSerializer
    permission_classes = [IsAuthenticated]
    ordering_fields = ["role"]

    def get_queryset(self) -> QuerySet[FocalPoint]:
        return (
            permissions.visible_focal_points(self.request.user)
            .select_related("entity", "user")
            .order_by("entity__acronym", "pk")
        )


class CycleViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Ciclos de reporte, con su tasa de respuesta."""

    export_name = "ciclos"
    queryset = (
        ReportingCycle.objects.annotate(
            expected=Count("responses", distinct=True),
            answered=Count(
                "responses",
                filter=Q(responses__status__in=sorted(ANSWERED_STATUSES)),
                distinct=True,
            ),
            validated=Count(
                "interventions",
                filter=Q(interventions__state__in=sorted(PUBLIC_STATES)),
                distinct=True,
            ),
        )
        .prefetch_related("frameworks")
        .order_by("-period_end", "code")
    )
    serializer_class = CycleSerializer
    lookup_field = "code"
    ordering_fields = ["code", "period_end"]


FILE_PARAMETERS = [
    OpenApiParameter("format", enum=["json", "csv", "xlsx", "jsonl", "parquet"], default="json"),
    *PARAMETERS[1:],
]
DIMENSION_PARAMETERS = [
    OpenApiParameter(name, enum=list(DIMENSIONS), required=True) for name in ("rows", "columns")
]


FIELDS = OpenApiParameter(
    "fields", description="Campos, separados por comas; todos si no se indica."
)
CYCLE = OpenApiParameter("cycle", description="Código del ciclo; el último si no se indica.")


@extend_schema_view(
    list=extend_schema(parameters=[FIELDS]), retrieve=extend_schema(parameters=[FIELDS, CYCLE])
)
class InterventionViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Intervenciones: las validadas para todos; las propias para quien fue designado."""

    queryset = Intervention.objects.none()
    serializer_class = InterventionSerializer
    filterset_class = InterventionFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    ordering_fields = ["code", "title", "start_date", "validated_at", "updated_at"]
    extra_parameters = DOWNLOAD_PARAMETERS | {
        "start_date_after",
        "start_date_before",
        "rows",
        "columns",
    }

    def get_queryset(self) -> QuerySet[Intervention]:
        visible = permissions.visible_interventions(self.request.user)
        return with_relations(visible).order_by("-cycle__period_end", "code")

    def get_object(self) -> Any:
        """The row of the latest cycle (or of `?cycle=`) that the person may see."""
        found = self.filter_queryset(self.get_queryset()).filter(code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        return found

    def get_serializer_context(self) -> dict[str, Any]:
        """With the fields asked for, after checking that they exist."""
        context = super().get_serializer_context()
        asked = [name for name in self.request.query_params.get("fields", "").split(",") if name]
        unknown = sorted(set(asked) - set(InterventionSerializer.Meta.fields))
        if unknown:
            raise ValidationError(
                {"fields": [_("Campos desconocidos: %(names)s.") % {"names": ", ".join(unknown)}]}
            )
        return {**context, "fields": asked}

    @extend_schema(parameters=PARAMETERS, responses=RESPONSES, filters=True)
    @action(
        detail=False,
        url_path="export",
        pagination_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def export(self, request: Request) -> HttpResponseBase:
        """Todas las intervenciones que responden al filtro, como archivo."""
        asked = asked_of(request)
        columns = choose(COLUMNS, asked.fields)
        visible = permissions.visible_interventions(request.user)
        rows = self.filter_queryset(visible.order_by("-cycle__period_end", "code"))
        fields = {column.source for column in columns}
        cycles = request.query_params.getlist("cycle")
        return download(
            request,
            asked=asked,
            columns=columns,
            records=lambda: documents(
                rows, visible=visible, address=_addresses(request), fields=fields
            ),
            name="-".join(["intervenciones", *cycles[:1]])
            if len(cycles) == 1
            else "intervenciones",
            etag=fingerprint(
                rows,
                asked,
                request.user.pk,
                request.get_host(),
                sorted(request.query_params.lists()),
            ),
            rows=rows.count(),
        )

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
    )
    def pivot(self, request: Request) -> HttpResponseBase:
        """Cuenta intervenciones distintas por dos dimensiones, con totales."""
        chosen = {name: request.query_params.get(name, "") for name in ("rows", "columns")}
        errors = {
            name: [_("Elija una de: %(known)s.") % {"known": ", ".join(sorted(DIMENSIONS))}]
            for name, dimension in chosen.items()
            if dimension not in DIMENSIONS
        }
        if not errors and chosen["rows"] == chosen["columns"]:
            errors["columns"] = [_("Elija una dimensión distinta de la de las filas.")]
        if errors:
            raise ValidationError(errors)
        asked = asked_of(request, default="json")
        visible = permissions.visible_interventions(request.user)
        table = pivot(self.filter_queryset(visible), chosen["rows"], chosen["columns"])
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


def _addresses(request: Request) -> Address:
    """Where a row of a cycle is found in this API."""
    some = request.build_absolute_uri(reverse("intervention-detail", args=["PE-"]))
    base = some.removesuffix("PE-/")
    return lambda code, cycle: f"{base}{code}/?cycle={cycle}"


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
        "challenges_without_intervention": row.entity_challenges,
        "gaps": [{"code": code, "reason": reason} for code, reason in row.gaps],
    }


class ChangesView(StrictParametersMixin, APIView):
    """Qué intervenciones se publicaron o dejaron de ser públicas, en orden."""

    def known_parameters(self) -> set[str]:
        return {"since", "page_size"}

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "since",
                description="El «cursor» de la respuesta anterior; sin él, desde el inicio.",
            ),
            OpenApiParameter(
                "page_size", OpenApiTypes.INT, description="Cuántos cambios, de 1 a 500; 100."
            ),
        ],
        responses=ChangesSerializer,
    )
    def get(self, request: Request) -> Response:
        """Los cambios posteriores al cursor; guárdelo y pida con él los siguientes.

        «validated»: la intervención es pública, nueva o con cambios: léala de nuevo. «withdrawn»:
        dejó de serlo. Un cambio aparece un minuto después de hacerse; el último que se lee de una
        intervención es el que vale. Sin cambios nuevos, el cursor es el mismo que se envió.
        """
        since = request.query_params.get("since", "")
        most = int(request.query_params.get("page_size", CHANGES_PAGE))
        try:
            found, more = changes_after(since, most=most)
        except ValueError as error:
            raise ValidationError(
                {"since": [_("No es un cursor de este registro: empiece de nuevo sin él.")]}
            ) from error
        address = _addresses(request)
        told = {
            "cursor": found[-1].cursor if found else since or None,
            "more": more,
            "results": [_told_change(change, address) for change in found],
        }
        return Response(told)


CHANGES_PAGE = 100


def _told_change(change: PublicChange, address: Address) -> dict[str, Any]:
    return {
        "code": change.code,
        "cycle": change.cycle,
        "change": change.change.value,
        "at": change.at,
        "url": address(change.code, change.cycle),
    }
