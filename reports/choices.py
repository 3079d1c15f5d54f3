"""How a version of the country report and the job that compiles it stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """Where a version stands; a published one never changes again."""

    DRAFT = "draft", _("Borrador")
    IN_REVIEW = "in_review", _("En revisión")
    APPROVED = "approved", _("Aprobado")
    PUBLISHED = "published", _("Publicado")


class ReportMove(models.TextChoices):
    """What the secretariat does with a version."""

    REVIEW = "review", _("Pasar a revisión")
    APPROVE = "approve", _("Aprobar")
    RETURN = "return", _("Devolver a borrador")
    PUBLISH = "publish", _("Publicar")


TRANSITIONS = {
    ReportMove.REVIEW: ({ReportState.DRAFT}, ReportState.IN_REVIEW),
    ReportMove.APPROVE: ({ReportState.IN_REVIEW}, ReportState.APPROVED),
    ReportMove.RETURN: ({ReportState.IN_REVIEW, ReportState.APPROVED}, ReportState.DRAFT),
    ReportMove.PUBLISH: ({ReportState.APPROVED}, ReportState.PUBLISHED),
}
"""Move -> from which states to which."""


class JobState(models.TextChoices):
    """How the compiling of a version goes."""

    QUEUED = "queued", _("En espera")
    RUNNING = "running", _("En curso")
    DONE = "done", _("Terminado")
    FAILED = "failed", _("No se pudo completar")


UNFINISHED = frozenset({JobState.QUEUED, JobState.RUNNING})
LANGUAGE_CHOICES = [("es", _("Español")), ("en", _("Inglés"))]
