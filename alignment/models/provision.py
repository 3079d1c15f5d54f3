"""The numbered things that instruments promise."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.choices import ProvisionKind
from alignment.models.base import DatedModel, DatedQuerySet, SourcedModel
from alignment.models.framework import Framework
from alignment.models.protection import CatalogueModel


class Provision(CatalogueModel, SourcedModel, DatedModel):
    """One numbered thing of a framework: an objective, a guideline, an area, a target.

    `groups` says what it belongs to inside its own framework; it is many-to-many because
    objective 23 belongs to five thematic areas and objective 19 to two policy blocks.
    """

    framework = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        related_name="provisions",
        verbose_name=_("instrumento"),
    )
    kind = models.CharField(_("clase"), max_length=30, choices=ProvisionKind.choices)
    code = models.CharField(_("código"), max_length=30)
    position = models.PositiveIntegerField(
        _("orden"), default=0, help_text=_("Orden en que se lista dentro de su clase.")
    )
    title_es = models.CharField(_("título"), max_length=400, blank=True)
    title_en = models.CharField(_("título en inglés"), max_length=400, blank=True)
    label_es = models.CharField(_("nombre corto"), max_length=120, blank=True)
    label_en = models.CharField(_("nombre corto en inglés"), max_length=120, blank=True)
    official_text = models.TextField(
        _("texto oficial"),
        blank=True,
        help_text=_("Redacción oficial. Vacío si todavía no se ha recuperado."),
    )
    groups = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="members",
        verbose_name=_("pertenece a"),
    )

    objects = DatedQuerySet.as_manager()
    history = SecretariatRecords(m2m_fields=[groups])

    class Meta:
        verbose_name = _("disposición")
        verbose_name_plural = _("disposiciones")
        ordering = ["framework", "kind", "position", "code"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["framework", "kind", "code"], name="alignment_provision_code_unique"
            ),
        ]

    def __str__(self) -> str:
        if self.kind == ProvisionKind.WHOLE:
            return self.framework.acronym
        name = f"{self.framework.acronym} {self.code}"
        return f"{name}. {self.short_title}" if self.short_title else name

    @property
    def title(self) -> str:
        """The title in the language of the page, or in Spanish where there is no other."""
        in_english = (get_language() or "").startswith("en")
        return (self.title_en if in_english else "") or self.title_es or self.label_es

    @property
    def label(self) -> str:
        """The short name in the language of the page, or the title where there is none."""
        in_english = (get_language() or "").startswith("en")
        return (self.label_en or self.title_en if in_english else "") or self.short_title

    @property
    def short_title(self) -> str:
        """The short name where there is one, otherwise the title (Spanish)."""
        return self.label_es or self.title_es


class ProvisionOfKind(models.Manager[Provision]):
    """The provisions of one kind, optionally of one framework only."""

    def __init__(self, kind: ProvisionKind, framework_code: str | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.framework_code = framework_code

    def get_queryset(self) -> DatedQuerySet:
        """Provisions of this manager's kind, in their own order."""
        rows: DatedQuerySet = DatedQuerySet(self.model, using=self._db).filter(kind=self.kind)
        if self.framework_code:
            rows = rows.filter(framework__code=self.framework_code)
        return rows


class GCMObjective(Provision):
    """One of the 23 objectives of the Global Compact for Migration."""

    objects = ProvisionOfKind(ProvisionKind.OBJECTIVE, "pmm")  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = _("objetivo del PMM")
        verbose_name_plural = _("objetivos del PMM")
        ordering = ["position"]


class ThematicArea(Provision):
    """One of the five areas under which the country report groups the 23 objectives."""

    objects = ProvisionOfKind(ProvisionKind.AREA, "pmm")  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = _("área temática del PMM")
        verbose_name_plural = _("áreas temáticas del PMM")
        ordering = ["position"]


class PNMAxis(Provision):
    """A population axis of a national migration policy, of whichever version."""

    objects = ProvisionOfKind(ProvisionKind.AXIS)  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = _("eje de la PNM")
        verbose_name_plural = _("ejes de la PNM")
        ordering = ["framework", "position"]


class PNMGuideline(Provision):
    """A guideline of a national migration policy, of whichever version."""

    objects = ProvisionOfKind(ProvisionKind.GUIDELINE)  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = _("lineamiento de la PNM")
        verbose_name_plural = _("lineamientos de la PNM")
        ordering = ["framework", "position"]
