"""The prose that people own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from cycles.models import ReportingCycle
from reports.choices import LANGUAGE_CHOICES

NUMBERED = {"area": _("Área temática %(code)s"), "axis": _("Eje %(code)s")}
NAMED = {
    "methodology": _("Cómo se compiló"),
    "changes": _("Cambios frente a los ciclos anteriores"),
    "limitations-proposals": _("Limitaciones y propuestas"),
}
"""Blocks of the report -> their names, as `reports.compile` has them."""


class NarrativeSection(models.Model):
    """The text that the secretariat writes for one block of a cycle's country report.

    Compiling never writes here, so edited prose survives it; where there is no row, the report
    drafts the text and marks it automatic.
    """

    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="narratives", verbose_name=_("ciclo")
    )
    block = models.SlugField(
        _("bloque del informe"),
        max_length=60,
        help_text=_("Identificador del bloque, por ejemplo «area-1» o «limitations-proposals»."),
    )
    language = models.CharField(_("idioma"), max_length=2, choices=LANGUAGE_CHOICES, default="es")
    text = models.TextField(_("texto"), help_text=_("Separe los párrafos con una línea en blanco."))
    source = models.CharField(_("fuente"), max_length=300, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("editado por"),
    )
    edited_at = models.DateTimeField(_("editado el"), auto_now=True)

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("texto del informe")
        verbose_name_plural = _("textos del informe")
        ordering = ["cycle", "block", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "block", "language"], name="reports_narrativesection_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_language_display()})"

    @property
    def title(self) -> str:
        """What the block is called, in words."""
        kind, _dash, code = self.block.partition("-")
        if kind in NUMBERED and code:
            return str(NUMBERED[kind]) % {"code": code}
        return str(NAMED.get(self.block, self.block))
