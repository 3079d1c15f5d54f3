"""Reads of entities that more than one room needs."""

from django.db.models import QuerySet

from entities.models import Entity, WorkingGroup


def members_of(group: WorkingGroup | None) -> QuerySet[Entity]:
    """The entities that belong to `group`, or to any group where none is named."""
    groups = (
        WorkingGroup.objects.all() if group is None else WorkingGroup.objects.filter(pk=group.pk)
    )
    return Entity.objects.filter(pk__in=groups.values("members"))
