"""What an entity has and does, to look at before it is written down that it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from entities.models import Entity, WorkingGroup
from interventions.models import Participation
from notifications.open_work import OpenWork, open_work


@dataclass(frozen=True)
class Holdings:
    """What is of an entity today."""

    cycles: Sequence[tuple[str, int]]
    """Title of a cycle and in how many of its interventions the entity takes part."""
    work: OpenWork
    """What it has open, and who speaks for it today and later."""
    groups: Sequence[WorkingGroup]

    @property
    def is_unattended(self) -> bool:
        """Whether something waits in the entity and nobody is designated to see to it."""
        return not (self.work.is_empty or self.work.remaining or self.work.to_come)


def holdings_of(entity: Entity, day: date) -> Holdings:
    """What `entity` has on `day`, in a fixed number of queries."""
    parts = Participation.objects.filter(entity=entity).order_by()
    counted = parts.values_list("intervention__cycle__title").annotate(rows=Count("pk"))
    return Holdings(
        cycles=list(counted.order_by("-intervention__cycle__period_end")),
        work=open_work(entity, day=day),
        groups=list(entity.working_groups.all()),
    )
