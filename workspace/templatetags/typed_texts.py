"""What a person had just typed into a page that did not take it, for the page that says so."""

from typing import Any

from django import template
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.template.context import Context

from workspace.form_context import named_texts

register = template.Library()


@register.inclusion_tag("typed_texts.html", takes_context=True)
def typed_texts(context: Context) -> dict[str, Any]:
    """The texts of a form that was sent and not taken; nothing for who has not signed in."""
    request = context.get("request")
    return {"texts": _texts_of(request) if request is not None else []}


def _texts_of(request: HttpRequest) -> list[tuple[str, str]]:
    person = getattr(request, "user", None)
    if request.method != "POST" or person is None or not person.is_authenticated:
        return []
    try:
        return named_texts(dict(request.POST.lists()))
    except (SuspiciousOperation, MultiPartParserError, OSError):  # nothing that can be read
        return []
