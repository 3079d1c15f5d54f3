"""The letters about access, in Spanish: words and handing over; nothing is written down here."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.choices import EndOfAccess
from accounts.links import new_password_link, page
from accounts.models import User

logger = logging.getLogger(__name__)


def send_new_password_link(person: User) -> bool:
    """Write to `person` the link by which they choose another password; gives whether it went."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Registro de la MTIGM: elegir otra contraseña")
        context = {"password_reset_url": new_password_link(person), "username": person.username}
        return _send(person, subject, "mail/new_password.txt", context)


def send_access_ended(person: User, *, reason: EndOfAccess, tokens: int) -> bool:
    """Tell `person` why their sessions and `tokens` tokens ended; gives whether it went."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Registro de la MTIGM: %(reason)s") % {"reason": reason.label}
        context = {
            "person": person,
            "reason": reason,
            "tokens": tokens,
            "address": page("account_login"),
        }
        return _send(person, subject, "mail/access_ended.txt", context)


def send_reset_asked(person: User) -> bool:
    """Warn `person` that the secretariat was asked to take off their second factor."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Registro de la MTIGM: se pidió retirar su segundo factor")
        return _send(person, subject, "mail/reset_asked.txt", {"person": person})


def _send(person: User, subject: str, template: str, context: dict[str, Any]) -> bool:
    """Hand a letter over; what fails is told to the logs without the address."""
    if not person.email:
        return False
    body = render_to_string(template, context).strip() + "\n"
    try:
        send_mail(subject, body, None, [person.email])
    except OSError as error:
        logger.error("Letter %s to %s not sent: %s", template, person.pk, type(error).__name__)
        return False
    return True
