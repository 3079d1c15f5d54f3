"""The navigation that every page of the workspace and of the accounts has in common."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Actor, is_secretariat
from entities.permissions import reads_for_the_registry, speaks_for_an_entity
from interventions.permissions import may_comment, may_create_intervention

register = template.Library()

CALL_PAGES = frozenset(
    f"call-{name}" for name in "open close reopen deadline expect invite reminders letters".split()
) | {"letter", "letter-write", "letter-edit", "letter-preview"}
DESIGNATION_PAGES = frozenset({"designate", "end-designation", "hand-over", "name-delegate"})
GROUP_PAGES = frozenset({"group", "group-write", "groups-write"})


class Way(NamedTuple):
    """A link of the navigation: its page, its words, and the workspace's pages below it."""

    page: str
    text: str
    below: frozenset[str] = frozenset()


@register.inclusion_tag("workspace/navigation.html", takes_context=True)
def workspace_navigation(context: Context) -> dict[str, Any]:
    """The ways of whoever asks, the one where they stand marked; nothing for a stranger."""
    request = context.get("request")
    if request is None:
        return {"ways": []}
    match = request.resolver_match
    here = match.view_name if match else ""
    return {
        "ways": [
            {
                "address": reverse(way.page),
                "text": way.text,
                "current": _current(way, here),
            }
            for way in _ways_of(request.user)
        ]
    }


def _current(way: Way, here: str) -> str:
    """The value of `aria-current`: on the page itself, below it, or elsewhere."""
    if way.page == here:
        return "page"
    return "true" if here.removeprefix("workspace:") in way.below else ""


def _ways_of(person: Actor) -> Iterator[Way]:
    """In the order of the work; who may not open a page is not shown the way to it."""
    reviews, answers = is_secretariat(person), speaks_for_an_entity(person)
    if not (reviews or answers or reads_for_the_registry(person)):
        return
    yield Way("workspace:home", _("Mi trabajo"))
    if reviews:
        yield Way("workspace:queue", _("Por revisar"), frozenset({"validate"}))
        yield Way("workspace:call", _("Convocatoria"), CALL_PAGES)
    if reviews or answers:
        yield Way("workspace:interventions", _("Intervenciones"))
    else:
        yield Way("portal:interventions", _("Intervenciones publicadas"))
    if answers and may_create_intervention(person):
        yield Way("workspace:excel", _("Excel"), frozenset({"import"}))
    if may_comment(person):
        yield Way("workspace:comments", _("Mis comentarios"), frozenset({"comment"}))
    if reviews or answers:
        yield Way("workspace:designations", _("Designaciones"), DESIGNATION_PAGES)
    yield Way("workspace:groups", _("Grupos"), GROUP_PAGES)
    yield Way("workspace:guides", _("Guía"), frozenset({"guide", "welcome"}))
