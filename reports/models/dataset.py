"""The dated versions of everything public, and the jobs that publish them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from reports.choices import UNFINISHED, JobState
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


class DatasetJob(Job):
    """Open data being published, because a report was; `dataset` is empty where nothing changed."""

    UNFINISHED = UNFINISHED

    report = models.ForeignKey(
        CountryReport,
        on_delete=models.PROTECT,
        related_name="dataset_jobs",
        verbose_name=_("con el informe"),
    )
    state = models.CharField(
        _("estado"), max_length=20, choices=JobState.choices, default=JobState.QUEUED
    )
    requested_at = models.DateTimeField(_("pedido el"))
    dataset = models.OneToOneField(
        Dataset,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="job",
        verbose_name=_("versión"),
    )

    class Meta:
        verbose_name = _("publicación de los datos abiertos")
        verbose_name_plural = _("publicaciones de los datos abiertos")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=sorted(UNFINISHED)),
                name="reports_datasetjob_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE) | Q(dataset__isnull=True),
                name="reports_datasetjob_dataset_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_state_display()}"
