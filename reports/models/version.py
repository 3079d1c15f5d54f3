"""Versions of the country report, and the jobs that compile them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import named_with_absent
from cycles.models import ReportingCycle
from jobs.models import Job
from reports.choices import LANGUAGE_CHOICES, UNFINISHED, JobState, ReportState
from reports.content import CountryReportContent


def _person(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class CountryReport(models.Model):
    """One compiled version of a cycle's country report; its content never changes.

    The database itself refuses any change of a published version (`reports/freeze.py`).
    """

    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="reports", verbose_name=_("ciclo")
    )
    language = models.CharField(_("idioma"), max_length=2, choices=LANGUAGE_CHOICES, default="es")
    number = models.PositiveIntegerField(_("versión"))
    state = models.CharField(
        _("estado"), max_length=20, choices=ReportState.choices, default=ReportState.DRAFT
    )
    content = models.JSONField(_("contenido"), editable=False)
    checksum = models.CharField(_("SHA-256 del contenido"), max_length=64, editable=False)
    compiled_at = models.DateTimeField(_("compilado el"), editable=False)
    compiled_by = _person(_("compilado por"))
    reviewed_at = models.DateTimeField(_("en revisión desde"), null=True, blank=True)
    reviewed_by = _person(_("pasado a revisión por"))
    reviewed_in_place_of = _person(_("por encargo de"))
    approved_at = models.DateTimeField(_("aprobado el"), null=True, blank=True)
    approved_by = _person(_("aprobado por"))
    acknowledged = models.JSONField(_("lo que se dio por sabido"), default=list, editable=False)
    published_at = models.DateTimeField(_("publicado el"), null=True, blank=True)
    published_by = _person(_("publicado por"))
    change_note = models.TextField(
        _("qué cambió"),
        blank=True,
        help_text=_("Obligatorio si el ciclo ya tiene una versión publicada."),
    )

    class Meta:
        verbose_name = _("versión del Informe País")
        verbose_name_plural = _("versiones del Informe País")
        ordering = ["-cycle__period_end", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "language", "number"], name="reports_countryreport_number_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ReportState.PUBLISHED,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    reviewed_by__isnull=False,
                )
                | (
                    ~Q(state=ReportState.PUBLISHED)
                    & Q(published_at__isnull=True, published_by__isnull=True)
                ),
                name="reports_countryreport_publication_complete",
            ),
            models.CheckConstraint(  # a version published before there were approvals has none
                condition=Q(
                    state=ReportState.APPROVED, approved_at__isnull=False, approved_by__isnull=False
                )
                | Q(state=ReportState.PUBLISHED)
                | (
                    Q(state__in=[ReportState.DRAFT, ReportState.IN_REVIEW])
                    & Q(approved_at__isnull=True, approved_by__isnull=True)
                ),
                name="reports_countryreport_approval_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What identifies the version outside: `2022-es-3`."""
        return f"{self.cycle.code}-{self.language}-{self.number}"

    @property
    def sent_by(self) -> frozenset[int]:
        """The keys of who sent it to review and of in whose place: where two are asked for, one."""
        keys = (self.reviewed_by_id, self.reviewed_in_place_of_id)
        return frozenset(key for key in keys if key is not None)

    @property
    def sender(self) -> str:
        """Who sent it to review, and in whose place."""
        return named_with_absent(self.reviewed_by, self.reviewed_in_place_of)

    @property
    def is_published(self) -> bool:
        """Whether the version is frozen and public."""
        return self.state == ReportState.PUBLISHED

    @property
    def told(self) -> CountryReportContent:
        """The stored content, from which every file is rendered."""
        return CountryReportContent.from_dict(self.content)


class ReportFile(models.Model):
    """A file of a published version, kept in the database so that the same freeze holds it."""

    report = models.ForeignKey(
        CountryReport, on_delete=models.PROTECT, related_name="files", verbose_name=_("versión")
    )
    format = models.CharField(_("formato"), max_length=10)
    body = models.BinaryField(_("archivo"))
    checksum = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("archivo del informe")
        verbose_name_plural = _("archivos del informe")
        ordering = ["report", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "format"], name="reports_reportfile_format_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.format})"


class CompileJob(Job):
    """A version being compiled: how far it is, and what came of it."""

    UNFINISHED = UNFINISHED

    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        related_name="compile_jobs",
        verbose_name=_("ciclo"),
    )
    language = models.CharField(_("idioma"), max_length=2, choices=LANGUAGE_CHOICES, default="es")
    state = models.CharField(
        _("estado"), max_length=20, choices=JobState.choices, default=JobState.QUEUED
    )
    requested_by = _person(_("pedido por"))
    requested_at = models.DateTimeField(_("pedido el"))
    report = models.OneToOneField(
        CountryReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="job",
        verbose_name=_("versión"),
    )

    class Meta:
        verbose_name = _("compilación")
        verbose_name_plural = _("compilaciones")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "language"],
                condition=Q(state__in=sorted(UNFINISHED)),
                name="reports_compilejob_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE, report__isnull=False)
                | (~Q(state=JobState.DONE) & Q(report__isnull=True)),
                name="reports_compilejob_done_has_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} ({self.language}): {self.get_state_display()}"
