"""What an entity did, as reported in one cycle."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from alignment.models.keys import KeyedModel, KeyedQuerySet, SpanishKeyField
from cycles.models import ReportingCycle
from entities.models.catalogue import Country, Region, TargetGroup
from interventions import rules
from interventions.choices import (
    BEHALF_SENTENCES,
    DATE_FORMATS,
    PUBLIC_STATES,
    CallCriterion,
    DatePrecision,
    ImplementationStatus,
    InterventionKind,
    OnBehalfKind,
    Reporting,
    Scope,
    State,
)
from interventions.currencies import CURRENCY_CHOICES
from interventions.models.figures import figure_with_unit

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L or U: codes are read aloud and typed by hand."""


def code_with(prefix: str) -> str:
    """A public code such as `PE-7K3M9`: random, so that gaps tell nothing about drafts."""
    return f"{prefix}-" + "".join(secrets.choice(CODE_ALPHABET) for _position in range(5))


def new_code() -> str:
    """A code of an intervention, which may be taken."""
    return code_with("PE")


class InterventionQuerySet(KeyedQuerySet):
    """Interventions, spoken of in the words of the domain."""

    def validated(self) -> Self:
        """The rows that anybody may read."""
        return self.filter(state__in=PUBLIC_STATES)

    def of_cycle(self, code: str) -> Self:
        """The rows of the cycle with this code."""
        return self.filter(cycle__code=code)


