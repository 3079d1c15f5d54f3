"""The call of a cycle: opened with its letters, its deadline extended, people invited later."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alignment.models import Framework
from cycles import permissions
from cycles.actions import expect_responses, require_open, save_open, set_cycle_state
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from cycles.queries import expected_entities
from entities.models import Entity
from entities.recipients import focal_points_of
from notifications.actions.letters import queue_letters
from notifications.choices import LetterKind
from notifications.pending_tasks import duties, frozen_work
from notifications.queries import kind_of_deadline, next_closing, next_told_deadline


@transaction.atomic
def open_call(
    cycle: ReportingCycle,
    *,
    frameworks: Iterable[Framework],
    entities: Iterable[Entity],
    by: User,
    now: datetime | None = None,
) -> int:
    """Open a new `cycle`, expect an answer of each of `entities` and write to their focal points.

    Gives how many letters go out on commit. Raises `PermissionDenied`, or `ValidationError` where
    another cycle is open, a date does not fit or nobody is expected.
    """
    if not permissions.may_manage_calls(by):
        raise PermissionDenied
    now = now or timezone.now()
    expected = list(entities)
    if not expected:
        raise ValidationError({"entities": _("Elija al menos una entidad.")})
    cycle.state = CycleState.OPEN
    _require_deadline_to_come(cycle.call_closes, now)
    cycle.full_clean(validate_constraints=False)  # the database holds them, `save_open` explains
    save_open(cycle)
    cycle.frameworks.set(frameworks)
    expect_responses(cycle, by=by, entities=expected)
    return invite(cycle, by=by, now=now)


@transaction.atomic
def close_call(cycle: ReportingCycle, *, by: User, now: datetime | None = None) -> int:
    """Close `cycle` and tell whoever has work in it that nobody validated what becomes of it.

    Gives how many letters go out on commit. Raises `PermissionDenied`, or `ValidationError` where
    the cycle is closed, also where somebody else closed it a moment ago.
    """
    if not permissions.may_manage_calls(by):
        raise PermissionDenied
    now = now or timezone.now()
    today = timezone.localdate(now)
    locked = ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
    require_open(locked)
    frozen = frozen_work(locked, today)
    set_cycle_state(locked, state=CycleState.CLOSED, by=by)
    cycle.refresh_from_db()
    return queue_letters(
        LetterKind.CLOSED, frozen, occasion=next_closing(locked, today), cycle=locked, now=now
    )


@transaction.atomic
def invite(cycle: ReportingCycle, *, by: User, now: datetime | None = None) -> int:
    """Write the call to each focal point in force that has not got it and whose answer is expected.

    Gives how many letters go out on commit. Raises `PermissionDenied`, or `ValidationError` where
    the cycle is closed or has no deadline to tell.
    """
    if not permissions.may_manage_calls(by):
        raise PermissionDenied
    require_open(cycle)
    if cycle.call_closes is None:
        raise ValidationError(
            _("Fije primero la fecha de cierre: la carta la dice."), code="no_deadline"
        )
    now = now or timezone.now()
    return queue_letters(
        LetterKind.CALL,
        focal_points_of(expected_entities(cycle), timezone.localdate(now)),
        occasion=cycle.code,
        cycle=cycle,
        now=now,
    )


@transaction.atomic
def set_deadline(
    cycle: ReportingCycle, *, closes: date, by: User, now: datetime | None = None
) -> int:
    """Set when the call closes; where people were told another day, tell whoever has a duty.

    A later day is an extension, an earlier one (never a past one) corrects what was mistyped.
    Gives how many letters go out on commit. Raises `PermissionDenied`, or `ValidationError` where
    the cycle is closed, or the date is past or that which people were told.
    """
    if not permissions.may_manage_calls(by):
        raise PermissionDenied
    now = now or timezone.now()
    locked = ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
    require_deadline(locked, closes=closes, now=now)
    before, kind = locked.call_closes, kind_of_deadline(locked, closes)
    if locked.call_opens is None:
        locked.call_opens = timezone.localdate(now)
    locked.call_closes = closes
    locked.save()
    cycle.refresh_from_db()
    if before is None:
        return 0
    return queue_letters(
        kind,
        duties(locked, timezone.localdate(now)),
        occasion=next_told_deadline(locked),
        cycle=locked,
        now=now,
    )


def require_deadline(cycle: ReportingCycle, *, closes: date, now: datetime | None = None) -> None:
    """Raise `ValidationError` where `closes` cannot become the deadline of `cycle`."""
    now = now or timezone.now()
    require_open(cycle)
    _require_deadline_to_come(closes, now)
    if closes == cycle.call_closes:
        raise ValidationError({"call_closes": _("La convocatoria ya cierra ese día.")})
    if cycle.call_opens is not None and closes < cycle.call_opens:
        raise ValidationError(
            {
                "call_closes": _("La convocatoria se abre el %(date)s: elija ese día o después.")
                % {"date": cycle.call_opens.strftime("%d/%m/%Y")}
            }
        )


def _require_deadline_to_come(closes: date | None, now: datetime) -> None:
    if closes is None or closes < timezone.localdate(now):
        raise ValidationError(
            {"call_closes": _("El cierre de la convocatoria debe ser hoy o después.")}
        )
