"""Writing in the name of an entity: the reason first, then what the entity makes of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_secretariat, secretary_stood_in_for
from cycles.actions import require_open
from interventions import permissions, rules
from interventions.actions.claims import require_unclaimed
from interventions.actions.history import some_of
from interventions.actions.preconditions import require_there
from interventions.actions.writing import Writing
from interventions.choices import OnBehalfKind, ParticipationRole
from interventions.models import Intervention, OnBehalf
from interventions.reading.texts import paragraphs


def required_reason(reason: str, field: str = "reason") -> str:
    """The reason as it is kept; raises `ValidationError`, of `field`, where there is none."""
    if not (kept := paragraphs(reason)):
        raise ValidationError({field: rules.REASON_FOR_THE_ENTITY})
    return kept


@transaction.atomic
def begin_on_behalf(
    intervention: Intervention, *, by: User, reason: str, now: datetime | None = None
) -> OnBehalf:
    """Say why `by` corrects the row in the name of its lead entity; it may then be written.

    Another reason takes the place of the one that `by` gave before. Raises `PermissionDenied` where
    `by` is not of the secretariat, writes for that entity anyway or the row is validated,
    `ValidationError` where there is no reason, the cycle is closed or another reviewer has the row.
    """
    now = now or timezone.now()
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    locked = require_there(rows.filter(pk=intervention.pk).first())
    if not is_secretariat(by):
        raise PermissionDenied
    require_open(locked.cycle)
    if not permissions.may_begin_on_behalf(by, locked):
        raise PermissionDenied
    require_unclaimed([locked.pk], by=by, now=now)
    _keep_reasons({locked.pk: (locked.lead_participation.entity_id, reason)}, by=by, now=now)
    return OnBehalf.objects.open().get(intervention=locked, by=by)


def _keep_reasons(reasons: Mapping[int, tuple[int, str]], *, by: User, now: datetime) -> None:
    """Keep why `by` writes rows (row -> entity, reason); one that is not the one they gave before
    takes its place.
    """
    before = OnBehalf.objects.open().filter(intervention__in=list(reasons), by=by)
    given = {one.intervention_id: one for one in before}
    in_place_of = secretary_stood_in_for(by)
    fresh, replaced = [], []
    for key, (entity, reason) in reasons.items():
        kept, old = required_reason(reason), given.get(key)
        same = old is not None and old.entity_id == entity
        if old is not None and same and old.reason == kept:
            continue
        kind = OnBehalfKind(old.kind) if old is not None and same else OnBehalfKind.CORRECTED
        fresh.append(
            OnBehalf(
                intervention_id=key,
                entity_id=entity,
                kind=kind,
                reason=kept,
                by=by,
                in_place_of=in_place_of,
                at=now,
            )
        )
        if old is not None:
            replaced.append(old.pk)
    OnBehalf.objects.filter(pk__in=replaced).update(ended_at=now)
    OnBehalf.objects.bulk_create(fresh)


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
    """Set for whom each stored row is written, and keep the reason that came with it.

    Raises `ValidationError` where another reviewer has a row for which a reason came. What may be
    written under a reason says `permissions.why_not_written`.
    """
    if not is_secretariat(by):
        return
    for some in some_of(old):
        acted = entities_acted_for([writing.stored.pk for writing in some], by=by)
        reasons: dict[int, tuple[int, str]] = {}
        for writing in some:
            key = writing.stored.pk
            roles = entities.get(key, {})
            leads = (one for one, role in roles.items() if role == ParticipationRole.LEAD)
            lead = next(leads, None)
            if lead is None or lead in own:
                continue
            writing.acts_for = lead if acted.get(key) == lead or writing.on_behalf else None
            if writing.on_behalf:
                reasons[key] = lead, writing.on_behalf
        if reasons:
            require_unclaimed(list(reasons), by=by, now=now)
            _keep_reasons(reasons, by=by, now=now)


def start_rows(new: Sequence[Writing], own: frozenset[int], *, by: User, now: datetime) -> None:
    """Set for whom each new row is written: for an entity of `own`, or in the name of another.

    Raises `PermissionDenied` where `by` may not start a row that its entity leads.
    """
    others = {writing.led_by for writing in new if writing.led_by is not None} - own
    entered_for = set(
        permissions.entities_to_enter_for(by, timezone.localdate(now))
        .filter(pk__in=others)
        .values_list("pk", flat=True)
    )
    for writing in new:
        if writing.led_by in own:
            continue
        if not (writing.on_behalf and writing.led_by and is_secretariat(by)):
            raise PermissionDenied(str(permissions.LED_BY_ONES_OWN))
        if writing.led_by not in entered_for:
            raise PermissionDenied(str(permissions.NOT_FOR_ENDED))
        writing.acts_for = writing.led_by


def record_entered(new: Sequence[Writing], *, by: User, now: datetime) -> None:
    """Write down of each new row who entered it, for whom and why."""
    in_place_of = secretary_stood_in_for(by)
    OnBehalf.objects.bulk_create(
        OnBehalf(
            intervention=writing.stored,
            entity_id=writing.acts_for,
            kind=OnBehalfKind.ENTERED,
            reason=required_reason(writing.on_behalf),
            by=by,
            in_place_of=in_place_of,
            at=now,
            changed_at=now,
        )
        for writing in new
        if writing.acts_for is not None
    )


def date_changes(altered: Sequence[Writing], *, by: User, now: datetime) -> None:
    """Rows say something else now: the reasons under which `by` wrote them speak from now on.

    What `by` writes as the entity itself is not written in its name; to give a row back what it
    said is no change.
    """
    if not is_secretariat(by) or any(writing.restores for writing in altered):
        return
    for some in some_of([writing.stored.pk for writing in altered]):
        given = OnBehalf.objects.open().filter(intervention__in=some, by=by, changed_at=None)
        given.exclude(entity__in=permissions.writes_for(by)).update(changed_at=now)


def take_back_corrections(*, by: User, at: datetime) -> None:
    """Rows say again what they said before what `by` corrected `at` a moment: there is nothing any
    more that the entity did not say. What it objected to stays on record.
    """
    corrected = OnBehalf.objects.filter(by=by, changed_at=at, kind=OnBehalfKind.CORRECTED)
    corrected.update(changed_at=None)


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


def record_sent(intervention: Intervention, *, by: User, now: datetime) -> None:
    """`by` sends the (locked) row in the name of its entity, which has not sent it.

    What was entered in its name is told as that. Of a row that it sent before, the review record
    alone tells that it is sent again.
    """
    given = permissions.open_on_behalf(by, intervention)
    if given is None or given.kind == OnBehalfKind.ENTERED or intervention.submitted_at:
        return
    if given.changed_at is None:
        given.kind, given.changed_at = OnBehalfKind.SENT, now
        given.save(update_fields=["kind", "changed_at"])
        return
    OnBehalf.objects.create(  # that it was corrected stays
        intervention=intervention,
        entity_id=given.entity_id,
        kind=OnBehalfKind.SENT,
        reason=given.reason,
        by=by,
        in_place_of=secretary_stood_in_for(by),
        at=now,
        changed_at=now,
        ended_at=now,
    )


def take_back_sent(intervention: Intervention, *, sent_at: datetime) -> None:
    """What was sent at `sent_at` is taken back.

    In the name of the entity nothing was sent then. What the entity had sent or approved itself is
    not its own word any more, and so not what was written in its name before.
    """
    written = OnBehalf.objects.filter(intervention=intervention)
    written.filter(kind=OnBehalfKind.SENT, changed_at=sent_at).update(changed_at=None)
    written.filter(adopted_at__gte=sent_at).update(adopted_at=None, adopted_by=None)


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
