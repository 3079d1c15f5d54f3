"""Who has a sent row in hands for review, so that two reviewers do not collide."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.choices import ClaimEnd
from interventions.models.intervention import Intervention
from interventions.models.review import AppendOnlyError

WORKING_HOURS = (8, 18)
"""When the working day begins and ends, Monday to Friday, in the registry's time zone."""

HOLD = timedelta(hours=2)
"""Working time during which a claim keeps the others away."""


def lapsed_before(now: datetime) -> datetime:
    """The moment `HOLD` of working time before `now`: claims taken earlier have lapsed.

    Nights and weekends do not count; holidays are not known to the registry and do.
    """
    moment, left = timezone.localtime(now), HOLD
    while True:
        opens, closes = (
            moment.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in WORKING_HOURS
        )
        worked = min(moment, closes) - opens
        if moment.weekday() < 5 and worked > timedelta(0):
            if worked >= left:
                return min(moment, closes) - left
            left -= worked
        moment = closes - timedelta(days=1)


class ReviewClaimQuerySet(models.QuerySet):
    """Claims: ended once, never deleted."""

    def held(self) -> Self:
        """Those that have not ended; some may have lapsed."""
        return self.filter(ended_at__isnull=True)

    def in_force(self, now: datetime | None = None) -> Self:
        """Those that keep others away at `now`."""
        return self.held().filter(since__gte=lapsed_before(now or timezone.now()))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: who took what from whom stays in the record."""
        raise AppendOnlyError("claims are ended, never deleted")


class ReviewClaim(models.Model):
    """A member of the secretariat has a sent row in hands, from `since` until `ended_at`.

    At most one claim of a row has not ended. `ended_by` is another person only where the row was
    taken over, where the claim had lapsed, or where somebody moved the row after it had.
    """

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="claims",
        verbose_name=_("intervención"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("quién la revisa"),
    )
    since = models.DateTimeField(_("desde"))
    ended_at = models.DateTimeField(_("hasta"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("quién le puso fin"),
    )
    ending = models.CharField(
        _("cómo terminó"), max_length=20, choices=ClaimEnd.choices, blank=True
    )

    objects = ReviewClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisión en curso")
        verbose_name_plural = _("revisiones en curso")
        ordering = ["intervention", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention"],
                condition=Q(ended_at__isnull=True),
                name="interventions_reviewclaim_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ending="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ending="")),
                name="interventions_reviewclaim_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} — {self.since:%d/%m/%Y %H:%M}"

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: who took what from whom stays in the record."""
        raise AppendOnlyError("claims are ended, never deleted")

    def has_lapsed(self, now: datetime | None = None) -> bool:
        """Whether others may take the row without taking over."""
        return self.since < lapsed_before(now or timezone.now())
