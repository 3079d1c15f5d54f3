"""Difficulties that an entity reports without an intervention: written, deleted, made public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.actions import require_open
from interventions import permissions
from interventions.actions.preconditions import require_there
from interventions.models import Challenge

WRITTEN = frozenset("entity provision kind category text would_unblock who_can status".split())
"""What is written of one; its cycle is of whoever makes it."""


@transaction.atomic
def write_entity_challenge(
    challenge: Challenge, *, values: Mapping[str, Any], by: User
) -> Challenge:
    """Write a difficulty, new (of the cycle that it names) or stored; gives it as it is stored.

    `values` are those of `WRITTEN` that it shall have. Raises `PermissionDenied` where `by` does
    not report for the entity that it is of, or shall be of, or it is validated; `ValidationError`
    where the cycle is closed or something is missing.
    """
    row = challenge if challenge.pk is None else _locked(challenge, by=by)
    if row.cycle is None:
        raise ValidationError({"cycle": _("Diga de qué ciclo es.")})
    require_open(row.cycle)
    for name in WRITTEN & values.keys():
        setattr(row, name, values[name])
    missing = [name for name in ("entity", "provision") if getattr(row, name) is None]
    if missing:
        raise ValidationError({name: _("Este campo es obligatorio.") for name in missing})
    if not permissions.may_edit_entity_challenge(by, row):
        raise PermissionDenied
    row.full_clean()
    kept: Any = row
    kept._history_user = by
    row.save()
    return row


@transaction.atomic
def delete_entity_challenge(challenge: Challenge, *, by: User) -> None:
    """Delete a difficulty that nobody validated; raises as `write_entity_challenge` does."""
    row = _locked(challenge, by=by)
    kept: Any = row
    kept._history_user = by
    row.delete()


@transaction.atomic
def validate_entity_challenge(
    challenge: Challenge, *, by: User, now: datetime | None = None
) -> None:
    """Make public a difficulty that an entity reported without an intervention."""
    if not is_secretariat(by):
        raise PermissionDenied
    rows = Challenge.objects.select_for_update(of=("self",)).select_related("cycle")
    row = require_there(rows.filter(pk=challenge.pk).first())
    if row.cycle is None:
        raise ValidationError(_("La dificultad se valida con su intervención."))
    require_open(row.cycle)
    if row.validated_at is None:  # what another has validated meanwhile keeps its day
        kept: Any = row
        kept._history_user = by
        row.validated_at = now or timezone.now()
        row.save(update_fields=["validated_at"])
    challenge.refresh_from_db()


def _locked(challenge: Challenge, *, by: User) -> Challenge:
    rows = Challenge.objects.select_for_update(of=("self",)).select_related("cycle", "entity")
    row = require_there(rows.filter(pk=challenge.pk).first())
    if row.cycle is not None:
        require_open(row.cycle)
    if not permissions.may_edit_entity_challenge(by, row):
        raise PermissionDenied
    return row
