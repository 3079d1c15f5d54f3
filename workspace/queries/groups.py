"""The working groups with their members, in as many queries whatever how many they are."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from entities.choices import WorkingGroupKind
from entities.models import Entity, FocalPoint, WorkingGroup
from entities.permissions import groups_read_by
from entities.recipients import designations_in_force
from notifications.models import GroupMessage
from notifications.permissions import visible_group_messages


@dataclass(frozen=True)
class GroupLine:
    """A group in the list; how many focal points only where the person may read them."""

    group: WorkingGroup
    is_read: bool
    focal_points: int


def groups_by_kind(user: User) -> list[tuple[WorkingGroupKind, list[GroupLine]]]:
    """Every group by its kind, as `user` may see it."""
    readable = set(groups_read_by(user).values_list("pk", flat=True))
    entities = Counter(
        designations_in_force(timezone.localdate()).order_by().values_list("entity", flat=True)
    )
    lines: dict[str, list[GroupLine]] = {}
    for group in _with_members(WorkingGroup.objects.all()):
        count = sum(entities[entity.pk] for entity in group.members.all())
        line = GroupLine(group, group.pk in readable, count)
        lines.setdefault(group.kind, []).append(line)
    return [(kind, lines[kind]) for kind in WorkingGroupKind if kind in lines]


def group_with_members() -> QuerySet[WorkingGroup]:
    """Groups with what their page shows of them."""
    return _with_members(WorkingGroup.objects.all())


def designations_of(group: WorkingGroup) -> QuerySet[FocalPoint]:
    """The designations of the members of `group` that hold today or begin later, by entity."""
    today = timezone.localdate()
    standing = FocalPoint.objects.speaking(today) | FocalPoint.objects.to_come(today)
    return (
        standing.filter(entity__in=group.members.all())
        .select_related("user", "entity")
        .order_by("entity__acronym_key", "role", "user__username")
    )


def messages_to(group: WorkingGroup, user: User) -> QuerySet[GroupMessage]:
    """What was written to `group`, alone or with all the others, as far as `user` may read it."""
    visible = visible_group_messages(user)
    return (visible.filter(group=group) | visible.filter(group__isnull=True)).select_related("by")


def _with_members(groups: QuerySet[WorkingGroup]) -> QuerySet[WorkingGroup]:
    return groups.select_related("axis__framework").prefetch_related(
        Prefetch("members", Entity.objects.order_by("acronym_key"))
    )
