"""An entity from within: who speaks for it, and what its designations mean."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import actor_of, is_secretariat
from api.addresses import moved
from cycles.queries import open_cycle
from entities.queries import STORY, entity_named
from interventions import permissions
from workspace import queries
from workspace.views.access import for_people_of_the_registry


@require_safe
@for_people_of_the_registry
def inside(request: HttpRequest, acronym: str) -> HttpResponse:
    """For the people of the entity and the secretariat; for others it does not exist."""
    person, cycle = actor_of(request), open_cycle()
    entity = entity_named(acronym, queries.entities_listed(person).prefetch_related(*STORY))
    if entity is None:
        raise Http404
    if entity.acronym != acronym:
        return moved(request, "workspace:entity-profile", entity.acronym)
    others = permissions.entities_to_enter_for(person)
    context = {
        "inside": queries.inside_of(entity, cycle, timezone.localdate()),
        "cycle": cycle,
        "for_secretariat": is_secretariat(person),
        "may_enter": others.filter(pk=entity.pk).exists(),
    }
    return render(request, "workspace/entity_profile.html", context)
