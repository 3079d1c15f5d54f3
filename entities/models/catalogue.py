"""Short lists that interventions point to: regions, countries and target groups."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.models.base import DatedModel, DatedQuerySet
from alignment.models.keys import KeyedModel, SpanishKeyField
from alignment.models.protection import CatalogueModel


class Region(CatalogueModel, DatedModel):
    """A department of Peru (or Callao) by its INEI UBIGEO code."""

    code = models.CharField(_("código UBIGEO"), max_length=2, unique=True)
    name = models.CharField(_("nombre"), max_length=60)
    is_border = models.BooleanField(_("es fronteriza"), default=False)

    objects = DatedQuerySet.as_manager()
    history = SecretariatRecords()

    class Meta(DatedModel.Meta):
        verbose_name = _("departamento")
        verbose_name_plural = _("departamentos")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Country(CatalogueModel, KeyedModel, DatedModel):
    """A country by its ISO 3166-1 alpha-2 code; names from Unicode CLDR."""

    code = models.CharField(_("código ISO"), max_length=2, unique=True)
    name_es = models.CharField(_("nombre"), max_length=80)
    name_en = models.CharField(_("nombre en inglés"), max_length=80, blank=True)

    name_key = SpanishKeyField(_("nombre para ordenar"), source="name_es")

    objects = DatedQuerySet.as_manager()
    history = SecretariatRecords(excluded_fields=["name_key"])

    class Meta(DatedModel.Meta):
        verbose_name = _("país")
        verbose_name_plural = _("países")
        ordering = ["name_key", "code"]

    def __str__(self) -> str:
        return self.name_es


class TargetGroup(CatalogueModel, KeyedModel, DatedModel):
    """People whom an intervention is for, made visible on request of the thesis (R11)."""

    code = models.SlugField(_("código"), max_length=40, unique=True)
    name_es = models.CharField(_("nombre"), max_length=120)
    name_en = models.CharField(_("nombre en inglés"), max_length=120, blank=True)

    name_key = SpanishKeyField(_("nombre para ordenar"), source="name_es")

    objects = DatedQuerySet.as_manager()
    history = SecretariatRecords(excluded_fields=["name_key"])

    class Meta(DatedModel.Meta):
        verbose_name = _("grupo poblacional")
        verbose_name_plural = _("grupos poblacionales")
        ordering = ["name_key", "code"]

    @property
    def name(self) -> str:
        """The name in the language of the page, or in Spanish where there is no other."""
        in_english = (get_language() or "").startswith("en")
        return (self.name_en if in_english else "") or self.name_es

    def __str__(self) -> str:
        return self.name_es
