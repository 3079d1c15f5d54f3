"""Writes of the crosswalk: the secretariat confirms what was proposed."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import is_secretariat
from alignment.models import Alignment


@transaction.atomic
def confirm_alignment(alignment: Alignment, *, by: User, now: datetime | None = None) -> bool:
    """Write down who confirmed an alignment and when; the first confirmation stands.

    Gives whether anything changed. Raises `PermissionDenied` where `by` is not the secretariat.
    """
    if not is_secretariat(by):
        raise PermissionDenied
    stored = Alignment.objects.select_for_update().get(pk=alignment.pk)
    if stored.confirmed_at is not None:
        return False
    stored.confirmed_by, stored.confirmed_at = by, now or timezone.now()
    stored.save()
    return True
