"""The record of the review: rows are added, and what was said is never changed."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import named_with_absent
from interventions.choices import PARTNER_ANSWER, RECORDED, Move, ReviewSide, State
from interventions.models.intervention import Intervention


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of the review record."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows to read and to add, nothing else."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError("the review record is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("the review record is append-only")


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError("the review record is append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("the review record is append-only")


class ReviewEventQuerySet(AppendOnlyQuerySet):
    """Moves, read by who made them."""

    def of_reviewers(self) -> Self:
        """What a validator or the secretariat decided: without sending and taking back."""
        return self.moves().exclude(move__in=[Move.SUBMIT, Move.WITHDRAW])

    def moves(self) -> Self:
        """Without what partners answered once the row was public, which moved nothing."""
        return self.exclude(move=PARTNER_ANSWER)


class ReviewEvent(AppendOnly):
    """One move of an intervention: from where to where, by whom, when and why; or that a partner
    answered when it was public already.

    `by` is empty only for rows loaded from a published source; `in_place_of` is who was on leave,
    where the move was theirs and somebody stood in for them.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="review_events",
        verbose_name=_("intervención"),
    )
    move = models.CharField(_("movimiento"), max_length=20, choices=RECORDED, blank=True)
    from_state = models.CharField(_("de"), max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(_("a"), max_length=20, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("por"),
    )
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("por encargo de"),
    )
    at = models.DateTimeField(_("el"))
    note = models.TextField(_("motivo o nota"), blank=True)

    objects = ReviewEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("movimiento de revisión")
        verbose_name_plural = _("historial de revisión")
        ordering = ["intervention", "at", "id"]

    def __str__(self) -> str:
        return f"{self.get_to_state_display()} — {self.at:%d/%m/%Y}"

    @property
    def people(self) -> frozenset[int]:
        """The keys of who made the move and of in whose place: where two are asked for, one."""
        return frozenset(key for key in (self.by_id, self.in_place_of_id) if key is not None)

    @property
    def who(self) -> str:
        """Who made it, and in whose place; empty where nobody is on record."""
        return named_with_absent(self.by, self.in_place_of)


SOLVING = frozenset({"solved_at", "solved_by", "solved_with"})


class FieldObservationQuerySet(AppendOnlyQuerySet):
    """Observations: only being solved changes in them."""

    def update(self, **kwargs: Any) -> int:
        """Write down that the open ones among them are solved; refuse anything else."""
        if set(kwargs) - SOLVING:
            raise AppendOnlyError("what an observation says is never changed")
        return models.QuerySet.update(self.open(), **kwargs)

    def open(self) -> Self:
        """Those that nobody has solved yet."""
        return self.filter(solved_at__isnull=True)


class FieldObservation(AppendOnly):
    """What somebody says of one field, to be answered and solved: the root of a thread.

    Said on returning the row (`event`) or asked without returning it. Solved once, by hand or with
    a move that settles it (`solved_with`); to take the matter up again is a new observation. `by`
    is empty only where the event's is.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("intervención"),
    )
    event = models.ForeignKey(
        ReviewEvent,
        on_delete=models.PROTECT,
        null=True,
        related_name="observations",
        verbose_name=_("movimiento"),
    )
    side = models.CharField(_("quién observa"), max_length=20, choices=ReviewSide.choices)
    field = models.CharField(_("campo"), max_length=60)
    note = models.TextField(_("observación"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("por"),
    )
    at = models.DateTimeField(_("el"))
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("resuelta por"),
    )
    solved_at = models.DateTimeField(_("resuelta el"), null=True)
    solved_with = models.ForeignKey(
        ReviewEvent,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("resuelta con el movimiento"),
    )

    objects = FieldObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observación de campo")
        verbose_name_plural = _("observaciones de campo")
        ordering = ["intervention", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(solved_at__isnull=True, solved_by__isnull=True)
                | Q(solved_at__isnull=False, solved_by__isnull=False),
                name="interventions_fieldobservation_solved_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(solved_with__isnull=True) | Q(solved_at__isnull=False),
                name="interventions_fieldobservation_solved_with_is_solved",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(by__isnull=False),
                name="interventions_fieldobservation_asked_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.note}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has solved it yet."""
        return self.solved_at is None


class ObservationReply(AppendOnly):
    """What somebody answers to an observation, and from which side."""

    observation = models.ForeignKey(
        FieldObservation,
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name=_("observación"),
    )
    side = models.CharField(_("quién responde"), max_length=20, choices=ReviewSide.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("por"),
    )
    at = models.DateTimeField(_("el"))
    text = models.TextField(_("respuesta"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("respuesta a una observación")
        verbose_name_plural = _("respuestas a observaciones")
        ordering = ["observation", "at", "id"]

    def __str__(self) -> str:
        return self.text
