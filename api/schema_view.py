"""The description of the API, in YAML or JSON."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

RENDERERS: dict[str, Any] = {"json": OpenApiJsonRenderer2, "yaml": OpenApiYamlRenderer}


class SchemaNegotiation(DefaultContentNegotiation):
    """`?format=json` or `yaml`; what `Accept` says where it is not given."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        """The renderer; raises `ValidationError` for a format that there is not."""
        asked = request.query_params.get("format")
        if asked is None:
            return super().select_renderer(request, renderers, format_suffix)
        if asked not in RENDERERS:
            known = ", ".join(RENDERERS)
            raise ValidationError({"format": [_("Elija uno de: %(known)s.") % {"known": known}]})
        renderer = RENDERERS[asked]()
        return renderer, renderer.media_type


class SchemaView(SpectacularAPIView):
    """La descripción de la API para programas (OpenAPI 3)."""

    content_negotiation_class = SchemaNegotiation
    renderer_classes = [
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
        OpenApiJsonRenderer,
        OpenApiJsonRenderer2,
    ]
