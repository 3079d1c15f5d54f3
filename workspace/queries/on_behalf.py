"""What the secretariat wrote in the name of entities, as the pages show it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from interventions import permissions
from interventions.models import Intervention, OnBehalf

WITH_PEOPLE = ("entity", "by", "in_place_of", "objected_by", "answered_by", "adopted_by")


@dataclass(frozen=True)
class Written:
    """One reason under which a row was written in its entity's name, and what the reader may do."""

    record: OnBehalf
    may_object: bool
    may_answer: bool


def written_on_behalf(row: Intervention, person: User) -> list[Written]:
    """What was done so to `row` that `person` may see, the earliest first."""
    found = permissions.visible_on_behalf(person).filter(intervention=row.pk)
    return [
        Written(
            one,
            permissions.may_object(person, one),
            permissions.may_answer_objection(person, one),
        )
        for one in found.select_related(*WITH_PEOPLE).order_by("at", "pk")
    ]


def objections() -> QuerySet[OnBehalf]:
    """What entities object to and the secretariat has not answered, the oldest first."""
    return OnBehalf.objects.objected().select_related("intervention", "entity")


def on_behalf_in(cycle_id: int, entities: list[int]) -> dict[int, list[OnBehalf]]:
    """Entity -> what was written in its name in a cycle and it has not made its own, the latest
    first.
    """
    found: dict[int, list[OnBehalf]] = {}
    rows = OnBehalf.objects.standing().filter(entity__in=entities, intervention__cycle=cycle_id)
    for one in rows.select_related("intervention", "entity").order_by("-at", "-pk"):
        found.setdefault(one.entity_id, []).append(one)
    return found
