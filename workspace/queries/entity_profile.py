"""Who speaks for an entity, who did and who will, and what it has open."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from cycles.models import ReportingCycle
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import Entity, FocalPoint
from entities.models.entity import LAST_DESIGNATED_FIRST
from interventions.choices import State
from interventions.models import Participation

SOON = timedelta(days=30)
"""How long before its end a designation is said to end soon."""


@dataclass(frozen=True)
class Designation:
    """A designation, and whether it ends soon."""

    person: FocalPoint
    ends_soon: bool


@dataclass(frozen=True)
class InsideEntity:
    """An entity from within."""

    entity: Entity
    in_force: list[Designation]
    to_come: list[FocalPoint]
    ended: list[FocalPoint]
    states: list[tuple[State, int]]

    @property
    def approves(self) -> bool:
        """Whether somebody approves what leaves the entity."""
        return any(
            one.person.role == DesignationRole.VALIDATOR and one.person.user.is_active
            for one in self.in_force
        )

    @property
    def writes(self) -> bool:
        """Whether somebody writes for the entity."""
        return any(
            one.person.role in EDITING_DESIGNATIONS and one.person.user.is_active
            for one in self.in_force
        )

    @property
    def open_rows(self) -> int:
        """Rows of the open cycle that are not validated."""
        return sum(rows for state, rows in self.states if state != State.VALIDATED)

    @property
    def pending(self) -> int:
        """Rows that wait for approval inside the entity."""
        return dict(self.states)[State.PENDING_ENTITY]


def inside_of(entity: Entity, cycle: ReportingCycle | None, today: date) -> InsideEntity:
    """Who is designated by `entity` on `today`, before and after, and what it has in `cycle`."""
    designations = list(
        FocalPoint.objects.filter(entity=entity)
        .select_related("user")
        .order_by("role", LAST_DESIGNATED_FIRST, "pk")
    )
    roles = list(DesignationRole)
    designations.sort(key=lambda one: roles.index(DesignationRole(one.role)))
    ended = [one for one in designations if one.valid_to and one.valid_to < today]
    to_come = [one for one in designations if one.valid_from and one.valid_from > today]
    now = [one for one in designations if one not in ended and one not in to_come]
    counted = (
        Participation.objects.filter(entity=entity, intervention__cycle=cycle)
        .order_by()
        .values_list("intervention__state")
        .annotate(rows=Count("pk"))
    )
    counts = Counter(dict(counted))
    return InsideEntity(
        entity=entity,
        in_force=[
            Designation(one, one.valid_to is not None and one.valid_to - today <= SOON)
            for one in now
        ],
        to_come=to_come,
        ended=sorted(ended, key=lambda one: str(one.valid_to), reverse=True),
        states=[(state, counts[state]) for state in State],
    )
