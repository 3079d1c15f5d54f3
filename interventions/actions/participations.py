"""Joint interventions: what each entity that is named in one says for itself.

An entity that has not confirmed yet stops nobody: the lead sends the row, the reviewers see who has
not confirmed, what is public says so, and the entity may still confirm or decline while the cycle
is open. After the row is validated that changes nothing of what it says: it keeps its version.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cycles.actions import require_open
from entities.choices import EDITING_DESIGNATIONS
from entities.permissions import entities_of
from interventions import rules
from interventions.actions.preconditions import StaleVersionError, require_there
from interventions.choices import EDITABLE_STATES, PARTNER_ANSWER, PUBLIC_STATES
from interventions.models import DeclinedParticipation, Intervention, Participation, ReviewEvent
from interventions.reading.texts import paragraphs


@transaction.atomic
def confirm_participation(
    participation: Participation,
    *,
    by: User,
    text: str | None = None,
    seen: int | None = None,
    now: datetime | None = None,
) -> None:
    """An entity says that it takes part, and with `text` what it contributes, in its own words.

    `seen` is the `recorded_version` that the actor read. What others save meanwhile in the rest of
    the row does not matter. Raises `PermissionDenied` where `by` is no focal point of that entity;
    `ValidationError` where the cycle is closed, the entity is not named any more, or the text
    changes once the row is sent; `StaleVersionError` where somebody changed this participation.
    """
    row = _locked(participation, by=by)
    stored = _still_named(participation)
    if seen is not None and seen != stored.recorded_version:
        raise StaleVersionError(
            _(
                "Mientras usted escribía, otra persona cambió la función o el aporte de su "
                "entidad. Su texto sigue en el formulario: compárelo con lo guardado y confirme "
                "de nuevo."
            ),
            code="stale",
        )
    text = paragraphs(text) if text is not None else None
    if text is not None and text.split() != stored.contribution_text.split():
        if row.state not in EDITABLE_STATES:
            raise ValidationError(
                {
                    "text": _(
                        "La intervención ya se envió: puede confirmar o declinar, pero el aporte "
                        "ya no cambia."
                    )
                }
            )
        stored.contribution_text = text
        _touch(row)
    stored.confirmed_by, stored.confirmed_at = by, now or timezone.now()
    stored.save()
    _tell_publicly(row, _("%(acronym)s confirmó que participa."), stored, by=by, now=now)
    participation.refresh_from_db()


@transaction.atomic
def decline_participation(
    participation: Participation, *, by: User, reason: str, now: datetime | None = None
) -> DeclinedParticipation:
    """An entity says that it has no part in an intervention in which it was named, and why.

    It is no partner any more; what it had written stays in the history. Raises `PermissionDenied`
    where `by` is no focal point of that entity, `ValidationError` where it leads the row, the cycle
    is closed or there is no reason.
    """
    row = _locked(participation, by=by)
    stored = _still_named(participation)
    if stored.is_lead:
        raise ValidationError(
            _("Su entidad es la responsable: si la intervención no va, elimine el borrador."),
            code="is_lead",
        )
    reason = paragraphs(reason)
    if not reason:
        raise ValidationError({"reason": rules.REASON_FOR_THE_LEAD})
    declined = DeclinedParticipation.objects.create(
        intervention=row,
        entity=stored.entity,
        role=stored.role,
        reason=reason,
        by=by,
        at=now or timezone.now(),
    )
    stored.delete()
    if row.state in PUBLIC_STATES:
        _tell_publicly(row, _("%(acronym)s dijo que no participa."), stored, by=by, now=now)
    else:
        _touch(row)
    return declined


def _locked(participation: Participation, *, by: User) -> Intervention:
    """The row, held until the end of the transaction, if `by` may still answer for the entity."""
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    row = require_there(rows.filter(pk=participation.intervention_id).first())
    own = entities_of(by, EDITING_DESIGNATIONS)
    if not own.filter(pk=participation.entity_id).exists():
        raise PermissionDenied
    require_open(row.cycle)
    return row


def _still_named(participation: Participation) -> Participation:
    stored = Participation.objects.filter(
        pk=participation.pk, entity=participation.entity_id
    ).first()
    if stored is None:
        raise ValidationError(
            _("La entidad responsable ya no nombra a su entidad en esta intervención."),
            code="not_named",
        )
    return stored


def _tell_publicly(
    row: Intervention, said: str, part: Participation, *, by: User, now: datetime | None
) -> None:
    """Whoever holds an answer about a public row learns by its date, and by the record of what
    changed, that it is another one now. `said` is what `part` answered.
    """
    if row.state not in PUBLIC_STATES:
        return
    now = now or timezone.now()
    Intervention.objects.filter(pk=row.pk).update(updated_at=now)
    ReviewEvent.objects.create(
        intervention=row,
        move=PARTNER_ANSWER,
        from_state=row.state,
        to_state=row.state,
        by=by,
        at=now,
        note=said % {"acronym": part.entity.acronym},
    )


def _touch(row: Intervention) -> None:
    """What others have open is not the latest any more: their save is refused and loses nothing."""
    Intervention.objects.filter(pk=row.pk).update(version=F("version") + 1)
