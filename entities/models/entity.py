"""The bodies that report, who speaks for them, and the groups in which they work."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from accounts.models import User
from alignment.models import PNMAxis
from alignment.models.base import DatedModel, DatedQuerySet, SourcedModel
from alignment.models.keys import KeyedModel, KeyedQuerySet, SpanishKeyField
from alignment.models.protection import CatalogueModel
from entities.choices import DesignationRole, EntityKind, MTIGMRole, WorkingGroupKind
from entities.rules import problem_of_acronym


class Entity(CatalogueModel, KeyedModel, SourcedModel, DatedModel):
    """A ministry, agency, UN body or organisation that does things and reports them.

    Generic groups ("Agencias ONU", "Estado peruano") are entities too, because the 2022 report
    names them as executing entities without saying which agency. Whoever saves one under another
    acronym or name leaves the former ones among its other names, by whatever door.
    """

    acronym = models.CharField(_("sigla"), max_length=60, unique=True)
    name = models.CharField(_("nombre"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=30, choices=EntityKind.choices)
    mtigm_role = models.CharField(
        _("relación con la MTIGM"),
        max_length=20,
        choices=MTIGMRole.choices,
        default=MTIGMRole.OTHER,
    )
    chairs_mtigm = models.BooleanField(_("preside la MTIGM"), default=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dependants",
        verbose_name=_("adscrita a"),
    )
    public_sector = models.BooleanField(_("sector público"), default=True)
    is_generic_group = models.BooleanField(_("grupo genérico"), default=False)
    acronym_key = SpanishKeyField(_("sigla para ordenar"), source="acronym")
    name_key = SpanishKeyField(_("nombre para ordenar"), source="name")

    objects = DatedQuerySet.as_manager()
    history = SecretariatRecords(excluded_fields=["acronym_key", "name_key"])

    class Meta(DatedModel.Meta):
        verbose_name = _("entidad")
        verbose_name_plural = _("entidades")
        ordering = ["acronym_key"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["acronym_key"],
                name="entities_entity_acronym_once",
                violation_error_message=_(
                    "Ya hay una entidad con esa sigla, quizá con otras mayúsculas o tildes."
                ),
            ),
        ]
        indexes = [models.Index(fields=["name_key"], name="entities_entity_by_name")]

    def __str__(self) -> str:
        return self.acronym

    def clean(self) -> None:
        """Its acronym stands in addresses; that there is none is told by the field itself."""
        if self.acronym and (problem := problem_of_acronym(self.acronym)):
            raise ValidationError({"acronym": problem})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """With what it was called until now, where that changes."""
        before = None if self._state.adding else type(self).objects.filter(pk=self.pk).first()
        super().save(*args, **kwargs)
        if before is not None:
            self.other_names.keep(before=before, now=self)


class FocalPointQuerySet(DatedQuerySet):
    """Designations, and who speaks for an entity by one."""

    def speaking(self, day: date, roles: Iterable[DesignationRole] | None = None) -> Self:
        """Those in force on `day` of people with a live account; with `roles`, in one of these.

        Who speaks for an entity is decided here and nowhere else.
        """
        return self._of(self.in_force(day), roles)

    def to_come(self, day: date, roles: Iterable[DesignationRole] | None = None) -> Self:
        """Those of people with a live account that begin after `day`: nobody speaks by them yet."""
        return self._of(self.filter(valid_from__gt=day), roles)

    def _of(self, rows: Self, roles: Iterable[DesignationRole] | None) -> Self:
        rows = rows.filter(user__is_active=True)
        return rows if roles is None else rows.filter(role__in=sorted(roles))


LAST_DESIGNATED_FIRST = F("valid_from").desc(nulls_last=True)
"""Whose first day nobody told comes last, on every database."""


class FocalPoint(DatedModel):
    """The designation of a person by an entity, with its document and its time.

    Only institutional contact data is kept, and it is never public (Ley 29733).
    """

    entity = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="focal_points",
        verbose_name=_("entidad"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="designations",
        verbose_name=_("persona"),
    )
    role = models.CharField(
        _("calidad"),
        max_length=20,
        choices=DesignationRole.choices,
        default=DesignationRole.PRINCIPAL,
    )
    position = models.CharField(_("cargo"), max_length=160, blank=True)
    institutional_email = models.EmailField(_("correo institucional"), blank=True)
    institutional_phone = models.CharField(_("teléfono institucional"), max_length=40, blank=True)
    document = models.CharField(
        _("documento de designación"),
        max_length=200,
        blank=True,
        help_text=_("Por ejemplo, el oficio o la resolución que designa a la persona."),
    )
    end_document = models.CharField(
        _("documento o motivo del término"),
        max_length=200,
        blank=True,
        help_text=_("Por ejemplo, el oficio que da por terminada la designación."),
    )

    objects = FocalPointQuerySet.as_manager()
    history = SecretariatRecords()

    in_place_of: User | None = None
    """Whose designation it is, where the row is not stored: `user` stands in for them."""

    class Meta:
        verbose_name = _("punto focal")
        verbose_name_plural = _("puntos focales")
        ordering = ["entity", "role", LAST_DESIGNATED_FIRST]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["entity", "user", "role"],
                condition=Q(valid_to__isnull=True),
                name="entities_focalpoint_one_open_designation",
                violation_error_message=_(
                    "Esa persona ya tiene una designación abierta con esa calidad en la entidad."
                ),
            ),
            models.CheckConstraint(
                condition=Q(end_document="") | Q(valid_to__isnull=False),
                name="entities_focalpoint_end_document_dated",
                violation_error_message=_("Un término con documento lleva también su fecha."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.entity.acronym})"

    @property
    def quality(self) -> str:
        """In what quality the person speaks, and in whose place."""
        if self.in_place_of is None:
            return str(self.get_role_display())
        told = {"role": self.get_role_display(), "absent": self.in_place_of}
        return gettext("%(role)s, por encargo de %(absent)s") % told

    def stood_in_by(self, delegate: User) -> "FocalPoint":
        """The same, as `delegate` acts by it while the person is on leave: not to be stored."""
        row = FocalPoint(entity=self.entity, user=delegate, role=self.role)
        row.in_place_of = self.user
        return row


class WorkingGroup(KeyedModel, SourcedModel):
    """A working group, subgroup, regional table or support commission of the MTIGM."""

    name = models.CharField(_("nombre"), max_length=160, unique=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=WorkingGroupKind.choices)
    axis = models.ForeignKey(
        PNMAxis,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="working_groups",
        verbose_name=_("eje de la PNM"),
    )
    members = models.ManyToManyField(
        Entity, blank=True, related_name="working_groups", verbose_name=_("integrantes")
    )
    name_key = SpanishKeyField(_("nombre para ordenar"), source="name")

    objects = KeyedQuerySet.as_manager()

    history = SecretariatRecords(m2m_fields=[members], excluded_fields=["name_key"])

    class Meta:
        verbose_name = _("grupo de trabajo")
        verbose_name_plural = _("grupos de trabajo")
        ordering = ["kind", "name_key"]

    def __str__(self) -> str:
        return self.name
