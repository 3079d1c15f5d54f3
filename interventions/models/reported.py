"""What an intervention reports: results, difficulties and their support.

A result or difficulty that several interventions report together is one row with a link to each.
"""

from typing import Any, Self

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from alignment.choices import REPORTABLE_KINDS
from alignment.models import Provision
from cycles.models import ReportingCycle
from entities.models.entity import Entity
from interventions import rules
from interventions.choices import (
    ChallengeCategory,
    ChallengeKind,
    ChallengeStatus,
    EvidenceKind,
)
from interventions.models.figures import figure_with_unit, written_figure
from interventions.models.intervention import Intervention, code_with
from interventions.reading.dates import written_partial
from uploads.kinds import kind_and_size

web_address = URLValidator(
    schemes=["http", "https"], message=_("Escriba una dirección web que empiece con https://.")
)

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
partial_date = RegexValidator(
    PARTIAL_DATE, message=_("Escriba la fecha como AAAA, AAAA-MM o AAAA-MM-DD.")
)
"""A date as exact as it is known, by ISO 8601."""


def new_result_code() -> str:
    """A code of a result, such as `R-7K3M9`, which may be taken."""
    return code_with("R")


def new_challenge_code() -> str:
    """A code of a difficulty, such as `D-7K3M9`, which may be taken."""
    return code_with("D")


class SharedQuerySet(models.QuerySet):
    """Results or difficulties, which several interventions may share; each once."""

    def of(self, interventions: Any) -> Self:
        """Those that at least one of `interventions` (a queryset, keys or rows) reports."""
        link: Any = self.model._meta.get_field("links")
        links = link.related_model.objects.filter(intervention__in=interventions)
        return self.filter(pk__in=links.values(link.field.name))

    def in_place(self) -> Self:
        """In the order in which the intervention has them whose they are, each where several are
        prefetched.
        """
        return self.order_by("links__position", "links__pk")


class Result(models.Model):
    """What came of one or several interventions, in words and, where measurable, in one figure.

    Those that share it are of one cycle (`interventions.actions.contents` sees to it).
    """

    code = models.CharField(
        _("código"), max_length=20, unique=True, default=new_result_code, editable=False
    )
    interventions = models.ManyToManyField(
        Intervention,
        through="ResultLink",
        related_name="results",
        verbose_name=_("intervenciones"),
    )
    text = models.TextField(
        _("resultado"), help_text=_("Ejemplo: «21,522 calidades migratorias otorgadas».")
    )
    value = models.DecimalField(_("cifra"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unidad"), max_length=80, blank=True)
    as_of = models.DateField(_("fecha de corte"), null=True, blank=True)
    disaggregation = models.CharField(_("desagregación"), max_length=200, blank=True)

    objects = SharedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("resultado")
        verbose_name_plural = _("resultados")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(unit=""),
                name="interventions_result_value_has_unit",
                violation_error_message=rules.FIGURE_HAS_UNIT,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def written_value(self) -> str:
        """The figure as people read it, without its unit; nothing where there is none."""
        return "" if self.value is None else written_figure(self.value)

    @property
    def figure(self) -> str:
        """The figure with its unit, or nothing where there is none."""
        return "" if self.value is None else figure_with_unit(self.value, self.unit)


class Challenge(models.Model):
    """A difficulty: of interventions, or of an entity for an objective or guideline.

    The second sort is for what an entity reports where it has no intervention (guideline 4.2 in
    2022); it names the cycle and becomes public when the secretariat validates it (`validated_at`).
    """

    code = models.CharField(
        _("código"), max_length=20, unique=True, default=new_challenge_code, editable=False
    )
    interventions = models.ManyToManyField(
        Intervention,
        through="ChallengeLink",
        related_name="challenges",
        verbose_name=_("intervenciones"),
    )
    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="challenges",
        verbose_name=_("ciclo"),
    )
    entity = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="challenges",
        verbose_name=_("entidad"),
    )
    provision = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="challenges",
        verbose_name=_("objetivo o lineamiento"),
        limit_choices_to={"kind__in": sorted(REPORTABLE_KINDS)},
    )
    position = models.PositiveIntegerField(
        _("orden"), default=0, help_text=_("De las que no son de una intervención.")
    )
    kind = models.CharField(
        _("clase"), max_length=20, choices=ChallengeKind.choices, default=ChallengeKind.DIFFICULTY
    )
    category = models.CharField(_("categoría"), max_length=30, choices=ChallengeCategory.choices)
    text = models.TextField(_("dificultad o desafío"))
    would_unblock = models.TextField(_("qué la resolvería"), blank=True)
    who_can = models.CharField(_("quién puede resolverla"), max_length=200, blank=True)
    status = models.CharField(
        _("situación"), max_length=20, choices=ChallengeStatus.choices, default=ChallengeStatus.OPEN
    )
    validated_at = models.DateTimeField(_("validada el"), null=True, blank=True, editable=False)

    objects = SharedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dificultad o desafío")
        verbose_name_plural = _("dificultades y desafíos")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    cycle__isnull=True,
                    entity__isnull=True,
                    provision__isnull=True,
                    validated_at__isnull=True,
                )
                | Q(cycle__isnull=False, entity__isnull=False, provision__isnull=False),
                name="interventions_challenge_of_interventions_or_entity",
                violation_error_message=_("Indique el ciclo, la entidad y el objetivo."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def told_status(self) -> str:
        """That it was eased or solved; nothing while nobody says so: it is told as a difficulty."""
        return "" if self.status == ChallengeStatus.OPEN else str(self.get_status_display())


class Link(models.Model):
    """That an intervention reports a result or difficulty, and in which place among its own."""

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("intervención"),
    )
    position = models.PositiveIntegerField(_("orden"), default=0)

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


