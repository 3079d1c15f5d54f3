"""What the secretariat writes to the working groups."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from entities.models import WorkingGroup
from entities.queries import members_of
from entities.recipients import focal_points_of
from notifications import permissions
from notifications.actions.letters import queue_letters
from notifications.choices import LetterKind
from notifications.models import GroupMessage


@transaction.atomic
def address_group(
    group: WorkingGroup | None, *, subject: str, text: str, by: User, now: datetime | None = None
) -> GroupMessage:
    """Write to the focal points in force of the members of `group` (none: of every group), once.

    The message is kept with to whom it goes; the mail leaves on commit. Raises `PermissionDenied`,
    or `ValidationError` where a text is missing, the subject has several lines or nobody would
    get it.
    """
    if not permissions.may_address_groups(by):
        raise PermissionDenied
    now = now or timezone.now()
    subject, text = subject.strip(), text.strip()
    if len(subject.splitlines()) > 1:
        raise ValidationError({"subject": _("El asunto va en una sola línea.")})
    people = focal_points_of(members_of(group), timezone.localdate(now))
    reached = [one for one in people if one.address]
    if not reached:
        raise ValidationError(
            _("Ningún integrante tiene un punto focal vigente con correo: nadie lo recibiría."),
            code="nobody",
        )
    message = GroupMessage(
        group=group, subject=subject, text=text, by=by, at=now, recipients=len(reached)
    )
    message.full_clean()
    message.save()
    queue_letters(LetterKind.GROUP, reached, occasion=str(message.pk), message=message, now=now)
    return message
