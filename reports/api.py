"""The country report: the published version of each cycle, and the stored versions."""

from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError as InvalidError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiTypes,
    PolymorphicProxySerializer,
    extend_schema,
)
from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.permissions import actor_of
from alignment.filters import by_code
from api.addresses import moved
from api.downloads.answer import FileNegotiation
from api.parameters import StrictParametersMixin, as_truth
from cycles.models import ReportingCycle
from cycles.queries import cycle_named
from reports import actions, permissions
from reports.choices import LANGUAGE_CHOICES, ReportState
from reports.compile import LANGUAGES
from reports.models import CompileJob, CountryReport, ReportFile
from reports.queries import draft_file, file_of, public_file
from reports.render import FORMATS, Rendered
from reports.serializers import (
    CompileJobSerializer,
    CountryReportSerializer,
    NewReportSerializer,
    ReportContentSerializer,
)


def _require(name: str, value: str, known: Any) -> None:
    if value not in known:
        choices = ", ".join(sorted(known))
        raise ValidationError({name: [_("Elija uno de: %(known)s.") % {"known": choices}]})


def _download(file: Rendered) -> HttpResponse:
    shown = "inline" if file.filename.endswith(("json", "html")) else "attachment"
    return HttpResponse(
        file.body,
        content_type=file.content_type,
        headers={"Content-Disposition": f'{shown}; filename="{file.filename}"'},
    )


FILES: dict[tuple[int, str], Any] = {
    (200, content_type.partition(";")[0]): OpenApiTypes.BINARY
    for _renderer, content_type in FORMATS.values()
}
"""For the schema: what a report's file may be."""


VERSION_OR_FILE = PolymorphicProxySerializer(
    component_name="VersionOrFile",
    serializers=[CountryReportSerializer, ReportContentSerializer],
    resource_type_field_name=None,
)
"""For the schema: in JSON a version tells of itself, or with `?format=json` is its file."""


FORMAT = OpenApiParameter(
    "format", enum=list(FORMATS), description="Formato del informe; JSON si no se indica."
)


class ReportNegotiation(FileNegotiation):
    """`Accept` may also name what a report's file is."""

    types = [content_type for _status, content_type in FILES]


class ReportFilter(filters.FilterSet):
    """By cycle, language and state."""

    cycle = by_code(
        "cycle",
        lambda _request: ReportingCycle.objects.all(),
        label=gettext_lazy("Código del ciclo"),
    )
    language = filters.ChoiceFilter(choices=LANGUAGE_CHOICES, label=gettext_lazy("Idioma"))
    state = filters.MultipleChoiceFilter(
        choices=ReportState.choices, label=gettext_lazy("Estado de la versión")
    )

    class Meta:
        model = CountryReport
        fields: list[str] = []


class ReportViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Versiones guardadas del Informe País: las publicadas, inmutables, para todos."""

    queryset = CountryReport.objects.none()
    serializer_class = CountryReportSerializer
    content_negotiation_class = ReportNegotiation
    filterset_class = ReportFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    walk_key = ("cycle__code", "language", "number")
    ordering_fields = ["number", "compiled_at", "published_at"]
    extra_parameters = {"retrieve": frozenset({"format"})}

    def get_queryset(self) -> QuerySet[CountryReport]:
        reports = permissions.visible_reports(self.request.user).prefetch_related(
            Prefetch("files", ReportFile.objects.defer("body"))
        )
        if self.action == "list":
            reports = reports.defer("content")
        return reports.order_by("-cycle__period_end", "language", "-number")

    def get_object(self) -> CountryReport:
        """The version `<cycle>-<language>-<number>` that the person may see."""
        report = self._version(self.kwargs["code"], "exact")
        if report is None:
            raise Http404
        return report

    def kept_as(self, text: str) -> str | None:
        """The code of the version in the letters of its cycle and language."""
        report = self._version(text, "iexact")
        return report.code if report else None

    def _version(self, code: str, match: str) -> CountryReport | None:
        cycle, _dash, language = code.rpartition("-")[0].rpartition("-")
        number = code.rpartition("-")[2]
        if not (cycle and number.isascii() and number.isdigit() and len(number) < 9):
            return None
        named = {f"cycle__code__{match}": cycle, f"language__{match}": language}
        return self.get_queryset().filter(**named, number=int(number)).first()

    @extend_schema(
        parameters=[FORMAT],
        responses={**FILES, (200, "application/json"): VERSION_OR_FILE},
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """La versión, o con `format` su archivo."""
        asked = request.query_params.get("format")
        if asked is None:
            return super().retrieve(request, *args, **kwargs)
        _require("format", asked, FORMATS)
        report = self.get_object()
        response = _download(file_of(report, asked))
        return response if report.is_published else _not_kept(response)

    @extend_schema(request=NewReportSerializer, responses={202: CompileJobSerializer})
    def create(self, request: Request) -> Response:
        """Compila una versión nueva (Secretaría Técnica); la respuesta dice dónde ver el avance."""
        if not permissions.may_manage_reports(request.user):
            raise PermissionDenied
        asked = NewReportSerializer(data=request.data or {})
        asked.is_valid(raise_exception=True)
        try:
            job = actions.request_report(
                asked.validated_data["cycle"],
                language=asked.validated_data["language"],
                by=actor_of(request),
            )
        except InvalidError as error:
            raise ValidationError({"cycle": error.messages}) from error
        job.refresh_from_db()
        told = CompileJobSerializer(job, context=self.get_serializer_context()).data
        headers = {"Location": told["url"]}
        return Response(told, status=status.HTTP_202_ACCEPTED, headers=headers)


class CompileJobViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Compilaciones en curso y terminadas (Secretaría Técnica)."""

    queryset = CompileJob.objects.none()
    serializer_class = CompileJobSerializer
    lookup_value_regex = r"[0-9]{1,9}"
    ordering_fields = ["requested_at"]

    def get_queryset(self) -> QuerySet[CompileJob]:
        jobs = permissions.visible_jobs(self.request.user).order_by("-requested_at", "-pk")
        return jobs.defer("report__content") if self.action == "list" else jobs


class CountryReportView(StrictParametersMixin, APIView):
    """Informe País de un ciclo: la versión publicada."""

    extra_parameters = {"get": frozenset({"format", "language", "draft"})}
    content_negotiation_class = ReportNegotiation

    @extend_schema(
        parameters=[
            FORMAT,
            OpenApiParameter(
                "language", enum=list(LANGUAGES), description="Idioma; «es» si no se indica."
            ),
            OpenApiParameter(
                "draft",
                enum=["true", "false"],
                description="Con «true», un borrador de lo que dicen ahora las filas validadas y "
                "los textos: solo para la Secretaría Técnica.",
            ),
        ],
        responses={**FILES, (200, "application/json"): ReportContentSerializer},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """El informe publicado en el formato pedido (JSON si no se indica).

        Antes de publicarse está en preparación: 404. Si solo se publicó en español, se da ese.
        """
        cycle = cycle_named(code)
        if cycle is None:
            raise Http404
        if cycle.code != code:
            return moved(request, "country-report", cycle.code)
        name = request.query_params.get("format", "json")
        language = request.query_params.get("language", "es")
        _require("format", name, FORMATS)
        draft = as_truth(request.query_params.get("draft", "false"))
        _require("language", language, LANGUAGES)
        if draft is None:
            raise ValidationError({"draft": [_("Escriba «true» o «false».")]})
        if draft:
            if not permissions.may_manage_reports(request.user):
                raise Http404
            return _not_kept(_download(draft_file(cycle, name, language)))
        file = public_file(cycle, name, language)
        if file is None:
            raise NotFound(_("El Informe País de este ciclo está en preparación."))
        return _download(file)


def _not_kept(response: HttpResponse) -> HttpResponse:
    """A draft is stored nowhere on its way."""
    response.headers["Cache-Control"] = "no-store"
    return response
