"""The Word template of the ministry."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WordTemplate(models.Model):
    """A Word document whose look the country report takes; the latest one is in use.

    Kept whole, so that it can be looked at which one a report was written in. Published files are
    stored: a new template does not touch them.
    """

    name = models.CharField(_("nombre"), max_length=120)
    body = models.BinaryField(_("archivo"))
    checksum = models.CharField(_("SHA-256"), max_length=64, editable=False)
    in_use = models.BooleanField(
        _("en uso"), default=True, help_text=_("Si ninguna está en uso, vale la del registro.")
    )
    uploaded_at = models.DateTimeField(_("subida el"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("subida por"),
    )

    class Meta:
        verbose_name = _("plantilla de Word")
        verbose_name_plural = _("plantillas de Word")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
