"""Letters that the secretariat writes to chosen entities: kept, looked at, sent or thrown away."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from entities.models import Entity
from entities.recipients import focal_points_of
from notifications import permissions
from notifications.actions.letters import queue_letters
from notifications.choices import LetterKind
from notifications.models import EntityMessage
from notifications.rules import MOST_BYTES
from uploads.actions import taken
from uploads.rules import Upload


def keep_message(
    message: EntityMessage | None,
    *,
    entities: Iterable[Entity],
    subject: str,
    text: str,
    attachment: tuple[str, bytes] | None = None,
    drop_attachment: bool = False,
    by: User,
    now: datetime | None = None,
) -> EntityMessage:
    """Keep what is written to `entities`, in the draft `message` or a new one; nothing is sent.

    `attachment` is a name and the bytes; without one the draft keeps the one it has, unless
    `drop_attachment`. Raises `PermissionDenied`, or `ValidationError` where something is missing,
    the file is too large or none that goes with letters, or the letter was sent.
    """
    if not permissions.may_write_to_entities(by):
        raise PermissionDenied
    chosen = list(entities)
    if not chosen:
        raise ValidationError({"entities": _("Elija al menos una entidad.")})
    subject = subject.strip()
    if len(subject.splitlines()) > 1:
        raise ValidationError({"subject": _("El asunto va en una sola línea.")})
    upload = Upload("", "", b"") if drop_attachment else None
    if attachment is not None:  # before anything is locked: a scanner takes its time
        upload = taken(*attachment, most=MOST_BYTES, field="attachment")
    with transaction.atomic():
        kept = _draft(message) if message is not None else EntityMessage()
        kept.subject, kept.text, kept.by = subject, text.strip(), by
        kept.kept_at = now or timezone.now()
        if upload is not None:
            _attach(kept, upload)
        kept.full_clean()
        kept.save()
        kept.entities.set(chosen)
    return kept


def _attach(message: EntityMessage, attachment: Upload) -> None:
    message.attachment_name, message.attachment_type = attachment.name, attachment.type
    message.attachment = attachment.body


@transaction.atomic
def send_message(
    message: EntityMessage, *, by: User, seen: str | None = None, now: datetime | None = None
) -> int:
    """Send a kept letter to the focal points in force of its entities; the mail leaves on commit.

    `seen` is the `kept_at` (ISO) of the letter that the sender looked at. Gives how many people get
    it. Raises `PermissionDenied`, or `ValidationError` where it was sent already, nobody would get
    it, or somebody changed it since it was looked at.
    """
    if not permissions.may_write_to_entities(by):
        raise PermissionDenied
    now = now or timezone.now()
    locked = _draft(message)
    if seen is not None and seen != locked.kept_at.isoformat():
        raise ValidationError(
            _("El registro cambió desde la vista previa: revise otra vez y confirme."),
            code="changed",
        )
    people = focal_points_of(locked.entities.all(), timezone.localdate(now))
    reached = [one for one in people if one.address]
    if not reached:
        raise ValidationError(
            _(
                "Ninguna de esas entidades tiene un punto focal vigente con correo: "
                "nadie la recibiría."
            ),
            code="nobody",
        )
    locked.sent_at, locked.recipients, locked.by = now, len(reached), by
    locked.save()
    queue_letters(LetterKind.ENTITIES, reached, occasion=str(locked.pk), written=locked, now=now)
    return len(reached)


@transaction.atomic
def discard_message(message: EntityMessage, *, by: User) -> None:
    """Throw a letter away that was not sent; raises as `send_message` does."""
    if not permissions.may_write_to_entities(by):
        raise PermissionDenied
    _draft(message).delete()


def _draft(message: EntityMessage) -> EntityMessage:
    """The letter, locked; raises `ValidationError` where it was sent, and then stays as it is."""
    locked = EntityMessage.objects.select_for_update().filter(pk=message.pk).first()
    if locked is None or locked.sent_at is not None:
        raise ValidationError(_("Esa carta ya se envió o se descartó."), code="sent")
    return locked
