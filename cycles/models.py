"""Reporting cycles, what must be known to read them, and how each entity answered."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.history import SecretariatRecords
from alignment.models import Framework, Provision
from cycles.choices import (
    ANSWERED_STATUSES,
    NOTES_OF_A_PROVISION,
    CycleNoteKind,
    CycleState,
    ResponseStatus,
)
from entities.models.entity import Entity


class ReportingCycle(models.Model):
    """One round of reporting: a period covered, a call with dates, a forum to answer to.

    One at a time is open: `cycles.actions` opens and closes, and nothing else does;
    `notifications.actions` writes to people about it.
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

    history = SecretariatRecords()

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

    def notes_of(self, kind: CycleNoteKind) -> "list[CycleNote]":
        """The notes of one kind, in their order; asks nothing where `notes` are prefetched."""
        return [note for note in self.notes.all() if note.kind == kind]

    @property
    def provenance(self) -> "CycleNote | None":
        """What says that this edition was reconstructed; `None` for a cycle that entities answered.

        The rows of a cycle that has it were loaded from a source: no face says that entities
        validated them.
        """
        return next(iter(self.notes_of(CycleNoteKind.PROVENANCE)), None)


class CycleNote(models.Model):
    """A sentence that whoever reads the data of a cycle has to know, with its source.

    No trigger freezes it: where an edition comes from is said of cycles that are closed. Its
    history keeps every wording; a published report has the wording of its day.
    """

    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="notes", verbose_name=_("ciclo")
    )
    kind = models.CharField(_("clase"), max_length=20, choices=CycleNoteKind.choices)
    provision = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cycle_notes",
        verbose_name=_("objetivo o lineamiento"),
    )
    position = models.PositiveIntegerField(_("orden"), default=0)
    text_es = models.TextField(_("texto en español"))
    text_en = models.TextField(_("texto en inglés"), blank=True)
    source = models.CharField(
        _("fuente"), max_length=300, blank=True, help_text=_("Documento y lugar en él.")
    )

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("nota del ciclo")
        verbose_name_plural = _("notas del ciclo")
        ordering = ["cycle", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(kind=CycleNoteKind.PROVENANCE),
                name="cycles_cyclenote_one_provenance",
                violation_error_message=_("El ciclo ya dice de dónde procede su edición."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(NOTES_OF_A_PROVISION), provision__isnull=False)
                | (~Q(kind__in=sorted(NOTES_OF_A_PROVISION)) & Q(provision__isnull=True)),
                name="cycles_cyclenote_provision_where_it_is_about_one",
                violation_error_message=_(
                    "Indique el objetivo o lineamiento solo donde la nota trata de uno."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The sentence in the language of the page, or in Spanish where there is no other."""
        in_english = (get_language() or "").startswith("en")
        return (self.text_en if in_english else "") or self.text_es


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
