"""Files that entities send in, and what each of their rows did or would do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.models import ReportingCycle
from entities.models.entity import Entity
from exchange.choices import IMPORTS_AT_WORK, ImportState, RowOutcome
from interventions.models.intervention import Intervention
from jobs.models import Job

WRITTEN = [ImportState.APPLIED, ImportState.UNDOING, ImportState.UNDONE]
"""States of a file whose rows were written once."""


class ImportBatch(Job):
    """A file that a person sent in for an entity and a cycle; its rows go once it is old.

    `body` holds the file only until it was read.
    """

    UNFINISHED = IMPORTS_AT_WORK
    REQUESTED_AT = "at"

    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="imports", verbose_name=_("entidad")
    )
    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="imports", verbose_name=_("ciclo")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="imports",
        verbose_name=_("por"),
    )
    at = models.DateTimeField(_("recibida el"))
    file_name = models.CharField(_("archivo"), max_length=200)
    checksum = models.CharField(_("SHA-256 del archivo"), max_length=64)
    workbook = models.CharField(_("libro"), max_length=80, blank=True)
    on_behalf = models.TextField(
        _("motivo para registrarlo en nombre de la entidad"),
        blank=True,
        help_text=_("Vacío donde lo envía la propia entidad."),
    )
    body = models.BinaryField(_("contenido"), null=True, editable=False)
    state = models.CharField(
        _("estado"), max_length=20, choices=ImportState.choices, default=ImportState.READING
    )
    messages = models.JSONField(_("mensajes"), default=list, editable=False)
    applied_at = models.DateTimeField(_("incorporada el"), null=True, blank=True)
    undone_at = models.DateTimeField(_("deshecha el"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deshecha por"),
    )

    class Meta:
        verbose_name = _("importación")
        verbose_name_plural = _("importaciones")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WRITTEN, applied_at__isnull=False)
                | (~Q(state__in=WRITTEN) & Q(applied_at__isnull=True)),
                name="exchange_importbatch_applied_dated",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ImportState.UNDONE, undone_at__isnull=False, undone_by__isnull=False
                )
                | Q(state=ImportState.UNDOING, undone_at__isnull=True, undone_by__isnull=False)
                | (
                    ~Q(state__in=[ImportState.UNDOING, ImportState.UNDONE])
                    & Q(undone_at__isnull=True, undone_by__isnull=True)
                ),
                name="exchange_importbatch_undoing_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity.acronym}: {self.file_name}"


class ImportRow(models.Model):
    """An intervention of a file: what it says, what it would change, and what came of it."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("importación")
    )
    row = models.PositiveIntegerField(_("fila"))
    key = models.CharField(_("código en el archivo"), max_length=40, blank=True)
    title = models.CharField(_("intervención"), max_length=300, blank=True)
    outcome = models.CharField(_("qué haría"), max_length=20, choices=RowOutcome.choices)
    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.SET_NULL,
        null=True,
        related_name="import_rows",
        verbose_name=_("intervención"),
    )
    seen_version = models.PositiveIntegerField(_("versión vista"), null=True)
    needs_mending = models.BooleanField(_("por corregir"), default=False)
    is_outdated = models.BooleanField(_("cambió después de la descarga"), default=False)
    values = models.JSONField(_("valores"), default=dict)
    before = models.JSONField(_("valores anteriores"), default=dict)
    messages = models.JSONField(_("mensajes"), default=list)
    source = models.JSONField(_("celdas"), default=dict)
    is_taken = models.BooleanField(_("tomada"), default=False)
    left_version = models.PositiveIntegerField(_("versión que dejó"), null=True)
    code = models.CharField(_("código en el registro"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("fila importada")
        verbose_name_plural = _("filas importadas")
        ordering = ["batch", "row", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_taken=False) | ~Q(outcome=RowOutcome.REFUSED),
                name="exchange_importrow_refused_is_not_taken",
            )
        ]
        indexes = [models.Index(fields=["batch", "outcome"], name="importrow_batch_outcome")]

    def __str__(self) -> str:
        return f"{self.row}: {self.title}"


class CatalogueImport(models.Model):
    """A spreadsheet of a catalogue that somebody sent in: looked at first, then written or not.

    `body` and `lines` are there until it is written; what it changed is then in the history of the
    rows themselves, and only the counts stay here.
    """

    catalogue = models.CharField(_("catálogo"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="catalogue_imports",
        verbose_name=_("por"),
    )
    at = models.DateTimeField(_("recibida el"))
    file_name = models.CharField(_("archivo"), max_length=200)
    checksum = models.CharField(_("SHA-256 del archivo"), max_length=64)
    body = models.BinaryField(_("contenido"), null=True, editable=False)
    lines = models.JSONField(_("qué haría cada fila"), default=list, editable=False)
    messages = models.JSONField(_("mensajes"), default=list, editable=False)
    counts = models.JSONField(_("filas por lo que hicieron"), default=dict, editable=False)
    applied_at = models.DateTimeField(_("incorporada el"), null=True, blank=True)

    class Meta:
        verbose_name = _("importación de un catálogo")
        verbose_name_plural = _("importaciones de catálogos")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, body__isnull=False)
                | Q(applied_at__isnull=False, body__isnull=True),
                name="exchange_catalogueimport_body_until_applied",
            )
        ]

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.file_name}"