class Intervention(KeyedModel):
    """A strategy, policy, programme or action: one row per cycle and code.

    The code is the same in every cycle; `previous` points to the row of the earlier cycle, so
    that lineage is a chain and a closed cycle never changes. The state is assigned by
    `interventions.actions` and nowhere else. `results_reporting` and `challenges_reporting` are
    empty until answered: only drafts and returned rows may be so.
    """

    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        related_name="interventions",
        verbose_name=_("ciclo"),
    )
    code = models.CharField(_("código"), max_length=20, default=new_code, editable=False)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("intervención de un ciclo anterior"),
    )
    state = models.CharField(
        _("estado"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(_("versión"), default=1, editable=False)

    title = models.CharField(
        _("intervención"),
        max_length=300,
        help_text=_(
            "Nombre de la estrategia, política, programa o acción. "
            "Ejemplo: «Segunda Encuesta Mundial a la Comunidad Peruana en el Exterior»."
        ),
    )
    title_key = SpanishKeyField(_("título para ordenar"), source="title")
    description = models.TextField(
        _("descripción"), blank=True, help_text=_("Qué se hizo, para quién y cómo.")
    )
    kind = models.CharField(_("tipo"), max_length=30, choices=InterventionKind.choices)
    criterion = models.CharField(
        _("criterio de la convocatoria"),
        max_length=20,
        choices=CallCriterion.choices,
        blank=True,
    )
    start_date = models.DateField(_("fecha de inicio"), null=True, blank=True)
    end_date = models.DateField(_("fecha de término"), null=True, blank=True)
    date_precision = models.CharField(
        _("precisión de las fechas"),
        max_length=10,
        choices=DatePrecision.choices,
        blank=True,
        help_text=_("Qué parte de las fechas se conoce; vacía donde no hay fecha."),
    )
    began_before_pact = models.BooleanField(
        _("empezó antes del Pacto"),
        null=True,
        blank=True,
        help_text=_("Antes de diciembre de 2018. Deje «Desconocido» si no consta."),
    )
    status = models.CharField(
        _("estado de ejecución"),
        max_length=20,
        choices=ImplementationStatus.choices,
        default=ImplementationStatus.NOT_REPORTED,
    )
    scope = models.CharField(
        _("ámbito"), max_length=20, choices=Scope.choices, default=Scope.NOT_REPORTED
    )
    regions = models.ManyToManyField(
        Region, blank=True, related_name="interventions", verbose_name=_("departamentos")
    )
    countries = models.ManyToManyField(
        Country, blank=True, related_name="interventions", verbose_name=_("países asociados")
    )
    target_groups = models.ManyToManyField(
        TargetGroup,
        blank=True,
        related_name="interventions",
        verbose_name=_("grupos poblacionales"),
    )
    budget_amount = models.DecimalField(
        _("presupuesto"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    budget_currency = models.CharField(
        _("moneda"), max_length=3, choices=CURRENCY_CHOICES, blank=True
    )
    budget_source = models.CharField(_("fuente del presupuesto"), max_length=200, blank=True)
    results_reporting = models.CharField(
        _("resultados"),
        max_length=20,
        choices=Reporting.choices,
        blank=True,
        help_text=_("Elija «No señala» si no hay resultados que reportar: también es un dato."),
    )
    challenges_reporting = models.CharField(
        _("dificultades"),
        max_length=20,
        choices=Reporting.choices,
        blank=True,
        help_text=_("Elija «No señala» si no hay dificultades que reportar."),
    )
    good_practice = models.BooleanField(_("es una buena práctica"), default=False)
    good_practice_lessons = models.TextField(_("lecciones y posibilidad de replicarla"), blank=True)
    source_document = models.CharField(
        _("documento fuente"),
        max_length=300,
        blank=True,
        help_text=_("Documento de donde sale la información, con su página si se conoce."),
    )
    source_reference = models.CharField(
        _("página o líneas de la fuente"), max_length=200, blank=True
    )
    created_at = models.DateTimeField(_("creada el"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada el"), auto_now=True)
    submitted_at = models.DateTimeField(_("enviada el"), null=True, blank=True, editable=False)
    validated_at = models.DateTimeField(_("validada el"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("creada por"),
    )

    objects = InterventionQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[regions, countries, target_groups], excluded_fields=["title_key"]
    )

    class Meta:
        verbose_name = _("intervención")
        verbose_name_plural = _("intervenciones")
        ordering = ["-cycle__period_end", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "code"], name="interventions_intervention_code_unique"
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True)
                | Q(end_date__isnull=True)
                | Q(end_date__gte=F("start_date")),
                name="interventions_intervention_dates_in_order",
                violation_error_message=rules.DATES_IN_ORDER,
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True, end_date__isnull=True, date_precision="")
                | (
                    (Q(start_date__isnull=False) | Q(end_date__isnull=False))
                    & ~Q(date_precision="")
                ),
                name="interventions_intervention_precision_of_dates",
                violation_error_message=rules.PRECISION_OF_DATES,
            ),
            models.CheckConstraint(
                condition=Q(state=State.VALIDATED, validated_at__isnull=False)
                | (~Q(state=State.VALIDATED) & Q(validated_at__isnull=True)),
                name="interventions_intervention_validation_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.OBSERVED])
                | (~Q(results_reporting="") & ~Q(challenges_reporting="")),
                name="interventions_intervention_sent_with_reporting",
            ),
            models.CheckConstraint(
                condition=Q(budget_amount__isnull=True) | ~Q(budget_currency=""),
                name="interventions_intervention_budget_has_currency",
                violation_error_message=rules.BUDGET_HAS_CURRENCY,
            ),
        ]
        indexes = [
            models.Index(fields=["state", "cycle"], name="intervention_state_cycle"),
            models.Index(fields=["code"], name="intervention_code"),  # walks of the API
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def period(self) -> str:
        """The dates of the action as exactly as they are known; nothing where none is."""
        days = [day for day in (self.start_date, self.end_date) if day]
        told = [date_format(day, DATE_FORMATS[DatePrecision(self.date_precision)]) for day in days]
        return " – ".join(dict.fromkeys(told))

    @property
    def budget(self) -> str:
        """The amount with its currency, and who pays, as far as they are told."""
        amount = self.budget_amount
        told = "" if amount is None else figure_with_unit(amount, self.budget_currency)
        return " · ".join(filter(None, [told, self.budget_source]))

    @property
    def lead_participation(self) -> Any:
        """The `Participation` of the lead entity or `None`, prefetched where there are any.

        Its module imports this one, so that its class is not named here.
        """
        for participation in self.participations.all():
            if participation.is_lead:
                return participation
        return None

    @property
    def said_on_behalf(self) -> str:
        """That the secretariat entered, corrected or sent it in the name of its entity, in a
        sentence; empty where the entity says it. Asks nothing where `queries.with_relations` read
        the row.
        """
        if hasattr(self, "on_behalf_kind"):
            kind = self.on_behalf_kind
        else:
            written = self.on_behalf.standing().by_rank()
            kind = written.values_list("kind", flat=True).first()
        lead = self.lead_participation
        if not kind or lead is None:
            return ""
        return str(BEHALF_SENTENCES[OnBehalfKind(kind)]) % {"acronym": lead.entity.acronym}

    @property
    def told_title(self) -> str:
        """The title and, where the secretariat wrote it for its entity, that it did."""
        said = self.said_on_behalf
        return f"{self.title} ({said[:1].lower()}{said[1:]})" if said else self.title
