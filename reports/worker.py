"""The worker: the one of django-tasks, which here outlives its database and shows that it lives."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError, close_old_connections
from django.db import connections as databases
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from reports.heartbeat import beat

logger = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)
"""What the database's end, its restart or a standby that only reads look like from here."""

# All in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 15.0
"""Between two questions to a database that does not answer; doubled each time."""
EACH = 10.0
"""Between two signs of life of a worker that has nothing to do."""
SILENCE = 60.0
"""For how long it may be silent then: also a database that stays away is told so."""
LONGEST_TASK = 30 * 60.0
"""For how long it may be silent at work."""


class Worker(db_worker.Worker):
    """Does what is queued, one task after the other, until it is told to stop.

    A signal to stop ends it at once where it has nothing to do, and after the task it is doing.
    `heartbeat`: the file of its signs of life. `recover`: called before the first task and whenever
    the database is back, to queue again what was cut off.
    """

    def __init__(self, *, heartbeat: Path, recover: Callable[[], Any], **options: Any) -> None:
        super().__init__(**options)
        self.heartbeat = heartbeat
        self.recover = recover
        self._next_beat = 0.0

    def run(self) -> None:
        """Work until a signal to stop; a database that goes away is waited for."""
        pause, must_recover = FIRST_PAUSE, True
        logger.info("The worker starts")
        while self.running:
            try:
                if must_recover:
                    self.recover()
                must_recover = False
                was_busy = self.do_next()
                pause = FIRST_PAUSE
                if not was_busy and self.running:
                    time.sleep(self.interval)
            except DATABASE_AWAY as error:
                must_recover = True
                self._wait_for_database(pause, error)
                pause = min(2 * pause, LONGEST_PAUSE)
        logger.info("The worker stops")

    def do_next(self) -> bool:
        """Do the next task that is due; gives whether there was one.

        Raises one of `DATABASE_AWAY` where the database does not answer.
        """
        close_old_connections()
        row = self._claim()
        if row is None:
            self._show_life(SILENCE)
            return False
        self._show_life(LONGEST_TASK, at_once=True)
        self.run_task(row)
        self._show_life(SILENCE, at_once=True)
        return True

    def _claim(self) -> DBTaskResult | None:
        due = DBTaskResult.objects.ready().filter(
            backend_name=self.backend_name, queue_name__in=self.queue_names
        )
        with exclusive_transaction(due.db):
            row = due.get_locked()
            if row is not None:
                self.running_task = True  # from here on, a signal to stop waits for its end
                row.claim(self.worker_id)
        return row

    def _wait_for_database(self, pause: float, error: Exception) -> None:
        self.running_task = False
        databases.close_all()
        logger.warning("The database does not answer; asked again in %d s: %s", pause, error)
        if self.running:
            time.sleep(pause)

    def _show_life(self, seconds: float, *, at_once: bool = False) -> None:
        if not at_once and time.monotonic() < self._next_beat:
            return
        self._next_beat = time.monotonic() + EACH
        try:
            beat(self.heartbeat, seconds=seconds)
        except OSError as error:  # a full disk stops no work
            logger.warning("The sign of life cannot be written: %s", error)
