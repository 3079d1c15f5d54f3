"""What is answered where there is nothing to answer with."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.exceptions import NotFound


def bad_request(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    """What Django refuses to read (too many fields, an unknown host), below the API as JSON."""
    if _asks_the_api(request):
        told = _(
            "El pedido no se puede leer: es demasiado grande, está mal formado, o el servidor no "
            "tiene sitio para el archivo."
        )
        return JsonResponse({"detail": told}, status=400)
    return HttpResponseBadRequest(get_template("400.html").render())


def not_found(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    """The page for people; below the API's address what the API itself says."""
    if _asks_the_api(request):
        return JsonResponse({"detail": str(NotFound.default_detail)}, status=404)
    return defaults.page_not_found(request, exception, **kwargs)


def _asks_the_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
