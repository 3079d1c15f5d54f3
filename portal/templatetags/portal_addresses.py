"""Addresses of the public pages of what was promised."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from alignment.models import Provision
from cycles.models import ReportingCycle
from portal.forms import NAMES
from portal.queries.provisions import WORDS

register = template.Library()


@register.filter
def address(provision: Provision) -> str:
    """The page of a provision; nothing where its kind has none."""
    if provision.kind not in WORDS:
        return ""
    word = WORDS[provision.kind]
    return reverse("portal:provision", args=[provision.framework.code, word, provision.code])


@register.filter
def list_query(provision: Provision, cycle: ReportingCycle) -> str:
    """The query of the list of the interventions that count under a provision in `cycle`."""
    return urlencode({NAMES[provision.kind]: provision.code, "ciclo": cycle.code})
