"""Who reads the answers to a call, and who opens and closes it."""

from django.db.models import QuerySet

from accounts.permissions import Actor, is_secretariat
from cycles.models import EntityResponse
from entities.permissions import entities_of


def visible_responses(user: Actor) -> QuerySet[EntityResponse]:
    """Answers to calls: the secretariat sees all, a designated person the own entity's."""
    if is_secretariat(user):
        return EntityResponse.objects.all()
    return EntityResponse.objects.filter(entity__in=entities_of(user))


def may_manage_calls(user: Actor) -> bool:
    """Whether `user` may open and close cycles, and write to whoever is called."""
    return is_secretariat(user)
