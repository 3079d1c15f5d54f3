"""The page that shows how the registry looks, for whoever builds a page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from face.samples import sample_context


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state; of the demo and the tests, not found elsewhere."""
    if not settings.DEMO:
        raise Http404
    return render(request, "face/style.html", sample_context())