class ResultLink(Link):
    """That an intervention reports a result, and in which place among its own."""

    result = models.ForeignKey(
        Result, on_delete=models.CASCADE, related_name="links", verbose_name=_("resultado")
    )

    class Meta:
        verbose_name = _("resultado de una intervención")
        verbose_name_plural = _("resultados de cada intervención")
        ordering = ["intervention", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "intervention"], name="interventions_resultlink_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.intervention_id}: {self.result_id}"


class ChallengeLink(Link):
    """That an intervention reports a difficulty, and in which place among its own."""

    challenge = models.ForeignKey(
        Challenge, on_delete=models.CASCADE, related_name="links", verbose_name=_("dificultad")
    )

    class Meta:
        verbose_name = _("dificultad de una intervención")
        verbose_name_plural = _("dificultades de cada intervención")
        ordering = ["intervention", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "intervention"], name="interventions_challengelink_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.intervention_id}: {self.challenge_id}"


class Evidence(models.Model):
    """What supports an intervention: a norm, a document or a link, and its file where there is one.

    What is said of the file is copied from it, so that its history outlives it.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="evidence",
        verbose_name=_("intervención"),
    )
    kind = models.CharField(_("clase"), max_length=20, choices=EvidenceKind.choices)
    title = models.CharField(_("título"), max_length=300)
    norm_type = models.CharField(
        _("tipo de norma"), max_length=80, blank=True, help_text=_("Ley, decreto supremo…")
    )
    number = models.CharField(_("número"), max_length=80, blank=True)
    date = models.CharField(
        _("fecha"),
        max_length=10,
        blank=True,
        validators=[partial_date],
        help_text=_("AAAA, AAAA-MM o AAAA-MM-DD, según se conozca."),
    )
    url = models.CharField(_("dirección web"), max_length=500, blank=True, validators=[web_address])
    reference = models.CharField(
        _("lugar en la fuente"),
        max_length=200,
        blank=True,
        help_text=_("Página, artículo o líneas donde consta."),
    )
    file = models.ForeignKey(
        "interventions.EvidenceFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("archivo"),
    )
    file_name = models.CharField(_("nombre del archivo"), max_length=100, blank=True)
    file_type = models.CharField(
        _("tipo del archivo"),
        max_length=100,
        blank=True,
        help_text=_("Tipo de medio (IANA), reconocido por el contenido."),
    )
    file_size = models.PositiveIntegerField(
        _("tamaño del archivo"), null=True, blank=True, help_text=_("En bytes.")
    )
    file_sha256 = models.CharField(
        _("huella del archivo"),
        max_length=64,
        blank=True,
        help_text=_("SHA-256 en hexadecimal: dice si una copia es la misma."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sustento")
        verbose_name_plural = _("sustentos")
        ordering = ["intervention", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date="") | Q(date__regex=PARTIAL_DATE),
                name="interventions_evidence_date_is_partial",
                violation_error_message=partial_date.message,
            ),
            models.CheckConstraint(
                condition=Q(
                    file__isnull=True,
                    file_name="",
                    file_type="",
                    file_size__isnull=True,
                    file_sha256="",
                )
                | (
                    Q(file__isnull=False, file_size__gte=1)
                    & ~(Q(file_name="") | Q(file_type="") | Q(file_sha256=""))
                ),
                name="interventions_evidence_file_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def written_date(self) -> str:
        """The date as it is typed, as exact as it is known."""
        return written_partial(self.date)

    @property
    def file_kind(self) -> str:
        """How people call the kind of its file and its size: «PDF, 1.2 MB»."""
        if self.file_size is None:
            return ""
        return kind_and_size(self.file_type, self.file_size)

    @property
    def file_words(self) -> str:
        """Its file by name, kind and size; nothing where there is none."""
        return f"{self.file_name}, {self.file_kind}" if self.file_name else ""
