"""What somebody has typed and not saved yet, kept so that no stopped machine loses it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interventions.models.intervention import Intervention


class WorkingCopy(models.Model):
    """One person's unsaved text of one step of an intervention's form, or of a new intervention.

    It is nobody else's and no part of the record: half a sentence leaves no history and bumps no
    version. It is gone once the step is saved or the copy discarded.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="working_copies",
        verbose_name=_("persona"),
    )
    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="working_copies",
        verbose_name=_("intervención"),
    )
    step = models.CharField(_("paso"), max_length=20)
    values = models.JSONField(
        _("lo escrito"), help_text=_("Nombre de cada campo del formulario y la lista de valores.")
    )
    opened = models.CharField(_("huella de lo que estaba guardado"), max_length=64, blank=True)
    kept_at = models.DateTimeField(_("escrito el"))

    class Meta:
        verbose_name = _("copia de trabajo")
        verbose_name_plural = _("copias de trabajo")
        ordering = ["-kept_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "intervention", "step"],
                name="interventions_workingcopy_once",
            ),
            models.UniqueConstraint(
                fields=["person", "step"],
                condition=Q(intervention__isnull=True),
                name="interventions_workingcopy_one_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.kept_at:%d/%m/%Y %H:%M}"
