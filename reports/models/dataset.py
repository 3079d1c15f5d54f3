"""The dated versions of everything public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.version import CountryReport


class Dataset(models.Model):
    """One version of the open data, as it was packed; the database refuses any change of it.

    `summary` is what the pages say of it without opening the zip: its tables with their rows, bytes
    and SHA-256, the period that it covers and the licence of that day.
    """

    version = models.CharField(_("versión"), max_length=20, unique=True)
    made_at = models.DateTimeField(_("publicada el"))
    checksum = models.CharField(_("SHA-256 del archivo"), max_length=64)
    content_checksum = models.CharField(
        _("SHA-256 de los datos"),
        max_length=64,
        help_text=_("No depende de la versión ni de la fecha: cambia solo si cambian los datos."),
    )
    size = models.PositiveBigIntegerField(_("tamaño en bytes"))
    summary = models.JSONField(_("resumen"))
    body = models.BinaryField(_("archivo"))
    report = models.ForeignKey(
        CountryReport,
        on_delete=models.PROTECT,
        null=True,
        related_name="datasets",
        verbose_name=_("con el informe"),
    )

    class Meta:
        verbose_name = _("versión de los datos abiertos")
        verbose_name_plural = _("versiones de los datos abiertos")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.version

    @property
    def filename(self) -> str:
        """The name of the zip."""
        return f"mtigm-{self.version}.zip"
