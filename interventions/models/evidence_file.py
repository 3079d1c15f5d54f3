"""The files that support interventions: what was handed over, kept as it came."""

from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """A key that nobody guesses: it is the address of the file."""
    return token_hex(16)


class EvidenceFile(models.Model):
    """A file as it was kept: never changed, only replaced by another one.

    What an intervention says of it (name, type, size, digest) is in `Evidence`, whose history
    keeps that when the file itself is gone. Rows of two cycles may share one. Until a row that
    names it is saved, it is only of the person who handed it over.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_key, editable=False)
    name = models.CharField(_("nombre"), max_length=100)
    type = models.CharField(_("tipo"), max_length=100)
    size = models.PositiveIntegerField(_("tamaño"), help_text=_("En bytes."))
    sha256 = models.CharField(_("huella SHA-256"), max_length=64)
    body = models.BinaryField(_("contenido"))
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("guardado por"),
    )
    kept_at = models.DateTimeField(_("guardado el"))

    class Meta:
        verbose_name = _("archivo de sustento")
        verbose_name_plural = _("archivos de sustento")
        ordering = ["kept_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1), name="interventions_evidencefile_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.name
