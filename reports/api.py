"""The country report of a cycle, compiled live from its validated rows."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from alignment.rest import StrictParametersMixin
from interventions.models import ReportingCycle
from reports.compile import LANGUAGES, compile_report
from reports.render import FORMATS, render


class CountryReportView(StrictParametersMixin, APIView):
    """Informe País de un ciclo."""

    extra_parameters = frozenset({"language"})

    @extend_schema(
        parameters=[
            OpenApiParameter("format", enum=list(FORMATS)),
            OpenApiParameter("language", enum=list(LANGUAGES)),
        ],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """El informe en el formato pedido (JSON si no se indica)."""
        cycle = ReportingCycle.objects.filter(code=code).first()
        if cycle is None:
            raise Http404
        asked = {
            "format": (request.query_params.get("format", "json"), tuple(FORMATS)),
            "language": (request.query_params.get("language", "es"), LANGUAGES),
        }
        errors = {
            name: [_("Elija uno de: %(known)s.") % {"known": ", ".join(sorted(known))}]
            for name, (value, known) in asked.items()
            if value not in known
        }
        if errors:
            raise ValidationError(errors)
        content = compile_report(cycle, language=asked["language"][0])
        rendered = render(content, asked["format"][0])
        shown = "attachment" if rendered.filename.endswith("docx") else "inline"
        return HttpResponse(
            rendered.body,
            content_type=rendered.content_type,
            headers={"Content-Disposition": f'{shown}; filename="{rendered.filename}"'},
        )
