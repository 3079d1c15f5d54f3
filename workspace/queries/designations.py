"""The register of designations, as a person may see it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from accounts.models import Delegation, Invitation
from accounts.permissions import Actor, may_take_back
from entities import permissions
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint
from entities.models.entity import LAST_DESIGNATED_FIRST


class DesignationsShown(StrEnum):
    """Which designations are asked for."""

    IN_FORCE = "vigentes"
    ENDED = "terminadas"
    ALL = "todas"


def designations_for(
    user: Actor, *, standing: DesignationsShown, entity: Entity | None, day: date
) -> QuerySet[FocalPoint]:
    """The designations that exist for `user`, with their people and open invitations.

    One that begins after `day` stands beside those in force: it was written down, and is shown.
    """
    rows = permissions.visible_focal_points(user)
    if entity is not None:
        rows = rows.filter(entity=entity)
    if standing == DesignationsShown.IN_FORCE:
        rows = rows.exclude(valid_to__lt=day)
    if standing == DesignationsShown.ENDED:
        rows = rows.filter(valid_to__lt=day)
    return (
        rows.select_related("entity", "user")
        .prefetch_related(
            Prefetch("user__invitations", Invitation.objects.open(), to_attr="open_invitations")
        )
        .order_by("entity__acronym_key", "role", LAST_DESIGNATED_FIRST, "pk")
    )


@dataclass(frozen=True)
class ShownDelegation:
    """Who stands in for whom, whether that is over, and whether the reader may put an end to it."""

    row: Delegation
    is_over: bool
    may_take_back: bool


def delegations_for(
    user: Actor, *, standing: DesignationsShown, entity: Entity | None, day: date
) -> list[ShownDelegation]:
    """Who stands in for whom, as far as `user` sees it; of an `entity`, for its validators."""
    rows = permissions.visible_delegations(user)
    if entity is not None:
        validators = FocalPoint.objects.speaking(day, {DesignationRole.VALIDATOR}).filter(
            entity=entity
        )
        rows = rows.filter(absent__in=validators.values("user"))
    going_on = Delegation.objects.not_over(day)
    if standing == DesignationsShown.IN_FORCE:
        rows = rows.filter(pk__in=going_on.values("pk"))
    if standing == DesignationsShown.ENDED:
        rows = rows.exclude(pk__in=going_on.values("pk"))
    open_ones = set(going_on.values_list("pk", flat=True))
    return [
        ShownDelegation(
            row, row.pk not in open_ones, row.pk in open_ones and may_take_back(user, row)
        )
        for row in rows.order_by("valid_from", "pk")
    ]


def entities_with_designations(user: Actor) -> QuerySet[Entity]:
    """The entities whose designations exist for `user`: what the register may be narrowed to."""
    rows = permissions.visible_focal_points(user)
    return Entity.objects.filter(pk__in=rows.values("entity")).order_by("acronym_key")
