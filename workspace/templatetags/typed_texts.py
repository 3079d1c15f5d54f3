"""What a person had just typed into a page that did not take it, for the page that says so."""

from typing import Any

from django import template
from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.template.context import Context
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from interventions.models import Intervention
from interventions.values import PARTS

register = template.Library()

MODELS = {part.name: part.model for part in PARTS}
WRITTEN = (models.CharField, models.TextField, models.DateField, models.DecimalField)
ANSWERS = {
    "text": _("Texto"),
    "reason": _("Motivo"),
    "note": _("Nota"),
    "subject": _("Asunto"),
}
"""Fields of the pages that are no field of an intervention. No other field is ever shown back."""


@register.inclusion_tag("typed_texts.html", takes_context=True)
def typed_texts(context: Context) -> dict[str, Any]:
    """The texts of a form that was sent and not taken; nothing for who has not signed in."""
    request = context.get("request")
    return {"texts": texts_of(request) if request is not None else []}


def texts_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The name of each field that was written, and what; only of somebody who signed in."""
    person = getattr(request, "user", None)
    if request.method != "POST" or person is None or not person.is_authenticated:
        return []
    try:
        typed = list(request.POST.items())
    except (SuspiciousOperation, MultiPartParserError, OSError):  # nothing that can be read
        return []
    named = [(label_of(name), str(text).strip()) for name, text in typed]
    return [(label, text) for label, text in named if label and text]


def label_of(name: str) -> str:
    """What people call a field that is written by hand; empty for any other."""
    if name in ANSWERS:
        return str(ANSWERS[name])
    prefix, _line, rest = name.partition("-")
    if prefix in {"note", "reply"}:
        return str(_("Observación o respuesta"))
    model = MODELS.get(prefix) if rest else Intervention
    last = rest.rpartition("-")[2] or name
    for field in model._meta.concrete_fields if model else ():
        if field.name == last and isinstance(field, WRITTEN) and not field.choices:
            return capfirst(str(field.verbose_name))
    return ""
