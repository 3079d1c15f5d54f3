"""The record of every state change; rows are added and never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interventions.choices import Move, State
from interventions.models.intervention import Intervention


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of the review record."""


class ReviewEventQuerySet(models.QuerySet):
    """Review events: read and add, nothing else."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError("review events are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("review events are append-only")


class ReviewEvent(models.Model):
    """One move of an intervention: from where to where, by whom, when and why.

    `by` is empty only for rows loaded from a published source.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="review_events",
        verbose_name=_("intervención"),
    )
    move = models.CharField(_("movimiento"), max_length=20, choices=Move.choices, blank=True)
    from_state = models.CharField(_("de"), max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(_("a"), max_length=20, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("por"),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the event; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError("review events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("review events are append-only")


class FieldObservation(models.Model):
    """What a reviewer says of one field when returning an intervention."""

    event = models.ForeignKey(
        ReviewEvent,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("movimiento"),
    )
    field = models.CharField(_("campo"), max_length=60)
    note = models.TextField(_("observación"))

    class Meta:
        verbose_name = _("observación de campo")
        verbose_name_plural = _("observaciones de campo")
        ordering = ["event", "id"]

    def __str__(self) -> str:
        return f"{self.field}: {self.note}"
