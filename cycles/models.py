"""Reporting cycles and how each entity answered."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from alignment.models import Framework
from cycles.choices import ANSWERED_STATUSES, CycleState, ResponseStatus
from entities.models.entity import Entity


class ReportingCycle(models.Model):
    """One round of reporting: a period covered, a call with dates, a forum to answer to.

    One at a time is open: `interventions.actions` opens and closes, and nothing else does.
    """

    code = models.SlugField(_("código"), max_length=20, unique=True)
    title = models.CharField(_("título"), max_length=200)
    forum = models.CharField(
        _("foro"), max_length=120, blank=True, help_text=_("Por ejemplo, FEMI 2026.")
    )
    period_start = models.DateField(_("inicio del periodo"))
    period_end = models.DateField(_("fin del periodo"))
    call_opens = models.DateField(_("apertura de la convocatoria"), null=True, blank=True)
    call_closes = models.DateField(_("cierre de la convocatoria"), null=True, blank=True)
    review_days = models.PositiveSmallIntegerField(
        _("días para revisar"),
        null=True,
        blank=True,
        default=10,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Días calendario que la Secretaría Técnica se da para revisar cada envío. "
            "Vacío: sin plazo."
        ),
    )
    published_on = models.DateField(_("fecha de publicación del informe"), null=True, blank=True)
    frameworks = models.ManyToManyField(
        Framework,
        blank=True,
        related_name="cycles",
        verbose_name=_("instrumentos vigentes"),
    )
    state = models.CharField(
        _("estado"), max_length=10, choices=CycleState.choices, default=CycleState.CLOSED
    )
    declared_public_contributors = models.PositiveIntegerField(
        _("entidades públicas que contribuyeron, según el informe"),
        null=True,
        blank=True,
        help_text=_("Solo para ciclos anteriores al registro, si no se conoce cada respuesta."),
    )
    declared_civil_contributors = models.PositiveIntegerField(
        _("organizaciones civiles que contribuyeron, según el informe"), null=True, blank=True
    )
    note = models.TextField(_("nota"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("ciclo de reporte")
        verbose_name_plural = _("ciclos de reporte")
        ordering = ["-period_end", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="cycles_reportingcycle_period_in_order",
                violation_error_message=_("El fin del periodo debe ser posterior al inicio."),
            ),
            models.CheckConstraint(
                condition=Q(call_opens__isnull=True)
                | Q(call_closes__isnull=True)
                | Q(call_closes__gte=F("call_opens")),
                name="cycles_reportingcycle_call_in_order",
                violation_error_message=_(
                    "El cierre de la convocatoria debe ser posterior a la apertura."
                ),
            ),
            models.CheckConstraint(
                condition=Q(review_days__isnull=True) | Q(review_days__gte=1),
                name="cycles_reportingcycle_review_takes_a_day",
                violation_error_message=_("El plazo para revisar es de al menos un día."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=CycleState.OPEN),
                name="cycles_reportingcycle_one_open",
                violation_error_message=_("Solo un ciclo puede estar abierto a la vez."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether rows of this cycle may still change."""
        return self.state == CycleState.OPEN


class EntityResponse(models.Model):
    """What became of the call of a cycle in one entity."""

    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        related_name="responses",
        verbose_name=_("ciclo"),
    )
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="responses", verbose_name=_("entidad")
    )
    status = models.CharField(
        _("situación"),
        max_length=20,
        choices=ResponseStatus.choices,
        default=ResponseStatus.EXPECTED,
    )
    answered_at = models.DateTimeField(_("respondió el"), null=True, blank=True)
    note = models.TextField(_("nota"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("respuesta de la entidad")
        verbose_name_plural = _("respuestas de las entidades")
        ordering = ["cycle", "entity"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "entity"], name="cycles_entityresponse_unique"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | ~Q(status__in=sorted(ANSWERED_STATUSES)),
                name="cycles_entityresponse_answer_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity.acronym} — {self.cycle.code}"
