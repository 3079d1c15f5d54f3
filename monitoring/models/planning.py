"""What is judged and what is planned."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.models.base import SourcedModel
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.models import Intervention
from monitoring.choices import ActivityStatus, AssessmentCriterion


class Assessment(models.Model):
    """What somebody judges of an intervention by one OECD/DAC criterion, and why."""

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="assessments",
        verbose_name=_("intervención"),
    )
    criterion = models.CharField(_("criterio"), max_length=20, choices=AssessmentCriterion.choices)
    rating = models.PositiveSmallIntegerField(
        _("valoración (1 a 5)"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reason = models.TextField(_("sustento de la valoración"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("por"),
        editable=False,
    )
    at = models.DateTimeField(_("el"), auto_now=True)

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("valoración")
        verbose_name_plural = _("valoraciones")
        ordering = ["intervention", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "criterion", "by"],
                name="monitoring_assessment_once_each",
            ),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5),
                name="monitoring_assessment_rating_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.rating}"


class WorkPlanActivity(models.Model):
    """An activity of the MTIGM's work plan: who, what for, by when, how far (R35, R39)."""

    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="activities", verbose_name=_("ciclo")
    )
    title = models.CharField(_("actividad"), max_length=300)
    responsible = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("entidad responsable"),
    )
    goal = models.CharField(_("meta"), max_length=300, blank=True)
    starts = models.DateField(_("inicio"), null=True, blank=True)
    ends = models.DateField(_("término"), null=True, blank=True)
    status = models.CharField(
        _("situación"),
        max_length=20,
        choices=ActivityStatus.choices,
        default=ActivityStatus.PLANNED,
    )
    results = models.TextField(_("resultados"), blank=True)

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("actividad del plan de trabajo")
        verbose_name_plural = _("actividades del plan de trabajo")
        ordering = ["cycle", F("starts").asc(nulls_last=True), "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="monitoring_workplanactivity_dates_in_order",
                violation_error_message=_("El término debe ser igual o posterior al inicio."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(SourcedModel):
    """A dated event of migration governance (table 2 of the thesis)."""

    date = models.CharField(
        _("fecha"), max_length=10, help_text=_("AAAA, AAAA-MM o AAAA-MM-DD, según se conozca.")
    )
    end_date = models.CharField(_("hasta"), max_length=10, blank=True)
    title = models.CharField(_("hecho"), max_length=300)
    description = models.TextField(_("descripción"), blank=True)
    position = models.PositiveIntegerField(_("orden"), default=0)

    class Meta:
        verbose_name = _("hito")
        verbose_name_plural = _("hitos")
        ordering = ["position", "date"]
        constraints = [
            models.UniqueConstraint(fields=["date", "title"], name="monitoring_milestone_unique")
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.title}"
