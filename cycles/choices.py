"""The states of a cycle, and of an entity's answer to its call."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleState(models.TextChoices):
    """Whether a cycle still takes contributions."""

    OPEN = "open", _("Abierto")
    CLOSED = "closed", _("Cerrado")


class ResponseStatus(models.TextChoices):
    """How an entity answered the call of a cycle."""

    EXPECTED = "expected", _("Esperada, sin iniciar")
    IN_PROGRESS = "in_progress", _("En proceso")
    SUBMITTED = "submitted", _("Enviada")
    NOTHING_NEW = "nothing_new", _("Sin novedades que reportar")
    COMPLETE = "complete", _("Completa")


ANSWERED_STATUSES = frozenset(
    {ResponseStatus.SUBMITTED, ResponseStatus.NOTHING_NEW, ResponseStatus.COMPLETE}
)
