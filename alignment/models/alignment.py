"""How the provisions of one instrument answer those of another."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.choices import AlignmentRelation, Confidence, Provenance
from alignment.models.provision import Provision


class Alignment(models.Model):
    """A typed statement that a provision of one framework answers one of another.

    A proposed alignment is shown as proposed until the secretariat confirms it.
    """

    source = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        related_name="alignments_from",
        verbose_name=_("disposición de origen"),
    )
    target = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        related_name="alignments_to",
        verbose_name=_("disposición de destino"),
    )
    relation = models.CharField(
        _("relación"),
        max_length=20,
        choices=AlignmentRelation.choices,
        default=AlignmentRelation.CONTRIBUTES,
    )
    provenance = models.CharField(
        _("procedencia"),
        max_length=20,
        choices=Provenance.choices,
        default=Provenance.PROPOSED,
    )
    citation = models.TextField(_("cita"), blank=True)
    confidence = models.CharField(
        _("confianza"), max_length=20, choices=Confidence.choices, default=Confidence.PROPOSED
    )
    note = models.TextField(_("nota"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmada por"),
    )
    confirmed_at = models.DateTimeField(_("confirmada el"), null=True, blank=True)

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("alineación")
        verbose_name_plural = _("alineaciones")
        ordering = ["source", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"], name="alignment_alignment_pair_unique"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="alignment_alignment_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="alignment_alignment_confirmation_complete",
            ),
        ]

    def __str__(self) -> str:
        ends = (f"{end.framework.acronym} {end.code}" for end in (self.source, self.target))
        return " → ".join(ends)

    def clean(self) -> None:
        """Refuse an alignment inside one framework: that is what `Provision.groups` says."""
        if (
            self.source_id
            and self.target_id
            and self.source.framework_id == self.target.framework_id
        ):
            raise ValidationError(
                {"target": _("Elija una disposición de otro instrumento de política.")}
            )
