"""For which entities a person speaks, and what follows from it."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import RegistryRole, User
from accounts.permissions import Actor, is_secretariat, is_signed_in
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import Entity, FocalPoint, WorkingGroup


def entities_of(
    user: Actor, roles: frozenset[DesignationRole] | None = None, day: date | None = None
) -> QuerySet[Entity]:
    """The entities that designated `user`, by a designation in force on `day` (today).

    `roles` narrows to designations with one of those roles. An account that is not active or
    not signed in has none.
    """
    if not is_signed_in(user):
        return Entity.objects.none()
    speaking = FocalPoint.objects.speaking(day or timezone.localdate(), roles)
    designations = speaking.filter(user=user.pk)
    return Entity.objects.filter(pk__in=designations.values("entity"))


def speaks_for_an_entity(user: Actor) -> bool:
    """Whether any entity has designated `user`, in whatever quality, as of today."""
    return entities_of(user).exists()


def visible_focal_points(user: Actor) -> QuerySet[FocalPoint]:
    """Designations: the secretariat sees all, a designated person those of the own entity."""
    if is_secretariat(user):
        return FocalPoint.objects.all()
    return FocalPoint.objects.filter(entity__in=entities_of(user))


def may_enter_back_office(user: Actor) -> bool:
    """Whether `user` may use the admin at all: secretariat, readers, designated persons."""
    if not isinstance(user, User) or not is_signed_in(user):
        return False
    return (
        is_secretariat(user)
        or user.registry_role in {RegistryRole.ANALYST, RegistryRole.OBSERVER}
        or speaks_for_an_entity(user)
    )


def may_manage_catalogues(user: Actor) -> bool:
    """Whether `user` may change cycles, entities, designations, instruments and lists."""
    return is_secretariat(user)


def entities_to_report_for(user: Actor) -> QuerySet[Entity]:
    """The entities in whose name `user` may report: all for the secretariat, else the own ones."""
    return Entity.objects.all() if is_secretariat(user) else entities_of(user, EDITING_DESIGNATIONS)


def groups_read_by(user: Actor) -> QuerySet[WorkingGroup]:
    """The groups whose focal points and messages `user` may read: all for the secretariat, else
    those to which an entity that designated them belongs.
    """
    if is_secretariat(user):
        return WorkingGroup.objects.all()
    return WorkingGroup.objects.filter(
        pk__in=WorkingGroup.objects.filter(members__in=entities_of(user)).values("pk")
    )
