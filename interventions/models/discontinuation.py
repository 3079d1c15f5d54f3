"""What an entity says of a row of the cycle before that it does not take up again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cycles.models import ReportingCycle
from interventions.choices import DiscontinuationOutcome
from interventions.models.intervention import Intervention


class Discontinuation(models.Model):
    """An intervention of an earlier cycle that ended or was dropped, as told in `cycle`.

    Like a difficulty without an intervention, it becomes public when the secretariat accepts it.
    """

    previous = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="discontinuations",
        verbose_name=_("intervención de un ciclo anterior"),
    )
    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        related_name="discontinuations",
        verbose_name=_("ciclo"),
    )
    outcome = models.CharField(_("qué pasó"), max_length=10, choices=DiscontinuationOutcome.choices)
    reason = models.TextField(_("motivo"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("por")
    )
    at = models.DateTimeField(_("el"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("aceptada por"),
    )
    accepted_at = models.DateTimeField(_("aceptada el"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("intervención que no continúa")
        verbose_name_plural = _("intervenciones que no continúan")
        ordering = ["cycle", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["previous", "cycle"], name="interventions_discontinuation_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="interventions_discontinuation_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=sorted(DiscontinuationOutcome.values)),
                name="interventions_discontinuation_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="interventions_discontinuation_acceptance_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.previous.code}: {self.get_outcome_display()}"
