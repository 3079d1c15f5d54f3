"""Who speaks for each entity, and what would be left open where nobody does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.choices import ANSWERED_STATUSES, CycleState
from cycles.models import EntityResponse, ReportingCycle
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint
from interventions.choices import ParticipationRole, State
from interventions.models import Intervention, Participation


@dataclass(frozen=True)
class OpenWork:
    """What an entity has open in the cycles that still take contributions."""

    rows: list[Intervention]
    to_confirm: list[Intervention]
    unanswered: list[ReportingCycle]
    remaining: list[FocalPoint]
    to_come: list[FocalPoint]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for anybody."""
        return not (self.rows or self.to_confirm or self.unanswered)

    def lines(self) -> Iterator[str]:
        """The same in words, a line each, without titles: for a letter."""
        for state in State:
            rows = sum(row.state == state for row in self.rows)
            if rows:
                yield f"{state.label}: {rows}"
        if self.to_confirm:
            count = len(self.to_confirm)
            yield ngettext(
                "%(count)d intervención de otra entidad por confirmar",
                "%(count)d intervenciones de otras entidades por confirmar",
                count,
            ) % {"count": count}
        for cycle in self.unanswered:
            yield _("respuesta pendiente a la convocatoria: %(cycle)s") % {"cycle": cycle.title}


def open_work(entity: Entity, *, day: date, without: FocalPoint | None = None) -> OpenWork:
    """What `entity` has open, and who speaks for it besides `without`, on `day` and later; four
    queries.
    """
    open_rows = Intervention.objects.filter(cycle__state=CycleState.OPEN)
    rows = open_rows.exclude(state=State.VALIDATED)
    led = Participation.objects.filter(entity=entity, role=ParticipationRole.LEAD)
    unconfirmed = Participation.objects.unconfirmed().filter(entity=entity)
    standing = FocalPoint.objects.speaking(day) | FocalPoint.objects.to_come(day)
    people = [
        one
        for one in standing.filter(entity=entity).select_related("user")
        if without is None or one.pk != without.pk
    ]
    to_come = [one for one in people if one.valid_from is not None and one.valid_from > day]
    return OpenWork(
        rows=list(rows.filter(pk__in=led.values("intervention")).order_by("title_key", "pk")),
        to_confirm=list(
            open_rows.filter(pk__in=unconfirmed.values("intervention")).order_by("title_key", "pk")
        ),
        unanswered=list(
            ReportingCycle.objects.filter(
                state=CycleState.OPEN, responses__in=_unanswered().filter(entity=entity)
            )
        ),
        remaining=[one for one in people if one not in to_come],
        to_come=to_come,
    )


def waiting_lines(entity: Entity, *, day: date) -> list[str]:
    """What `entity` has open on `day`, a line each in the language of letters."""
    with translation.override(settings.LANGUAGE_CODE):
        return list(open_work(entity, day=day).lines())


def unattended_entities(day: date) -> QuerySet[Entity]:
    """The entities with something open and nobody who speaks for them on `day`.

    Each carries `open_rows`, how many interventions it leads that are not validated yet, and
    `begins`, when the first of those designated already begins to speak, if any.
    """
    speaking = FocalPoint.objects.speaking(day).filter(entity=OuterRef("pk"))
    open_lead = Q(
        participations__role=ParticipationRole.LEAD,
        participations__intervention__cycle__state=CycleState.OPEN,
    ) & ~Q(participations__intervention__state=State.VALIDATED)
    return (
        Entity.objects.annotate(
            open_rows=Count("participations", filter=open_lead, distinct=True),
            begins=_first_day(FocalPoint.objects.to_come(day)),
        )
        .filter(Q(open_rows__gt=0) | Exists(_unanswered().filter(entity=OuterRef("pk"))))
        .exclude(Exists(speaking))
        .order_by("acronym_key")
    )


def entities_without_principal(cycle: ReportingCycle, day: date) -> QuerySet[Entity]:
    """The entities called to answer `cycle` that have no principal focal point on `day`.

    Each carries `begins`, the first day of one who is designated already, if any.
    """
    principals = FocalPoint.objects.speaking(day, {DesignationRole.PRINCIPAL}).filter(
        entity=OuterRef("pk")
    )
    to_come = FocalPoint.objects.to_come(day, {DesignationRole.PRINCIPAL})
    return (
        Entity.objects.filter(responses__cycle=cycle)
        .annotate(begins=_first_day(to_come))
        .exclude(Exists(principals))
        .order_by("acronym_key")
    )


def _first_day(designations: QuerySet[FocalPoint]) -> Subquery:
    """Of an entity's `designations`, the first day on which one of them holds."""
    of_entity = designations.filter(entity=OuterRef("pk")).order_by("valid_from")
    return Subquery(of_entity.values("valid_from")[:1])


def _unanswered() -> QuerySet[EntityResponse]:
    """Answers still missing to the open calls."""
    return EntityResponse.objects.filter(cycle__state=CycleState.OPEN).exclude(
        status__in=sorted(ANSWERED_STATUSES)
    )
