"""Addresses of the public pages of what was promised, and of the lists behind their figures."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.http import urlencode

from alignment.choices import ProvisionKind
from alignment.models import Provision
from cycles.models import ReportingCycle
from portal.forms import NAMES
from portal.queries.provisions import WORDS


def page_of_provision(provision: Provision, cycle: ReportingCycle | None = None) -> str:
    """The page of a provision, on what it says of `cycle`; nothing where its kind has none."""
    if provision.kind not in WORDS:
        return ""
    word = WORDS[ProvisionKind(provision.kind)]
    page = reverse("portal:provision", args=[provision.framework.code, word, provision.code])
    return page if cycle is None else f"{page}?{urlencode({'ciclo': cycle.code})}"


def list_of_provision(provision: Provision, cycle: ReportingCycle) -> str:
    """The list of the interventions of `cycle` that count under a provision."""
    query = {NAMES[provision.kind]: provision.code, "ciclo": cycle.code}
    return f"{reverse('portal:interventions')}?{urlencode(query)}"


def list_of_entity(acronym: str, cycle: ReportingCycle) -> str:
    """The list of the interventions of `cycle` that an entity executes."""
    query = {NAMES["executor"]: acronym, "ciclo": cycle.code}
    return f"{reverse('portal:interventions')}?{urlencode(query)}"


def pages_of_provisions(cycle: ReportingCycle | None) -> Callable[[Provision], str]:
    """What leads each part of a picture to the page of its provision."""
    return lambda provision: page_of_provision(provision, cycle)


def pages_of_entities(cycle: ReportingCycle) -> Callable[[str], str]:
    """What leads each bar of a picture to the page of its entity."""
    return lambda acronym: (
        f"{reverse('portal:entity', args=[acronym])}?{urlencode({'ciclo': cycle.code})}"
    )


def lists_of_executors(cycle: ReportingCycle) -> Callable[[Provision, str], str]:
    """What leads a cell to the list of what an entity executes for a provision."""
    return lambda provision, acronym: (
        f"{list_of_provision(provision, cycle)}&{urlencode({NAMES['executor']: acronym})}"
    )


def lists_of_regions(cycle: ReportingCycle) -> Callable[[str], str]:
    """What leads a department to the list of the interventions that name it."""
    page = reverse("portal:interventions")
    return lambda code: f"{page}?{urlencode({NAMES['region']: code, 'ciclo': cycle.code})}"
