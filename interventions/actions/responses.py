"""How an entity answers a call: what it says, and what follows from its rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cycles.actions import require_open
from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from entities import permissions
from entities.choices import EDITING_DESIGNATIONS
from interventions.actions.writing import Writing
from interventions.choices import OnBehalfKind, ParticipationRole, State
from interventions.models import Discontinuation, OnBehalf, Participation
from interventions.reading.texts import paragraphs


@transaction.atomic
def answer_nothing_new(
    response: EntityResponse, *, by: User, note: str = "", now: datetime | None = None
) -> None:
    """Say that the entity has nothing new to report in the cycle.

    Raises `PermissionDenied` where `by` is no focal point of it, `ValidationError` where the
    cycle is closed or the entity has rows in it.
    """
    _require_focal_point(response, by=by)
    if _all_led(response).exists():
        raise ValidationError(
            _("La entidad ya tiene intervenciones en este ciclo."), code="has_interventions"
        )
    response.status = ResponseStatus.NOTHING_NEW
    response.answered_at = now or timezone.now()
    response.note = paragraphs(note)
    response.save()


@transaction.atomic
def take_back_nothing_new(response: EntityResponse, *, by: User) -> None:
    """Undo the answer «nothing new»: the call is unanswered again.

    Raises `PermissionDenied` where `by` is no focal point of it, `ValidationError` where the
    cycle is closed or that is not what the entity answered.
    """
    _require_focal_point(response, by=by)
    response.refresh_from_db()
    if response.status != ResponseStatus.NOTHING_NEW:
        raise ValidationError(
            _("La entidad no tiene registrada la respuesta «sin novedades»."), code="not_answered"
        )
    response.note = ""
    _set_status(response, _status_without_rows(response), answered_at=None)


def begin_answers(cycle: int, entities: Any) -> None:
    """Entities that start writing have begun to answer the call, whatever they had said before.

    `cycle` is a key, `entities` keys or a query of them.
    """
    for response in EntityResponse.objects.filter(
        cycle=cycle,
        entity__in=entities,
        status__in=[ResponseStatus.EXPECTED, ResponseStatus.NOTHING_NEW],
    ):
        _set_status(response, ResponseStatus.IN_PROGRESS, answered_at=None)


def follow_answers(written: Sequence[Writing], led_before: Mapping[int, int]) -> None:
    """The entities that lead what was written have begun to answer; one that led it before
    (row -> entity, as keys) and does not any more stands as what it still leads says.
    """
    cycles: dict[int, set[int]] = {}
    before: set[tuple[int, int]] = set()
    for writing in written:
        key, cycle = writing.stored.pk, writing.stored.cycle_id
        now = writing.led_by or led_before.get(key)
        cycles.setdefault(cycle, set()).update({now} if now else ())
        if key in led_before and led_before[key] != now:
            before.add((cycle, led_before[key]))
    for cycle, entities in cycles.items():
        begin_answers(cycle, entities)
    for cycle, entity in before:
        follow_response(cycle, entity)


def follow_response(cycle: int, entity: int, *, now: datetime | None = None) -> None:
    """Set how an entity stands in a cycle (keys of rows), from what it leads and said there.

    Nothing where no answer is expected of it.
    """
    response = EntityResponse.objects.filter(cycle=cycle, entity=entity).first()
    if response is None:
        return
    states = _states_led(response)
    answered = response.answered_at
    if not states:
        if response.status != ResponseStatus.NOTHING_NEW:
            _set_status(response, _status_without_rows(response), answered_at=None)
    elif states <= {State.SUBMITTED, State.VALIDATED}:
        done = states == {State.VALIDATED}
        _set_status(
            response,
            ResponseStatus.COMPLETE if done else ResponseStatus.SUBMITTED,
            answered_at=answered or now or timezone.now(),
        )
    else:
        stands = answered if _has_sent(response) else None
        _set_status(response, ResponseStatus.IN_PROGRESS, answered_at=stands)


def _has_sent(response: EntityResponse) -> bool:
    """Whether something that the entity leads was sent and not taken back."""
    return _led(response).filter(intervention__submitted_at__isnull=False).exists()


def _require_focal_point(response: EntityResponse, *, by: User) -> None:
    require_open(response.cycle)
    if not permissions.entities_of(by, EDITING_DESIGNATIONS).filter(pk=response.entity_id).exists():
        raise PermissionDenied


def _led(response: EntityResponse) -> QuerySet[Participation]:
    """What the entity leads in the cycle and reports itself: what the secretariat entered or sent
    in its name is no answer of the entity.
    """
    written = OnBehalf.objects.no_answers().values("intervention")
    return _all_led(response).exclude(intervention__in=written)


def _all_led(response: EntityResponse) -> QuerySet[Participation]:
    return Participation.objects.filter(
        entity=response.entity_id,
        role=ParticipationRole.LEAD,
        intervention__cycle=response.cycle_id,
    )


def _states_led(response: EntityResponse) -> set[str]:
    return set(_led(response).values_list("intervention__state", flat=True))


def _status_without_rows(response: EntityResponse) -> ResponseStatus:
    """Begun where the entity told of some row of an earlier cycle that it does not go on, or wrote
    what the secretariat sent in its name.
    """
    told = Discontinuation.objects.filter(
        cycle=response.cycle_id,
        previous__participations__entity=response.entity_id,
        previous__participations__role=ParticipationRole.LEAD,
    )
    begun = told.exists() or _wrote_what_was_sent(response)
    return ResponseStatus.IN_PROGRESS if begun else ResponseStatus.EXPECTED


def _wrote_what_was_sent(response: EntityResponse) -> bool:
    """Whether the secretariat sent something in the name of the entity that it did not enter."""
    written = OnBehalf.objects.standing()
    sent = written.filter(kind=OnBehalfKind.SENT).values("intervention")
    entered = written.filter(kind=OnBehalfKind.ENTERED).values("intervention")
    rows = _all_led(response).filter(intervention__in=sent).exclude(intervention__in=entered)
    return rows.exists()


def _set_status(
    response: EntityResponse, status: ResponseStatus, *, answered_at: datetime | None
) -> None:
    if (response.status, response.answered_at) != (status, answered_at):
        response.status, response.answered_at = status, answered_at
        response.save()
