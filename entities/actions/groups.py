"""Who belongs to a working group: an entity comes in, or goes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from entities import permissions
from entities.models import Entity, WorkingGroup


def add_member(group: WorkingGroup, entity: Entity, *, by: User) -> bool:
    """Let `entity` belong to `group`; gives whether it did not before.

    Raises `PermissionDenied` where `by` is not of the secretariat.
    """
    return _move(group, entity, by=by, belongs=True)


def remove_member(group: WorkingGroup, entity: Entity, *, by: User) -> bool:
    """Let `entity` belong to `group` no more; gives whether it did.

    What was written to the group stays. Raises as `add_member`.
    """
    return _move(group, entity, by=by, belongs=False)


@transaction.atomic
def _move(group: WorkingGroup, entity: Entity, *, by: User, belongs: bool) -> bool:
    if not permissions.may_manage_catalogues(by):
        raise PermissionDenied
    row: Any = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if row.members.filter(pk=entity.pk).exists() == belongs:
        return False
    row._history_user = by
    if belongs:
        row.members.add(entity)
    else:
        row.members.remove(entity)
    return True
