"""What was written to whom and whether it went out, so that nobody is told the same thing twice."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.models import ReportingCycle
from entities.models.entity import Entity, WorkingGroup
from notifications.choices import LETTERS_OF_A_CALL, LetterKind

NO_SERVER = _("no se pudo conectar con el servidor de correo")
WHY_NOT_SENT = {
    "SMTPRecipientsRefused": _("el servidor de correo rechazó la dirección"),
    "SMTPSenderRefused": _("el servidor de correo rechazó al remitente"),
    "SMTPAuthenticationError": _("el servidor de correo no aceptó la clave del registro"),
    "SMTPServerDisconnected": NO_SERVER,
    "SMTPConnectError": NO_SERVER,
    "ConnectionRefusedError": NO_SERVER,
    "TimeoutError": NO_SERVER,
    "gaierror": NO_SERVER,
}
"""Name of an error -> what the secretariat reads; the name itself where there is no better."""


class GroupMessage(models.Model):
    """What the secretariat wrote to the focal points of one working group, or of all (no group)."""

    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("grupo"),
    )
    subject = models.CharField(_("asunto"), max_length=150)
    text = models.TextField(_("texto"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("por"),
    )
    at = models.DateTimeField(_("el"))
    recipients = models.PositiveIntegerField(_("destinatarios"))

    class Meta:
        verbose_name = _("mensaje a un grupo")
        verbose_name_plural = _("mensajes a los grupos")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipients__gte=1), name="notifications_groupmessage_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(subject__contains="\n") & ~Q(subject__contains="\r"),
                name="notifications_groupmessage_subject_one_line",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class EntityMessageQuerySet(models.QuerySet):
    """Letters to entities, drafts and sent."""

    def drafts(self) -> Self:
        """Those that were written and not sent, without their files."""
        return self.filter(sent_at__isnull=True).select_related("by").defer("attachment")


class EntityMessage(models.Model):
    """What the secretariat writes to the focal points of chosen entities: a draft until sent."""

    entities = models.ManyToManyField(Entity, related_name="+", verbose_name=_("entidades"))
    subject = models.CharField(_("asunto"), max_length=150)
    text = models.TextField(_("texto"))
    attachment_name = models.CharField(_("nombre del adjunto"), max_length=100, blank=True)
    attachment_type = models.CharField(_("tipo del adjunto"), max_length=100, blank=True)
    attachment = models.BinaryField(_("adjunto"), blank=True, default=b"")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("por"),
    )
    kept_at = models.DateTimeField(_("guardada el"))
    sent_at = models.DateTimeField(_("enviada el"), null=True, blank=True)
    recipients = models.PositiveIntegerField(_("destinatarios"), default=0)

    objects = EntityMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("carta a entidades")
        verbose_name_plural = _("cartas a entidades")
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject__contains="\n") & ~Q(subject__contains="\r"),
                name="notifications_entitymessage_subject_one_line",
            ),
            models.CheckConstraint(
                condition=Q(attachment_name="", attachment_type="")
                | (~Q(attachment_name="") & ~Q(attachment_type="")),
                name="notifications_entitymessage_attachment_complete",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, recipients=0)
                | Q(sent_at__isnull=False, recipients__gte=1),
                name="notifications_entitymessage_sent_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Letter(models.Model):
    """A mail to one person: sent, still to be sent, or tried in vain; the next run tries again.

    Once tried it keeps where it went, for which entities and what it said (a digest not); the
    address goes when the person's contact data do. `occasion` tells this letter from another of its
    kind to the same person: the cycle, with the deadline that a reminder tells; the day of a
    digest; the message to a group or to entities.
    """

    kind = models.CharField(_("clase"), max_length=20, choices=LetterKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("persona"),
    )
    occasion = models.CharField(_("ocasión"), max_length=40)
    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("ciclo"),
    )
    message = models.ForeignKey(
        GroupMessage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("mensaje"),
    )
    written = models.ForeignKey(
        EntityMessage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("carta escrita"),
    )
    entities = models.TextField(
        _("entidades"), blank=True, help_text=_("Siglas, como eran ese día.")
    )
    address = models.CharField(_("dirección"), max_length=254, blank=True)
    subject = models.CharField(_("asunto"), max_length=300, blank=True)
    text = models.TextField(_("texto"), blank=True)
    queued_at = models.DateTimeField(_("preparada el"))
    sent_at = models.DateTimeField(_("enviada el"), null=True, blank=True)
    failed_at = models.DateTimeField(_("no salió el"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("intentos"), default=0)
    error = models.CharField(
        _("error"),
        max_length=80,
        blank=True,
        help_text=_("Qué clase de error dio el correo; nunca la dirección."),
    )

    class Meta:
        verbose_name = _("carta")
        verbose_name_plural = _("cartas")
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "occasion"], name="notifications_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True, error="")
                | (Q(failed_at__isnull=False, sent_at__isnull=True) & ~Q(error="")),
                name="notifications_letter_failure_complete",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(LETTERS_OF_A_CALL)) | Q(cycle__isnull=False),
                name="notifications_letter_of_a_call_has_cycle",
            ),
            models.CheckConstraint(
                condition=Q(kind=LetterKind.GROUP, message__isnull=False)
                | (~Q(kind=LetterKind.GROUP) & Q(message__isnull=True)),
                name="notifications_letter_to_a_group_has_message",
            ),
            models.CheckConstraint(
                condition=Q(kind=LetterKind.ENTITIES, written__isnull=False)
                | (~Q(kind=LetterKind.ENTITIES) & Q(written__isnull=True)),
                name="notifications_letter_to_entities_has_what_was_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def why_not_sent(self) -> str:
        """What went wrong the last time, in words; empty where nothing did."""
        return str(WHY_NOT_SENT.get(self.error, self.error))
