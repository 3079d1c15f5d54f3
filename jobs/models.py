"""What every job has: attempts, a sign of life, progress, an error. Rooms build their own on it."""

from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.rules import silent_since

J = TypeVar("J", bound="Job")


class JobQuerySet(models.QuerySet[J]):
    """Jobs of one kind, by how they stand."""

    def unfinished(self) -> Self:
        """Those that a worker does or will do."""
        return self.filter(state__in=sorted(self.model.UNFINISHED))

    def queued(self) -> Self:
        """Those that wait for a worker."""
        return self.unfinished().filter(heartbeat_at__isnull=True)

    def running(self) -> Self:
        """Those that a worker has begun."""
        return self.unfinished().filter(heartbeat_at__isnull=False)

    def silent(self, now: datetime) -> Self:
        """Those whose worker was killed, or that have waited as long and may be in no queue."""
        since = silent_since(now)
        lost = Q(heartbeat_at__isnull=True, **{f"{self.model.REQUESTED_AT}__lt": since})
        return self.unfinished().filter(Q(heartbeat_at__lt=since) | lost)


class Job(models.Model):
    """A piece of work that a worker does, all of it or nothing.

    An unfinished job without a sign of life waits in the queue. Each kind says in `UNFINISHED` in
    which of its states there is work to do, and in `REQUESTED_AT` which field holds since when.
    """

    UNFINISHED: ClassVar[frozenset[str]]
    REQUESTED_AT: ClassVar[str] = "requested_at"

    state = models.CharField(_("estado"), max_length=20)
    progress = models.PositiveSmallIntegerField(_("avance (%)"), default=0)
    step = models.CharField(_("paso"), max_length=120, blank=True)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    heartbeat_at = models.DateTimeField(_("última señal"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.state not in self.UNFINISHED

    def is_silent(self, *, now: datetime | None = None) -> bool:
        """Whether it was begun and has shown no sign of life for too long."""
        if self.is_finished or self.heartbeat_at is None:
            return False
        return self.heartbeat_at < silent_since(now or timezone.now())
