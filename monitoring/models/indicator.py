"""Indicators, what was measured, and what was promised of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from alignment.models import Provision
from alignment.models.base import SourcedModel
from interventions.models import Result
from monitoring.choices import IndicatorKind, MeasurementStatus, Population


class Indicator(SourcedModel):
    """Something that can be measured again and again, with its definition and unit."""

    code = models.SlugField(_("código"), max_length=80, unique=True)
    name_es = models.CharField(_("nombre"), max_length=300)
    name_en = models.CharField(_("nombre en inglés"), max_length=300, blank=True)
    kind = models.CharField(_("clase"), max_length=20, choices=IndicatorKind.choices)
    population = models.CharField(
        _("población"), max_length=30, choices=Population.choices, default=Population.ALL
    )
    dimension = models.CharField(_("dimensión"), max_length=80, blank=True)
    definition = models.TextField(_("definición"), blank=True)
    unit = models.CharField(_("unidad"), max_length=80, blank=True)
    baseline = models.CharField(_("línea de base"), max_length=200, blank=True)
    caveat = models.TextField(_("advertencia"), blank=True)
    position = models.PositiveIntegerField(_("orden"), default=0)
    provisions = models.ManyToManyField(
        Provision, blank=True, related_name="indicators", verbose_name=_("disposiciones")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        ordering = ["kind", "population", "position", "code"]

    def __str__(self) -> str:
        return self.name_es


class Measurement(models.Model):
    """One value of an indicator, as a named source gives it for a date."""

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="measurements",
        verbose_name=_("indicador"),
    )
    source_code = models.CharField(_("código de la fuente"), max_length=80)
    source_name = models.CharField(_("fuente"), max_length=300, blank=True)
    as_of = models.CharField(
        _("corte"), max_length=40, blank=True, help_text=_("Año, mes o periodo.")
    )
    status = models.CharField(
        _("situación"),
        max_length=20,
        choices=MeasurementStatus.choices,
        default=MeasurementStatus.VALUE,
    )
    text = models.TextField(_("valor como figura en la fuente"), blank=True)
    value = models.DecimalField(_("cifra"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unidad"), max_length=80, blank=True)
    disaggregation = models.CharField(_("desagregación"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("orden"), default=0)
    result = models.ForeignKey(
        Result,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name=_("resultado que la sustenta"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("medición")
        verbose_name_plural = _("mediciones")
        ordering = ["indicator", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "source_code", "as_of", "disaggregation"],
                name="monitoring_measurement_unique",
            ),
            models.CheckConstraint(
                condition=Q(status=MeasurementStatus.VALUE) | Q(value__isnull=True),
                name="monitoring_measurement_value_has_status",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.get_status_display()


class Target(models.Model):
    """A value that an indicator is meant to reach by a date."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name=_("indicador")
    )
    value = models.DecimalField(_("meta"), max_digits=20, decimal_places=4)
    due = models.DateField(_("para el"))
    note = models.TextField(_("nota"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meta")
        verbose_name_plural = _("metas")
        ordering = ["indicator", "due"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "due"], name="monitoring_target_one_a_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} — {self.due:%d/%m/%Y}"
