"""Who stands in for a member of the secretariat or a validator on leave: named, taken back."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.links import page
from accounts.models import Delegation, RegistryRole, User
from accounts.permissions import is_of_the_secretariat, may_take_back
from entities import permissions
from entities.recipients import address_of_person

logger = logging.getLogger(__name__)


@transaction.atomic
def name_delegate(
    absent: User,
    *,
    by: User,
    delegate: User,
    first_day: date,
    last_day: date,
    reason: str,
    now: datetime | None = None,
) -> Delegation:
    """Write down that `delegate` stands in for `absent` from one day to another, and write to both.

    Raises `PermissionDenied` where `by` may not name one for `absent`, or not that one;
    `ValidationError` where it begins before today or ends before it begins, no reason is given,
    `absent` does nothing that could be stood in for, `delegate` may do all of it already or is the
    same person, or one of the two is away, or stands in, on some of these days already.
    """
    now = now or timezone.now()
    people = User.objects.select_for_update().filter(pk__in=[absent.pk, delegate.pk])
    locked = {person.pk: person for person in people.order_by("pk")}  # one naming at a time
    absent, chosen = locked[absent.pk], locked[delegate.pk]
    if by.pk != absent.pk and not is_of_the_secretariat(by):
        raise PermissionDenied
    if first_day < timezone.localdate(now):
        raise ValidationError({"first_day": _("No puede empezar antes de hoy.")})
    if last_day < first_day:
        raise ValidationError({"last_day": _("El último día no puede ser anterior al primero.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Escriba el motivo.")})
    if chosen.pk == absent.pk:
        raise ValidationError({"delegate": _("Nadie se suple a sí mismo: elija a otra persona.")})
    if not permissions.people_to_be_stood_in_for(by, first_day).filter(pk=absent.pk).exists():
        raise PermissionDenied
    if not permissions.people_to_stand_in(by, first_day).filter(pk=chosen.pk).exists():
        raise PermissionDenied
    _require_something_to_pass_on(absent, chosen, first_day)
    _refuse_overlap(absent, chosen, first_day, last_day)
    row = Delegation(
        absent=absent,
        delegate=chosen,
        valid_from=first_day,
        valid_to=last_day,
        reason=reason.strip(),
        named_by=by,
        named_at=now,
    )
    row.full_clean()
    row.save()
    for person in (by, delegate):
        person.__dict__.pop("_leaves", None)  # what was known of them is so no more
    _write_to({chosen, absent} - {by}, row, "mail/delegation.txt")
    return row


@transaction.atomic
def take_back_delegation(delegation: Delegation, *, by: User, now: datetime | None = None) -> None:
    """Put an end to a delegation at once, and write to both; what was done by it stays done.

    Raises `PermissionDenied` where `by` may not, `ValidationError` where it is over already.
    """
    now = now or timezone.now()
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not may_take_back(by, row):
        raise PermissionDenied
    if not Delegation.objects.not_over(timezone.localdate(now)).filter(pk=row.pk).exists():
        raise ValidationError(_("Esa suplencia ya terminó."), code="over")
    row.taken_back_by, row.taken_back_at = by, now
    row.save(update_fields=["taken_back_by", "taken_back_at"])
    _write_to({row.delegate, row.absent} - {by}, row, "mail/delegation_taken_back.txt")


def _require_something_to_pass_on(absent: User, delegate: User, day: date) -> None:
    """What the one does and the other may not do anyway."""
    for_secretariat = absent.registry_role == RegistryRole.SECRETARIAT
    if for_secretariat and not is_of_the_secretariat(delegate):
        return
    own = permissions.entities_validated_by(delegate, day)
    if permissions.entities_validated_by(absent, day).exclude(pk__in=own).exists():
        return
    raise ValidationError(
        {"delegate": _("Esa persona ya puede hacer todo lo que haría como suplente.")}
    )


def _refuse_overlap(absent: User, delegate: User, first_day: date, last_day: date) -> None:
    """Nobody has two delegates, or is one twice, or both away and standing in, on the same day."""
    told = {"absent": absent, "delegate": delegate}
    others = Delegation.objects.overlapping(first_day, last_day)
    if before := others.filter(absent=absent).select_related("delegate").first():
        days = {
            "delegate": before.delegate,
            "first_day": date_format(before.valid_from, "d/m/Y"),
            "last_day": date_format(before.valid_to, "d/m/Y"),
        }
        raise ValidationError(
            {"first_day": _("Ya la suple %(delegate)s del %(first_day)s al %(last_day)s.") % days}
        )
    if others.filter(delegate=absent).exists():
        raise ValidationError({"absent": _("En esos días %(absent)s suple a otra persona.") % told})
    if others.filter(absent=delegate).exists():
        raise ValidationError(
            {"delegate": _("En esos días %(delegate)s también está ausente.") % told}
        )
    if others.filter(delegate=delegate).exists():
        raise ValidationError(
            {"delegate": _("En esos días %(delegate)s ya suple a otra persona.") % told}
        )


def _write_to(people: Iterable[User], row: Delegation, template: str) -> None:
    """A letter to each of `people` whose address is known, once the transaction is done."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Registro de la MTIGM: suplencia de %(person)s") % {"person": row.absent}
        address = page("workspace:home")
        for person in sorted(people, key=lambda one: one.pk):
            if to := address_of_person(person, row.valid_from):
                context = {"row": row, "person": person, "address": address}
                body = render_to_string(template, context).strip() + "\n"
                transaction.on_commit(partial(_post, row.pk, subject, body, to))


def _post(delegation: int, subject: str, body: str, address: str) -> None:
    """Hand the letter over; what fails is told without the address."""
    try:
        send_mail(subject, body, None, [address])
    except OSError as error:
        logger.error("Letter of delegation %s not sent: %s", delegation, type(error).__name__)
