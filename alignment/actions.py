"""Writes of the catalogues: the rows that files bring, and what the secretariat confirms."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
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


@transaction.atomic
def write_catalogue_row(
    row: models.Model, links: Mapping[str, Sequence[models.Model]] | None = None, *, by: User
) -> None:
    """Write a row of a catalogue, new or changed, with a version that names who wrote it.

    `links` are its many-to-many fields by name, each with all that it points to. Raises
    `PermissionDenied` where `by` is not the secretariat, `ValidationError` where the model refuses.
    """
    if not is_secretariat(by):
        raise PermissionDenied
    row.full_clean()
    kept: Any = row
    kept._history_user = by
    kept.save()
    for name, targets in (links or {}).items():
        getattr(row, name).set(targets)
