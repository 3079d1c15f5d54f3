"""Invitations: a letter with a link by which a person sets the first password."""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions.access import change_password, entrust
from accounts.links import page
from accounts.models import Invitation, User
from accounts.permissions import is_of_the_secretariat

logger = logging.getLogger(__name__)

INVITATION_LIFE = timedelta(days=14)


def digest_of(token: str) -> str:
    """What is stored of a link's token: 64 hexadecimal digits, from which it cannot be read back.

    A plain digest is enough: the token has 256 random bits, so nobody can try them all.
    """
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    person: User,
    *,
    by: User,
    purpose: str,
    waiting: Sequence[str] = (),
    now: datetime | None = None,
) -> Invitation:
    """Write to `person` a link, good for `INVITATION_LIFE`, by which they set their password.

    `purpose` says for what ("Titular de MIMP"), `waiting` what is left to do there, a line each.
    An invitation still open is withdrawn: only the last link works. The letter goes out once the
    transaction is done; where it cannot be handed over, `sent_at` stays empty.

    Raises `PermissionDenied` where `by` is not of the secretariat or `person` administers the
    registry and `by` does not; `ValidationError` where the account is disabled, has no address, or
    has a password already.
    """
    if not is_of_the_secretariat(by) or (person.is_superuser and not by.is_superuser):
        raise PermissionDenied
    now = now or timezone.now()
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise ValidationError(_("La cuenta está deshabilitada."), code="inactive")
    if not person.email:
        raise ValidationError(_("La cuenta no tiene correo al que escribir."), code="no_address")
    if person.has_usable_password():
        raise ValidationError(
            _("La persona ya tiene contraseña; si la olvidó, puede pedir otra al ingresar."),
            code="has_password",
        )
    withdraw_invitations(person, by=by, now=now)
    entrust(person, by=by, now=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        digest=digest_of(token),
        purpose=purpose,
        made_by=by,
        made_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    transaction.on_commit(partial(_post, invitation, token, tuple(waiting)))
    return invitation


@transaction.atomic
def withdraw_invitations(person: User, *, by: User, now: datetime | None = None) -> int:
    """Make the open invitation of `person` useless; gives how many there were (0 or 1).

    Raises `PermissionDenied` where `by` is not of the secretariat.
    """
    if not is_of_the_secretariat(by):
        raise PermissionDenied
    return (
        Invitation.objects.open().filter(person=person).update(withdrawn_at=now or timezone.now())
    )


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, password: str, now: datetime | None = None
) -> User:
    """Set the first password of the person invited and use the invitation up.

    Whoever holds the link is the actor. `password` has been checked by the form's validators.
    Raises `ValidationError` where the invitation is no longer good: used, withdrawn, past its
    time, or of a disabled account.
    """
    now = now or timezone.now()
    locked = Invitation.objects.select_for_update().select_related("person").get(pk=invitation.pk)
    if not locked.is_good(now):
        raise ValidationError(_("La invitación ya no sirve."), code="not_good")
    person = locked.person
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    change_password(person, password=password, now=now)
    return person


def _post(invitation: Invitation, token: str, waiting: tuple[str, ...]) -> None:
    """Hand the letter over; what fails is told without the address, and by `sent_at`."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "invitation": invitation,
            "waiting": waiting,
            "address": page("invitation", token),
        }
        subject = _("Le invitamos al Registro de la MTIGM")
        body = render_to_string("mail/invitation.txt", context).strip() + "\n"
    try:
        send_mail(subject, body, None, [invitation.person.email])
    except OSError as error:
        # The error itself may name the address.
        logger.error("Invitation %s could not be sent: %s", invitation.pk, type(error).__name__)
        return
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
