"""Who writes to the working groups, and who reads what was written."""

from django.db.models import Q, QuerySet

from accounts.permissions import Actor, is_secretariat
from entities.permissions import groups_read_by
from notifications.models import GroupMessage


def may_address_groups(user: Actor) -> bool:
    """Whether `user` may write to the working groups."""
    return is_secretariat(user)


def may_write_to_entities(user: Actor) -> bool:
    """Whether `user` may write to the focal points of entities, and read the log of letters."""
    return is_secretariat(user)


def visible_group_messages(user: Actor) -> QuerySet[GroupMessage]:
    """What was written to those groups, and to all of them together."""
    if is_secretariat(user):
        return GroupMessage.objects.all()
    own = groups_read_by(user)
    to_all = Q(group__isnull=True) if own.exists() else Q(pk__in=[])
    return GroupMessage.objects.filter(Q(group__in=own) | to_all)
