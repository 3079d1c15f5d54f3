"""The first time that a person comes in."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User


def mark_welcomed(person: User, *, by: User, now: datetime | None = None) -> None:
    """Write down that `person` read the welcome page; later readings change nothing.

    Raises `PermissionDenied` where `by` is somebody else.
    """
    if by.pk != person.pk:
        raise PermissionDenied
    if person.welcomed_at is None:
        person.welcomed_at = now or timezone.now()
        person.save(update_fields=["welcomed_at"])
