"""What the secretariat wrote in the name of an entity: who, for whom, why, and what it says."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import named_with_absent
from entities.models.entity import Entity
from interventions.choices import (
    BEHALF_SENTENCES,
    UNANSWERED_KINDS,
    OnBehalfKind,
    ParticipationRole,
)
from interventions.models.intervention import Intervention


class OnBehalfQuerySet(models.QuerySet):
    """What was written in an entity's name, by where it stands."""

    def open(self) -> Self:
        """Under which who gave the reason still writes: the row was not moved since."""
        return self.filter(ended_at__isnull=True)

    def told(self) -> Self:
        """Those under which something was done, or to which the entity objected: a reason alone
        says nothing of the row.
        """
        return self.filter(Q(changed_at__isnull=False) | Q(objected_at__isnull=False))

    def standing(self) -> Self:
        """What was done in the name of the entity that leads the row, and it has not made its own
        by sending or approving the row itself.
        """
        return self.filter(
            changed_at__isnull=False,
            adopted_at__isnull=True,
            intervention__participations__role=ParticipationRole.LEAD,
            intervention__participations__entity=F("entity"),
        )

    def no_answers(self) -> Self:
        """What was entered or sent so: no answer of the entity to the call."""
        return self.standing().filter(kind__in=sorted(UNANSWERED_KINDS))

    def by_rank(self) -> Self:
        """What is said of a row comes first: by kind, as `BEHALF_SENTENCES` has them."""
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(BEHALF_SENTENCES)]
        return self.order_by(Case(*places), "at", "pk")

    def written_by(self, people: Iterable[int]) -> Self:
        """What one of `people` (keys) wrote, or somebody in their place."""
        keys = list(people)
        return self.filter(Q(by__in=keys) | Q(in_place_of__in=keys))

    def objected(self) -> Self:
        """Those to which the entity objected and nobody has answered, the oldest first."""
        waiting = self.filter(objected_at__isnull=False, answered_at__isnull=True)
        return waiting.order_by("objected_at", "pk")


class OnBehalf(models.Model):
    """A member of the secretariat entered an intervention for an entity, or corrected or sent one
    of it.

    `changed_at` is when that was first done: until then there is a reason, and nothing else.
    `ended_at` is when the row was moved: to correct it again takes another reason. `adopted_at` is
    when the entity sent or approved the row itself: from then on it is the entity that reports it.
    The entity may object once, and the secretariat answers.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.CASCADE,
        related_name="on_behalf",
        verbose_name=_("intervención"),
    )
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="+", verbose_name=_("en nombre de")
    )
    kind = models.CharField(_("qué se hizo"), max_length=20, choices=OnBehalfKind.choices)
    reason = models.TextField(_("motivo"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("quién lo hizo"),
    )
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("por encargo de"),
    )
    at = models.DateTimeField(_("el"))
    changed_at = models.DateTimeField(_("escrito o enviado el"), null=True, blank=True)
    ended_at = models.DateTimeField(_("vale para escribir hasta"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién lo hizo suyo"),
    )
    adopted_at = models.DateTimeField(_("la entidad lo hizo suyo el"), null=True, blank=True)
    objection = models.TextField(_("objeción de la entidad"), blank=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién objeta"),
    )
    objected_at = models.DateTimeField(_("objetado el"), null=True, blank=True)
    answer = models.TextField(_("respuesta de la Secretaría Técnica"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién responde"),
    )
    answered_at = models.DateTimeField(_("respondido el"), null=True, blank=True)

    objects = OnBehalfQuerySet.as_manager()

    class Meta:
        verbose_name = _("registro en nombre de una entidad")
        verbose_name_plural = _("registros en nombre de entidades")
        ordering = ["intervention", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="interventions_onbehalf_has_reason"
            ),
            models.UniqueConstraint(
                fields=["intervention", "by"],
                condition=Q(ended_at__isnull=True),
                name="interventions_onbehalf_one_open_reason",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="interventions_onbehalf_adopted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(objected_at__isnull=True, objected_by__isnull=True, objection="")
                | (Q(objected_at__isnull=False, objected_by__isnull=False) & ~Q(objection="")),
                name="interventions_onbehalf_objected_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & Q(objected_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="interventions_onbehalf_answer_to_objection",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def who(self) -> str:
        """Who wrote it, and in whose place."""
        return named_with_absent(self.by, self.in_place_of)

    @property
    def sentence(self) -> str:
        """What is said of it wherever the row is shown; it does not name who wrote."""
        return str(BEHALF_SENTENCES[OnBehalfKind(self.kind)]) % {"acronym": self.entity.acronym}
