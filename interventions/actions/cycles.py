"""Cycles, the answers expected in them, and difficulties without an intervention."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from interventions import permissions
from interventions.actions.preconditions import require_open
from interventions.choices import CycleState, MTIGMRole
from interventions.models import Challenge, Entity, EntityResponse, ReportingCycle


@transaction.atomic
def expect_responses(
    cycle: ReportingCycle, *, by: User | None = None, entities: Iterable[Entity] | None = None
) -> int:
    """Write down that the members of the MTIGM (or `entities`) are expected to answer `cycle`.

    Idempotent; gives how many responses were added. `by` is empty only for the data loaders.
    """
    if by is not None and not permissions.is_secretariat(by):
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
    """Open or close a cycle; opening writes down the responses expected."""
    if not permissions.is_secretariat(by):
        raise PermissionDenied
    cycle.state = state
    cycle.save()
    if state == CycleState.OPEN:
        expect_responses(cycle, by=by)


@transaction.atomic
def validate_entity_challenge(
    challenge: Challenge, *, by: User, now: datetime | None = None
) -> None:
    """Make public a difficulty that an entity reported without an intervention."""
    if not permissions.is_secretariat(by):
        raise PermissionDenied
    if challenge.intervention_id is not None or challenge.cycle is None:
        raise ValidationError(_("La dificultad se valida con su intervención."))
    require_open(challenge.cycle)
    challenge.validated_at = now or timezone.now()
    challenge.save()
