"""Cycles (whose rows are counted here) and interventions: each as far as the person may see."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
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
from api.downloads.columns import Record, choose
from api.pagination import RegistryPagination
from api.parameters import StrictParametersMixin
from cycles.choices import ANSWERED_STATUSES
from cycles.models import ReportingCycle
from cycles.serializers import CycleSerializer
from entities.permissions import may_manage_catalogues
from interventions import permissions
from interventions.changes import PublicChange, changes_after
from interventions.choices import PUBLIC_STATES
from interventions.export import COLUMNS, fingerprint
from interventions.filters import InterventionFilter
from interventions.labels import LANGUAGES, labelled
from interventions.models import Intervention
from interventions.records import FIELDS, Address, read_records, records_of
from interventions.serializers import ChangesSerializer, InterventionSerializer


class CycleViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Ciclos de reporte; cuántas entidades respondieron lo dice el Informe País publicado.

    Mientras tanto solo lo lee la Secretaría Técnica: para los demás «expected», «answered» y
    «response_rate» son nulos.
    """

    export_name = "ciclos"
    queryset = (
        ReportingCycle.objects.annotate(
            validated=Count(
                "interventions",
                filter=Q(interventions__state__in=sorted(PUBLIC_STATES)),
                distinct=True,
            ),
        )
        .prefetch_related("frameworks", "notes__provision__framework")
        .order_by("-period_end", "code")
    )
    serializer_class = CycleSerializer
    lookup_field = "code"
    ordering_fields = ["code", "period_end"]

    def get_queryset(self) -> QuerySet[ReportingCycle]:
        cycles = super().get_queryset()
        if may_manage_catalogues(self.request.user):
            answered = Q(responses__status__in=sorted(ANSWERED_STATUSES))
            return cycles.annotate(
                expected=Count("responses", distinct=True),
                answered=Count("responses", filter=answered, distinct=True),
            )
        nothing = Value(None, IntegerField())
        return cycles.annotate(expected=nothing, answered=nothing)


CHOSEN_FIELDS = OpenApiParameter(
    "fields", description="Campos, separados por comas; todos si no se indica."
)
LABELS = OpenApiParameter(
    "labels",
    enum=LANGUAGES,
    description="Añade «labels»: qué significa cada código, en español («es») o en inglés («en»).",
)
CYCLE = OpenApiParameter("cycle", description="Código del ciclo; el último si no se indica.")


class InterventionPagination(RegistryPagination):
    """Pages of interventions: one that found nothing may say what was meant."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For the API's description: also what may have been meant."""
        told = super().get_paginated_response_schema(schema)
        words = _("Si nada responde a «q»: palabras parecidas que sí encuentran algo.")
        told["properties"]["suggestion"] = {"type": "string", "description": words}
        return told


@extend_schema_view(
    list=extend_schema(parameters=[CHOSEN_FIELDS, LABELS]),
    retrieve=extend_schema(parameters=[CHOSEN_FIELDS, LABELS, CYCLE]),
)
class InterventionViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Intervenciones: las validadas para todos; las propias para quien fue designado."""

    queryset = Intervention.objects.none()
    serializer_class = InterventionSerializer
    filterset_class = InterventionFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    pagination_class = InterventionPagination
    walk_key = ("code", "cycle__code")  # the database's keys would count what is hidden
    ordering_fields = ["code", "title", "start_date", "validated_at", "updated_at"]
    extra_parameters = {
        "list": frozenset({"fields", "labels"}),
        "retrieve": frozenset({"fields", "labels", "cycle"}),
        "export": DOWNLOAD_PARAMETERS,
    }

    def get_queryset(self) -> QuerySet[Intervention]:
        visible = permissions.visible_interventions(self.request.user)
        return visible.order_by("-cycle__period_end", "code")

    def kept_as(self, text: str) -> str | None:
        """In capitals, as every code is written, where the person may see such a row."""
        rows = self.filter_queryset(self.get_queryset()).filter(code=text.upper())
        return text.upper() if rows.exists() else None

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Una página de intervenciones."""
        rows = self.filter_queryset(self.get_queryset()).select_related("cycle")
        page = self.paginate_queryset(rows.only(*self.walk_key))
        answer = self.get_paginated_response(self._records(row.pk for row in page or []))
        if not page and (words := self._suggestion()):
            answer.data["suggestion"] = words
        return answer

    def _suggestion(self) -> str:
        """For words that find nothing, what may have been meant; empty where nothing was."""
        visible = permissions.visible_interventions(self.request.user)
        return InterventionFilter(self.request.query_params).suggestion(visible)

    def retrieve(self, request: Request, *_args: Any, **kwargs: Any) -> Response:
        """La intervención en su último ciclo (o en el de `cycle`)."""
        rows = self.filter_queryset(self.get_queryset()).filter(code=kwargs["code"])
        records = self._records(rows.values_list("pk", flat=True)[:1])
        if not records:
            raise Http404
        return Response(records[0])

    def _records(self, keys: Iterable[int]) -> Sequence[Record]:
        """The records of these interventions with the fields asked for, after checking those."""
        names = [name for name in self.request.query_params.get("fields", "").split(",") if name]
        if unknown := sorted(set(names) - set(FIELDS)):
            raise ValidationError(
                {"fields": [_("Campos desconocidos: %(names)s.") % {"names": ", ".join(unknown)}]}
            )
        language = self.request.query_params.get("labels")
        if language is not None and language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise ValidationError({"labels": [_("Elija uno de: %(known)s.") % {"known": known}]})
        visible = permissions.visible_interventions(self.request.user)
        address = _addresses(self.request)
        records = list(records_of(keys, visible=visible, address=address, fields=names))
        return labelled(records, language) if language else records

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
            records=lambda: read_records(
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
                visible=visible,
            ),
            rows=rows.count(),
        )


def _addresses(request: Request) -> Address:
    """Where a row of a cycle is found in this API."""
    some = request.build_absolute_uri(reverse("intervention-detail", args=["PE-"]))
    base = some.removesuffix("PE-/")
    return lambda code, cycle: f"{base}{code}/?cycle={cycle}"


class ChangesView(StrictParametersMixin, APIView):
    """Qué intervenciones se publicaron, cambiaron o dejaron de ser públicas, en orden."""

    extra_parameters = {"get": frozenset({"since", "page_size"})}

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

        «validated»: la intervención es pública, nueva o con cambios: léala de nuevo. «changed»: una
        entidad confirmó o negó después que participa: léala de nuevo. «withdrawn»: dejó de ser
        pública. Un cambio aparece un minuto después de hacerse; el último que se lee de una
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
