"""Whether the registry can answer: for load balancers and containers."""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 where the database answers, 503 where it does not; no detail to the outside."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        logger.exception("The database does not answer")
        return JsonResponse({"estado": "sin base de datos"}, status=503)
    return JsonResponse({"estado": "en servicio"})
