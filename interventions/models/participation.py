"""Who takes part in an intervention, and what it contributes to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from alignment.choices import REPORTABLE_KINDS
from alignment.models import Provision, ThematicArea
from entities.models.entity import Entity
from interventions import rules
from interventions.choices import EXECUTING_ROLES, ParticipationRole
from interventions.models.intervention import Intervention

CONFIRMED = (
    Q(role=ParticipationRole.LEAD) | Q(confirmed_at__isnull=False) | Q(stated_by_source=True)
)
"""The lead answers for the row; of the others, those who said so or of whom a source does."""


class ParticipationQuerySet(models.QuerySet):
    """Participations, by what was said of them."""

    def confirmed(self) -> Self:
        """Those that are not only named by the lead of another entity."""
        return self.filter(CONFIRMED)

    def unconfirmed(self) -> Self:
        """Those that the lead of another entity names, and of which nobody else has spoken."""
        return self.exclude(CONFIRMED)

    def executing(self) -> Self:
        """The confirmed ones in a role that executes: what makes an intervention joint."""
        return self.confirmed().filter(role__in=sorted(EXECUTING_ROLES))


class Participation(models.Model):
    """An entity in an intervention: its role, and its own contribution in its own words.

    The lead and the co-executors execute it. One that the entity has not confirmed is marked
    wherever it is shown, and makes no intervention joint. A confirmation falls where the entity,
    the role or the text that was confirmed changes. Of what was loaded from a published source
    nobody confirmed anything here: the source says that they did it together (`stated_by_source`).
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="participations",
        verbose_name=_("intervención"),
    )
    entity = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("entidad"),
    )
    role = models.CharField(
        _("función"),
        max_length=20,
        choices=ParticipationRole.choices,
        default=ParticipationRole.LEAD,
    )
    position = models.PositiveIntegerField(_("orden"), default=0)
    contribution_text = models.TextField(_("aporte de la entidad"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmada por"),
    )
    confirmed_at = models.DateTimeField(_("confirmada el"), null=True, blank=True, editable=False)
    stated_by_source = models.BooleanField(
        _("así consta en la fuente publicada"), default=False, editable=False
    )

    objects = ParticipationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("entidad participante")
        verbose_name_plural = _("entidades participantes")
        ordering = ["intervention", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "entity"],
                name="interventions_participation_entity_once",
                violation_error_message=rules.ENTITY_ONCE,
            ),
            models.UniqueConstraint(
                fields=["intervention"],
                condition=Q(role=ParticipationRole.LEAD),
                name="interventions_participation_one_lead",
                violation_error_message=rules.ONE_LEAD,
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="interventions_participation_confirmation_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity.acronym} ({self.get_role_display()})"

    @property
    def recorded_version(self) -> int:
        """The number of its latest record: tells whether it is still what somebody read."""
        latest = self.history.order_by("-history_id").values_list("history_id", flat=True).first()
        return latest or 0

    @property
    def is_confirmed(self) -> bool:
        """Whether it is more than what the lead says of another entity (`CONFIRMED`)."""
        return self.is_lead or self.confirmed_at is not None or self.stated_by_source

    @property
    def is_lead(self) -> bool:
        """Whether this entity answers for the intervention."""
        return self.role == ParticipationRole.LEAD


class DeclinedParticipation(models.Model):
    """An entity that was named in an intervention and said, with its reason, that it has no part.

    Its `Participation` is deleted, so that no list, count or report can take it for a partner; this
    record keeps who said so, when and why. The lead may name the entity again.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="declined_participations",
        verbose_name=_("intervención"),
    )
    entity = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="declined_participations",
        verbose_name=_("entidad"),
    )
    role = models.CharField(_("función"), max_length=20, choices=ParticipationRole.choices)
    reason = models.TextField(_("motivo"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("por")
    )
    at = models.DateTimeField(_("el"))

    class Meta:
        verbose_name = _("participación declinada")
        verbose_name_plural = _("participaciones declinadas")
        ordering = ["intervention", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="interventions_declinedparticipation_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(role=ParticipationRole.LEAD),
                name="interventions_declinedparticipation_not_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity.acronym}: {self.reason}"


class Contribution(models.Model):
    """What an intervention contributes to: an objective, a guideline, a target.

    `group` says under which thematic area it counts where the provision has several: an
    intervention for objective 23 belongs to one of the five areas.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="contributions",
        verbose_name=_("intervención"),
    )
    provision = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("objetivo o lineamiento"),
        limit_choices_to={"kind__in": sorted(REPORTABLE_KINDS)},
        help_text=_("Escriba el número o una palabra: «7», «2.9», «remesas», «ODS»."),
    )
    group = models.ForeignKey(
        ThematicArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grouped_contributions",
        verbose_name=_("área temática"),
        help_text=_("Necesaria solo para el objetivo 23, que está en las cinco áreas."),
    )
    is_primary = models.BooleanField(_("principal"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("objetivo o lineamiento")
        verbose_name_plural = _("objetivos y lineamientos")
        ordering = ["intervention", "-is_primary", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "provision"],
                name="interventions_contribution_provision_once",
                violation_error_message=rules.PROVISION_ONCE,
            ),
            models.UniqueConstraint(
                fields=["intervention"],
                condition=Q(is_primary=True),
                name="interventions_contribution_one_primary",
                violation_error_message=_("Solo uno puede ser el principal."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision.framework.acronym} {self.provision.code}"
