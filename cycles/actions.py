"""Cycles opened and closed, and the answers expected in them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.choices import CycleState
from cycles.models import EntityResponse, ReportingCycle
from cycles.permissions import may_manage_calls
from entities.choices import MTIGMRole
from entities.models import Entity


@transaction.atomic
def expect_responses(
    cycle: ReportingCycle, *, by: User | None = None, entities: Iterable[Entity] | None = None
) -> int:
    """Write down that the members of the MTIGM (or `entities`) are expected to answer `cycle`.

    Idempotent; gives how many responses were added. `by` is empty only for the data loaders.
    """
    if by is not None and not is_secretariat(by):
        raise PermissionDenied
    if entities is None:
        entities = Entity.objects.in_force(cycle.period_end).filter(mtigm_role=MTIGMRole.MEMBER)
    added = 0
    for entity in entities:
        _response, created = EntityResponse.objects.get_or_create(cycle=cycle, entity=entity)
        added += created
    return added


@transaction.atomic
def set_cycle_state(cycle: ReportingCycle, *, state: CycleState, by: User) -> None:
    """Open or close a cycle; one opened for the first time expects the members of the MTIGM.

    What else the cycle says stays as it is kept, not as the caller read it. Raises
    `PermissionDenied`, or `ValidationError` where another cycle is open.
    """
    if not may_manage_calls(by):
        raise PermissionDenied
    locked = ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
    locked.state = state
    if state == CycleState.OPEN:
        save_open(locked)
        if not locked.responses.exists():
            expect_responses(locked, by=by)
    else:
        locked.save()
    cycle.refresh_from_db()


def open_cycle_but(cycle: ReportingCycle) -> ReportingCycle | None:
    """The cycle that is open, where that is another one than `cycle`."""
    return ReportingCycle.objects.filter(state=CycleState.OPEN).exclude(pk=cycle.pk).first()


def save_open(cycle: ReportingCycle) -> None:
    """Save a cycle as the open one; raises `ValidationError` where another is open."""
    opened = open_cycle_but(cycle)
    try:
        if opened is None:
            with transaction.atomic():
                cycle.save()
            return
    except IntegrityError as error:
        # Somebody else opened one at the same moment, and the database let only one through.
        opened = open_cycle_but(cycle)
        if opened is None:
            raise error from None
    raise ValidationError(
        _("El ciclo «%(cycle)s» está abierto: ciérrelo antes de abrir otro.")
        % {"cycle": opened.title},
        code="another_open",
    )


@contextmanager
def open_for_loading(cycle: ReportingCycle) -> Iterator[None]:
    """What the block writes into `cycle` is written while it is open, and it closes last.

    For the loaders of data alone: the database refuses every change of a closed cycle. The cycle
    that people answer meanwhile steps back and returns, in one transaction, so that nobody sees it.
    """
    if cycle.is_open:
        yield
        return
    with transaction.atomic():
        keys = list(
            ReportingCycle.objects.filter(state=CycleState.OPEN).values_list("pk", flat=True)
        )
        opened = ReportingCycle.objects.filter(pk__in=keys)
        opened.update(state=CycleState.CLOSED)
        loaded = ReportingCycle.objects.filter(pk=cycle.pk)
        loaded.update(state=CycleState.OPEN)
        yield
        loaded.update(state=CycleState.CLOSED)
        opened.update(state=CycleState.OPEN)


def require_open(cycle: ReportingCycle) -> None:
    """Raise `ValidationError` where `cycle` is closed.

    Inside a transaction the cycle stays as it is until that ends: who closes it waits, and who
    asks while it is being closed waits for the answer.
    """
    if not _stays_open(cycle):
        raise ValidationError(
            _("El ciclo «%(cycle)s» está cerrado: sus intervenciones ya no cambian.")
            % {"cycle": cycle.title},
            code="cycle_closed",
        )


def _stays_open(cycle: ReportingCycle) -> bool:
    """Whether the cycle is open; held so where the database lets several write at a time.

    Shared: people who write do not wait for each other, only for who closes the cycle.
    """
    if connection.vendor != "postgresql" or not connection.in_atomic_block or not cycle.is_open:
        return cycle.is_open
    table = connection.ops.quote_name(ReportingCycle._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM {table} WHERE id = %s FOR SHARE", [cycle.pk])  # noqa: S608
        stored = cursor.fetchone()
    return stored is not None and stored[0] == CycleState.OPEN
