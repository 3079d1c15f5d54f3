"""Policy instruments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.choices import FrameworkKind
from alignment.models.base import DatedModel, DatedQuerySet, SourcedModel
from alignment.models.protection import CatalogueModel


class Framework(CatalogueModel, SourcedModel, DatedModel):
    """An instrument that promises something: the Global Compact, the national policy, a plan.

    Instruments expire and are replaced: a successor is loaded as data and linked by `successor`.
    """

    code = models.SlugField(_("código"), max_length=40, unique=True)
    acronym = models.CharField(_("sigla"), max_length=40)
    name_es = models.CharField(_("nombre"), max_length=300)
    name_en = models.CharField(_("nombre en inglés"), max_length=300, blank=True)
    kind = models.CharField(_("tipo"), max_length=30, choices=FrameworkKind.choices)
    version = models.CharField(_("versión"), max_length=60, blank=True)
    norm = models.CharField(_("norma que lo aprueba"), max_length=300, blank=True)
    description_es = models.TextField(_("descripción"), blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("instrumento que lo reemplaza"),
    )

    objects = DatedQuerySet.as_manager()
    history = SecretariatRecords()

    class Meta(DatedModel.Meta):
        verbose_name = _("instrumento de política")
        verbose_name_plural = _("instrumentos de política")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.acronym
