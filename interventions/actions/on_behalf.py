"""Writing in the name of an entity: the reason first, then what the entity makes of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_secretariat
from cycles.actions import require_open
from interventions import permissions
from interventions.actions.claims import require_unclaimed
from interventions.actions.preconditions import require_there
from interventions.actions.writing import Writing
from interventions.choices import OnBehalfKind, ParticipationRole
from interventions.models import Intervention, OnBehalf
from interventions.reading.texts import paragraphs


def required_reason(reason: str, field: str = "reason") -> str:
    """The reason as it is kept; raises `ValidationError`, of `field`, where there is none."""
    if not (kept := paragraphs(reason)):
        raise ValidationError(
            {field: _("Escriba el motivo: la entidad lo lee junto a lo registrado.")}
        )
    return kept


@transaction.atomic
def begin_on_behalf(
    intervention: Intervention, *, by: User, reason: str, now: datetime | None = None
) -> OnBehalf:
    """Say why `by` corrects the row in the name of its lead entity; it may then be written.

    Another reason takes the place of the one that `by` gave before. Raises `PermissionDenied` where
    `by` is not of the secretariat or the row is validated, `ValidationError` where there is no
    reason, the cycle is closed or another reviewer has the row.
    """
    now = now or timezone.now()
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    locked = require_there(rows.filter(pk=intervention.pk).first())
    if not is_secretariat(by):
        raise PermissionDenied
    require_open(locked.cycle)
    if not permissions.may_begin_on_behalf(by, locked):
        raise PermissionDenied
    require_unclaimed(locked, by=by, now=now)
    kept = required_reason(reason)
    lead = locked.lead_participation
    given = OnBehalf.objects.open().filter(intervention=locked, by=by)
    before = given.filter(entity=lead.entity_id).first()
    if before is not None and before.reason == kept:
        return before
    forget_unused(locked, of=by)
    given.update(ended_at=now)
    return OnBehalf.objects.create(
        intervention=locked,
        entity_id=lead.entity_id,
        kind=before.kind if before is not None else OnBehalfKind.CORRECTED,
        reason=kept,
        by=by,
        at=now,
    )


# -- asked by the one writer ----------------------------------------------------------------------


def entities_acted_for(keys: Iterable[int], *, by: User) -> dict[int, int]:
    """Row -> the entity in whose name `by` writes it, of the rows for which they gave a reason."""
    if not is_secretariat(by):
        return {}
    written = OnBehalf.objects.open().filter(intervention__in=list(keys), by=by)
    return dict(written.values_list("intervention", "entity"))


def give_reasons(
    old: Sequence[Writing],
    entities: Mapping[int, Mapping[int, str]],
    own: frozenset[int],
    *,
    by: User,
    now: datetime,
) -> None:
    """Set for whom each stored row is written, and keep the reason that came with it."""
    acted = entities_acted_for([writing.stored.pk for writing in old], by=by)
    for writing in old:
        roles = entities.get(writing.stored.pk, {})
        lead = next((key for key, role in roles.items() if role == ParticipationRole.LEAD), None)
        if lead is None or lead in own:
            continue
        writing.acts_for = lead if acted.get(writing.stored.pk) == lead else None
        if writing.on_behalf and writing.acts_for is None and is_secretariat(by):
            begin_on_behalf(writing.stored, by=by, reason=writing.on_behalf, now=now)
            writing.acts_for = lead


def may_be_new(writing: Writing, own: frozenset[int], *, by: User) -> bool:
    """Whether `by` starts a row that its entity leads: their own, or in its name with a reason."""
    led_by = writing.led_by
    if led_by in own:
        return True
    if led_by is None or not (writing.on_behalf and is_secretariat(by)):
        return False
    required_reason(writing.on_behalf)
    writing.acts_for = led_by
    return True


def record_entered(new: Sequence[Writing], *, by: User, now: datetime) -> None:
    """Write down of each new row who entered it, for whom and why."""
    OnBehalf.objects.bulk_create(
        OnBehalf(
            intervention=writing.stored,
            entity_id=writing.acts_for,
            kind=OnBehalfKind.ENTERED,
            reason=required_reason(writing.on_behalf),
            by=by,
            at=now,
        )
        for writing in new
        if writing.acts_for is not None
    )


def take_back_corrections(keys: Iterable[int], *, by: User, at: datetime) -> None:
    """Rows say again what they said before what `by` corrected `at` a moment: there is nothing any
    more that the entity did not say. What it objected to stays on record.
    """
    corrected = OnBehalf.objects.filter(
        intervention__in=list(keys), by=by, at=at, kind=OnBehalfKind.CORRECTED
    )
    corrected.filter(objected_at__isnull=True).delete()


def entered_by(keys: Iterable[int], *, by: User) -> set[int]:
    """The rows among `keys` that `by` entered for an entity and may take away again."""
    entered = OnBehalf.objects.open().standing().filter(by=by, kind=OnBehalfKind.ENTERED)
    return set(entered.filter(intervention__in=list(keys)).values_list("intervention", flat=True))


# -- what becomes of it ---------------------------------------------------------------------------


def reason_to_send(intervention: Intervention, *, by: User) -> str:
    """What the review record says of a row that `by` sends in the name of its entity."""
    written = permissions.open_on_behalf(by, intervention)
    if written is None or permissions.leads_to_write(by, intervention):
        return ""
    told = {"acronym": written.entity.acronym, "reason": written.reason}
    return _("En nombre de %(acronym)s: %(reason)s") % told


def end_with_move(intervention: Intervention, *, now: datetime) -> None:
    """A move of the (locked) row ends the reasons under which it was written."""
    OnBehalf.objects.open().filter(intervention=intervention).update(ended_at=now)


def forget_unused(intervention: Intervention, *, of: User | None = None) -> None:
    """Who gave a reason to correct the (locked) row and changed nothing has corrected nothing:
    nobody is told that they did. What the entity objected to stays.

    Of one person, or of everybody.
    """
    changed = Intervention.history.filter(
        id=OuterRef("intervention"), history_user=OuterRef("by"), history_date__gte=OuterRef("at")
    )
    given = OnBehalf.objects.open().filter(
        intervention=intervention, kind=OnBehalfKind.CORRECTED, objected_at__isnull=True
    )
    if of is not None:
        given = given.filter(by=of)
    given.filter(~Exists(changed)).delete()


def disown(intervention: Intervention, *, since: datetime) -> None:
    """The entity takes back what it sent or approved at `since`: what was written in its name is
    not its own word any more.
    """
    adopted = OnBehalf.objects.filter(intervention=intervention, adopted_at__gte=since)
    adopted.update(adopted_at=None, adopted_by=None)


def adopt(intervention: Intervention, *, by: User, now: datetime) -> None:
    """The entity sends or approves the row itself: what it says is the entity's word now."""
    standing = OnBehalf.objects.standing().filter(intervention=intervention)
    standing.update(adopted_at=now, adopted_by=by)


