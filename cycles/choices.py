"""The states of a cycle, of an entity's answer to its call, and what notes of a cycle are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleState(models.TextChoices):
    """Whether a cycle still takes contributions."""

    OPEN = "open", _("Abierto")
    CLOSED = "closed", _("Cerrado")


class CycleNoteKind(models.TextChoices):
    """What a note of a cycle tells its readers."""

    PROVENANCE = "provenance", _("Procedencia de la edición")
    WINDOW = "window", _("Ventana de tiempo")
    CONTRIBUTORS = "contributors", _("Quiénes contribuyeron")
    GAP = "gap", _("Lo que el texto cuenta y ninguna fila recoge")
    DETAIL = "detail", _("Nivel de detalle")


NOTES_OF_A_PROVISION = frozenset({CycleNoteKind.GAP, CycleNoteKind.DETAIL})
"""The notes that are about an objective or guideline; the others are about the whole cycle."""


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
