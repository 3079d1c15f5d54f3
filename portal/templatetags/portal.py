"""What the public templates ask of Python: addresses, and the figure that a row is known by."""

import re

from django import template

from interventions.models import Intervention, Result
from portal.addresses import list_of_entity, list_of_provision, page_of_provision

register = template.Library()

register.filter("page", page_of_provision)
register.filter("list", list_of_provision)
register.filter("list_of_entity", list_of_entity)


@register.filter
def own_result(intervention: Intervention) -> Result | None:
    """The first result that is a figure and of this intervention alone, or nothing."""
    own = (row for row in intervention.results.all() if row.value is not None)
    return next((row for row in own if len(row.interventions.all()) == 1), None)


@register.filter
def first_sentence(text: str) -> str:
    """What a text begins with, up to the end of its first sentence or line."""
    return re.split(r"(?<=[.!?…])\s+(?=[A-ZÁÉÍÓÚÑ¿¡«])|\n", text.strip(), maxsplit=1)[0]
