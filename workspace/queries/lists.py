"""Lists of interventions: those of the own entities, and what earlier cycles hold."""

from dataclasses import dataclass

from django.db.models import Max, Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.models import ReportingCycle
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.permissions import entities_of
from interventions import lineage, permissions
from interventions.choices import PUBLIC_STATES, ParticipationRole
from interventions.models import Contribution, Discontinuation, Intervention, Participation


def interventions_of(user: User) -> QuerySet[Intervention]:
    """The rows in which an entity of `user` takes part (all for the secretariat).

    Each has what the list shows of it; the one changed last comes first.
    """
    rows = permissions.visible_interventions(user)
    if not is_secretariat(user):
        own = Participation.objects.filter(entity__in=entities_of(user))
        rows = rows.filter(pk__in=own.values("intervention"))
    return (
        rows.select_related("cycle")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("entity")),
            Prefetch("contributions", Contribution.objects.select_related("provision__framework")),
        )
        .order_by("-updated_at", "pk")
    )


def saved_last_by(rows: list[Intervention]) -> dict[int, User]:
    """Key of a row -> the person who saved it last, where the history names one."""
    latest = (
        Intervention.history.filter(id__in=[row.pk for row in rows])
        .order_by()
        .values("id")
        .annotate(latest=Max("history_id"))
        .values("latest")
    )
    records = Intervention.history.filter(history_id__in=latest).select_related("history_user")
    return {record.id: record.history_user for record in records if record.history_user}


def entities_listed(user: User) -> QuerySet[Entity]:
    """The entities by which `user` may narrow that list."""
    if is_secretariat(user):
        return Entity.objects.order_by("acronym_key")
    return entities_of(user).order_by("acronym_key")


def entities_writing(user: User) -> QuerySet[Entity]:
    """The entities for which `user` writes."""
    return entities_of(user, EDITING_DESIGNATIONS).order_by("acronym_key")


def rows_before(entities: QuerySet[Entity], cycle: ReportingCycle) -> QuerySet[Intervention]:
    """What earlier cycles hold of what the entities lead, what waits for an answer first.

    Each has what became of it in `cycle` (`lineage.with_answers`).
    """
    led = Participation.objects.filter(entity__in=entities, role=ParticipationRole.LEAD)
    rows = lineage.offered_to(cycle).filter(pk__in=led.values("intervention"))
    return (
        lineage.with_answers(rows, cycle)
        .select_related("cycle")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("entity"))
        )
        .order_by("is_carried", "is_discontinued", "title_key", "pk")
    )


def answered_before(cycle: ReportingCycle, rows: list[Intervention]) -> list["EarlierRow"]:
    """Each of `rows` with what became of it in `cycle`."""
    codes = [row.code for row in rows]
    clones = {row.code: row for row in Intervention.objects.filter(cycle=cycle, code__in=codes)}
    told = lineage.told_in(cycle, rows)
    return [EarlierRow(row, clones.get(row.code), told.get(row.code)) for row in rows]


@dataclass(frozen=True)
class EarlierRow:
    """A row of an earlier cycle, the one of this cycle that takes it up, what was told of it."""

    row: Intervention
    clone: Intervention | None
    told: Discontinuation | None

    @property
    def waits(self) -> bool:
        """Whether it can still be taken up, or told to have ended."""
        return self.clone is None and self.told is None

    @property
    def was_left(self) -> bool:
        """Whether the cycle closed upon it before it was validated."""
        return self.row.state not in PUBLIC_STATES
