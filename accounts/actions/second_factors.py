"""A lost second factor: one person of the secretariat asks to take it off, another decides."""

from datetime import datetime
from functools import partial

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.access import end_access
from accounts.actions.letters import tell_reset_asked
from accounts.choices import Decision, EndOfAccess
from accounts.models import SecondFactorReset, User
from accounts.permissions import are_two_people, has_second_factor, may_reset_second_factor


@transaction.atomic
def ask_second_factor_reset(
    person: User, *, by: User, reason: str, now: datetime | None = None
) -> SecondFactorReset:
    """Ask that the second factor of `person` be taken off; the person is told by mail.

    `reason` says how `by` made sure that it is the person who asks. Raises `PermissionDenied`
    where `by` may not; `ValidationError` where there is none, it was asked already or no reason is
    given.
    """
    if not may_reset_second_factor(by, person):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Diga cómo comprobó quién lo pide.")})
    if not person.is_active or not has_second_factor(person):
        raise ValidationError({"person": _("Esa persona no tiene segundo factor activo.")})
    if SecondFactorReset.objects.filter(person=person, decision="").exists():
        raise ValidationError({"person": _("Ya se pidió, y espera la decisión de otra persona.")})
    reset = SecondFactorReset(
        person=person, reason=reason.strip(), asked_by=by, asked_at=now or timezone.now()
    )
    reset.full_clean()
    reset.save()
    transaction.on_commit(partial(tell_reset_asked.enqueue, person.pk))
    return reset


@transaction.atomic
def decide_second_factor_reset(
    reset: SecondFactorReset, *, by: User, decision: Decision, now: datetime | None = None
) -> None:
    """Take the second factor off, or refuse to; who asked may refuse (take back), not approve.

    Approved, it takes off applications, passkeys and recovery codes, and ends tokens and sessions;
    the person is told. Raises `PermissionDenied` where `by` may not, `ValidationError` where it is
    decided already, who asked approves or may no longer ask, or one of the two accounts may be in
    the hands of the other (`are_two_people`).
    """
    locked = SecondFactorReset.objects.select_for_update().get(pk=reset.pk)
    if not may_reset_second_factor(by, locked.person):
        raise PermissionDenied
    if locked.decision:
        raise ValidationError(_("Ya se decidió."), code="decided")
    if decision == Decision.APPROVED:
        if locked.asked_by_id == by.pk:
            raise ValidationError(_("Debe aprobarlo otra persona, no quien lo pidió."), code="own")
        if not may_reset_second_factor(locked.asked_by, locked.person):
            raise ValidationError(
                _("Quien lo pidió ya no es de la Secretaría Técnica: rechácelo."), code="asker"
            )
        if not are_two_people(locked, User.objects.select_related("entrusted_by").get(pk=by.pk)):
            raise ValidationError(
                _(
                    "Debe aprobarlo alguien cuya cuenta es anterior al pedido y no la dio quien lo "
                    "pidió ni la persona misma; si no hay nadie, pídalo a quien administra el "
                    "registro."
                ),
                code="same",
            )
    now = now or timezone.now()
    locked.decision, locked.decided_by, locked.decided_at = decision, by, now
    locked.full_clean()
    locked.save()
    if decision == Decision.APPROVED:
        Authenticator.objects.filter(user=locked.person).delete()
        end_access(locked.person, reason=EndOfAccess.SECOND_FACTOR, now=now)
