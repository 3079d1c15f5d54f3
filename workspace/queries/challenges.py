"""Difficulties reported without an intervention, as a person may see and change them."""

from dataclasses import dataclass

from django.db.models import F

from accounts.models import User
from accounts.permissions import is_secretariat
from entities.permissions import entities_of
from interventions import permissions
from interventions.models import Challenge

MOST_SHOWN = 200


@dataclass(frozen=True)
class ShownChallenge:
    """A difficulty, and what the reader may do about it."""

    row: Challenge
    may_edit: bool
    may_validate: bool


def challenges_of(person: User) -> list[ShownChallenge]:
    """Those of the person's entities, for the secretariat all; the latest cycle and what waits
    first. Three queries.
    """
    rows = permissions.visible_entity_challenges(person)
    for_secretariat = is_secretariat(person)
    if not for_secretariat:
        rows = rows.filter(entity__in=entities_of(person))
    editable = set(permissions.editable_entity_challenges(person).values_list("pk", flat=True))
    shown = rows.select_related("cycle", "entity", "provision__framework").order_by(
        "-cycle__period_end",
        F("validated_at").asc(nulls_first=True),
        "entity__acronym_key",
        "position",
        "pk",
    )
    return [
        ShownChallenge(
            row,
            may_edit=row.pk in editable,
            may_validate=for_secretariat and row.pk in editable,
        )
        for row in shown[:MOST_SHOWN]
    ]
