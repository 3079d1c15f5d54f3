"""Difficulties that an entity reported without an intervention."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import User
from cycles.actions import require_open
from interventions.models import Challenge


@transaction.atomic
def validate_entity_challenge(
    challenge: Challenge, *, by: User, now: datetime | None = None
) -> None:
    """Make public a difficulty that an entity reported without an intervention."""
    if not permissions.is_secretariat(by):
        raise PermissionDenied
    if challenge.cycle is None:
        raise ValidationError(_("La dificultad se valida con su intervención."))
    require_open(challenge.cycle)
    challenge.validated_at = now or timezone.now()
    challenge.save()
