"""Indicators, what was measured, and what was promised of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.models import Provision
from alignment.models.base import SourcedModel
from interventions.models import Result
from interventions.models.figures import figure_with_unit, written_figure
from interventions.models.reported import partial_date
from monitoring import rules
from monitoring.choices import (
    Comparator,
    IndicatorKind,
    MeasurementStatus,
    NeedArea,
    Population,
    Sex,
)


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
    need = models.CharField(
        _("área de mayor urgencia"),
        max_length=20,
        choices=NeedArea.choices,
        blank=True,
        help_text=_("Área de atención de la que el indicador da cuenta, si es de una."),
    )
    definition = models.TextField(_("definición"), blank=True)
    unit = models.CharField(_("unidad"), max_length=80, blank=True)
    baseline = models.CharField(_("línea de base"), max_length=200, blank=True)
    caveat = models.TextField(_("advertencia"), blank=True)
    position = models.PositiveIntegerField(_("orden"), default=0)
    provisions = models.ManyToManyField(
        Provision, blank=True, related_name="indicators", verbose_name=_("disposiciones")
    )

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        ordering = ["kind", "population", "position", "code"]

    def __str__(self) -> str:
        return self.name_es

    @property
    def name(self) -> str:
        """The name in the language of the page, or in Spanish where there is no other."""
        in_english = (get_language() or "").startswith("en")
        return (self.name_en if in_english else "") or self.name_es


class Measurement(models.Model):
    """One figure of an indicator, as a named source gives it for a date.

    Where the source gives several figures at once (hombres y mujeres), each is a measurement of
    its own, told apart by `disaggregation`. What the source does not say is empty.
    """

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
    comparator = models.CharField(
        _("comparador"),
        max_length=20,
        choices=Comparator.choices,
        blank=True,
        help_text=_("Vacío si la fuente da la cifra sin más."),
    )
    value = models.DecimalField(_("cifra"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unidad"), max_length=80, blank=True)
    disaggregation = models.CharField(_("desagregación"), max_length=200, blank=True)
    base = models.CharField(
        _("base"), max_length=200, blank=True, help_text=_("De qué es parte un porcentaje.")
    )
    population = models.CharField(_("población medida"), max_length=200, blank=True)
    sex = models.CharField(_("sexo"), max_length=10, choices=Sex.choices, blank=True)
    age = models.CharField(_("edad"), max_length=60, blank=True)
    territory = models.CharField(_("territorio"), max_length=120, blank=True)
    survey = models.CharField(
        _("encuesta"),
        max_length=200,
        blank=True,
        help_text=_("Aquella de la que sale la cifra, si sale de una."),
    )
    date = models.CharField(
        _("fecha del dato"),
        max_length=10,
        blank=True,
        validators=[partial_date],
        help_text=_("AAAA, AAAA-MM o AAAA-MM-DD, según se conozca; el inicio, si es un periodo."),
    )
    end_date = models.CharField(_("hasta"), max_length=10, blank=True, validators=[partial_date])
    position = models.PositiveIntegerField(_("orden"), default=0)
    result = models.ForeignKey(
        Result,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name=_("resultado que la sustenta"),
    )

    history = SecretariatRecords()

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

    def clean(self) -> None:
        """No figure where the source gives none."""
        if problems := rules.figure_has_status(self.value, self.status):
            raise ValidationError(problems)

    @property
    def figure(self) -> str:
        """The figure with its comparator and unit («más de 80 %»), or nothing without one."""
        if self.value is None:
            return ""
        figure = figure_with_unit(self.value, self.unit)
        return " ".join(filter(None, [str(self.get_comparator_display()), figure]))


class Target(models.Model):
    """A value that an indicator is meant to reach by a date."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name=_("indicador")
    )
    value = models.DecimalField(_("meta"), max_digits=20, decimal_places=4)
    due = models.DateField(_("para el"))
    note = models.TextField(_("nota"), blank=True)

    history = SecretariatRecords()

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
        return f"{written_figure(self.value)} — {self.due:%d/%m/%Y}"
