"""Writing an intervention step by step: whose save counts, and what is typed and not saved yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from interventions import permissions
from interventions.actions.preconditions import StaleVersionError, require_there
from interventions.differences import fingerprint
from interventions.models import Intervention, WorkingCopy

MOST_LETTERS = 200_000
"""Letters of a working copy at most: one step of a form, not a store."""


def claim_fields(
    intervention: Intervention, *, names: Iterable[str], opened: str, by: User
) -> Intervention:
    """Take the right to write the fields `names` (of `differences.FIELDS`); call in a transaction.

    `opened` is their `fingerprint` when the actor opened them: whoever changed other fields
    meanwhile is no obstacle. Gives the row as stored now, locked: its version is the one to write
    over. Raises `PermissionDenied` where `by` may not edit it, `StaleVersionError` where somebody
    changed one of these fields.
    """
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    locked = require_there(rows.filter(pk=intervention.pk).first())
    if fingerprint(locked, names) != opened:
        raise StaleVersionError.of_fields()
    if reason := permissions.why_not_edited(by, locked):
        raise PermissionDenied(reason)
    return locked


@transaction.atomic
def keep_working_copy(
    intervention: Intervention | None,
    *,
    step: str,
    values: Mapping[str, list[str]],
    opened: str,
    by: User,
    now: datetime | None = None,
) -> WorkingCopy:
    """Keep what `by` has typed into a step (field of the form -> its values) and not saved.

    `intervention` is empty while a new one is being written. Raises `PermissionDenied` where `by`
    may not write it, `ValidationError` where it is too long or cannot be kept.
    """
    texts = [step, opened, *values, *(text for typed in values.values() for text in typed)]
    if sum(map(len, texts)) > MOST_LETTERS or any("\x00" in text for text in texts):
        raise ValidationError(_("El texto tiene caracteres no válidos o es demasiado largo."))
    if intervention is None and not permissions.may_type_new_intervention(by):
        raise PermissionDenied
    if intervention is not None and (reason := permissions.why_not_edited(by, intervention)):
        raise PermissionDenied(reason)
    copy, _created = WorkingCopy.objects.update_or_create(
        person=by,
        intervention=intervention,
        step=step,
        defaults={"values": dict(values), "opened": opened, "kept_at": now or timezone.now()},
    )
    return copy


def forget_working_copy(intervention: Intervention | None, *, step: str, by: User) -> None:
    """Throw away what `by` typed into a step: it is saved, or not wanted."""
    WorkingCopy.objects.filter(person=by, intervention=intervention, step=step).delete()