@transaction.atomic
def object_to(written: OnBehalf, *, by: User, text: str, now: datetime | None = None) -> None:
    """The entity does not agree with what was written in its name, and says why.

    Raises `PermissionDenied` where `by` does not speak for it or somebody objected already,
    `ValidationError` where nothing is said.
    """
    locked = _locked(written, by=by)
    if not permissions.may_object(by, locked):
        raise PermissionDenied
    locked.objection = _said(text)
    locked.objected_by, locked.objected_at = by, now or timezone.now()
    locked.save(update_fields=["objection", "objected_by", "objected_at"])


@transaction.atomic
def answer_objection(
    written: OnBehalf, *, by: User, text: str, now: datetime | None = None
) -> None:
    """The secretariat answers an objection, which then waits no more.

    Raises `PermissionDenied` where `by` is not of the secretariat or nothing waits for an answer,
    `ValidationError` where nothing is said.
    """
    locked = _locked(written, by=by)
    if not permissions.may_answer_objection(by, locked):
        raise PermissionDenied
    locked.answer = _said(text)
    locked.answered_by, locked.answered_at = by, now or timezone.now()
    locked.save(update_fields=["answer", "answered_by", "answered_at"])


def _locked(written: OnBehalf, *, by: User) -> OnBehalf:
    if not permissions.visible_on_behalf(by).filter(pk=written.pk).exists():
        raise PermissionDenied
    return require_there(OnBehalf.objects.select_for_update().filter(pk=written.pk).first())


def _said(text: str) -> str:
    if not (kept := paragraphs(text)):
        raise ValidationError({"text": _("Escriba lo que quiere decir.")})
    return kept
