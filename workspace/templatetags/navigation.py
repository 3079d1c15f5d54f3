"""The navigation that every page of the workspace and of the accounts has in common."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Actor, is_secretariat
from interventions.permissions import may_comment, may_enter_back_office, speaks_for_an_entity

register = template.Library()


class Way(NamedTuple):
    """A link of the navigation: its page, its words, and the pages that belong below it."""

    page: str
    text: str
    below: frozenset[str] = frozenset()


@register.inclusion_tag("workspace/navigation.html", takes_context=True)
def workspace_navigation(context: Context) -> dict[str, Any]:
    """The ways of whoever asks, the one where they stand marked; nothing for a stranger."""
    request = context.get("request")
    if request is None or not may_enter_back_office(request.user):
        return {"ways": []}
    match = request.resolver_match
    here = match.url_name if match and match.app_name == "workspace" else ""
    return {
        "ways": [
            {
                "address": reverse(f"workspace:{way.page}"),
                "text": way.text,
                "current": "page" if way.page == here else "true" if here in way.below else "",
            }
            for way in _ways_of(request.user)
        ]
    }


def _ways_of(person: Actor) -> Iterator[Way]:
    """In the order of the work; who may not open a page is not shown the way to it."""
    yield Way("home", _("Mi trabajo"))
    if is_secretariat(person):
        yield Way("queue", _("Por revisar"), frozenset({"validate"}))
        calls = ("open", "close", "reopen", "deadline", "expect", "invite", "reminders", "letters")
        yield Way("call", _("Convocatoria"), frozenset(f"call-{name}" for name in calls))
    yield Way("interventions", _("Intervenciones"))
    if may_comment(person):
        yield Way("comments", _("Mis comentarios"), frozenset({"comment"}))
    if is_secretariat(person) or speaks_for_an_entity(person):
        register_pages = frozenset({"designate", "end-designation", "hand-over"})
        yield Way("designations", _("Designaciones"), register_pages)
    yield Way("groups", _("Grupos"), frozenset({"group", "group-write", "groups-write"}))
    yield Way("guides", _("Guía"), frozenset({"guide", "welcome"}))
