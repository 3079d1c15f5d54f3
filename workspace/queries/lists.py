"""Lists of interventions: those of the own entities, and what the cycle before holds."""

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.models import ReportingCycle
from cycles.queries import cycle_before
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.permissions import entities_of
from interventions import permissions
from interventions.choices import ParticipationRole
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


def rows_of_the_cycle_before(
    entities: QuerySet[Entity], cycle: ReportingCycle
) -> QuerySet[Intervention]:
    """The validated rows of the cycle before that the entities lead, those not answered first.

    `is_carried` and `is_discontinued` say what became of each in `cycle`.
    """
    led = Participation.objects.filter(entity__in=entities, role=ParticipationRole.LEAD)
    return (
        Intervention.objects.validated()
        .filter(cycle=cycle_before(cycle), pk__in=led.values("intervention"))
        .annotate(
            is_carried=Exists(Intervention.objects.filter(cycle=cycle, code=OuterRef("code"))),
            is_discontinued=Exists(
                Discontinuation.objects.filter(cycle=cycle, previous=OuterRef("pk"))
            ),
        )
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("entity")),
            Prefetch(
                "discontinuations",
                Discontinuation.objects.filter(cycle=cycle),
                to_attr="told_in_cycle",
            ),
        )
        .order_by("is_carried", "is_discontinued", "title", "pk")
    )


def carried_into(cycle: ReportingCycle, rows: list[Intervention]) -> dict[str, Intervention]:
    """Code -> the row of `cycle` that takes up one of `rows`."""
    codes = [row.code for row in rows]
    return {row.code: row for row in Intervention.objects.filter(cycle=cycle, code__in=codes)}
