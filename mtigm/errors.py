"""What is answered where there is nothing to answer with."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from rest_framework.exceptions import NotFound


def not_found(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    """The page for people; below the API's address what the API itself says."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": str(NotFound.default_detail)}, status=404)
    return page_not_found(request, exception, **kwargs)
