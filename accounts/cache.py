"""Where limits are counted: a table shared by all processes, from which nothing is lost early."""

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class KeepingDatabaseCache(DatabaseCache):
    """Django's cache in a table of the database, without its way of making room.

    Django keeps 300 entries and then deletes a third of them, whatever they hold: ordinary visitors
    made the registry forget how often a password had been guessed. Here only what is past its time
    is deleted; there are never more entries than visitors within the longest limit.
    """

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Delete what is past its time, once there are more than MAX_ENTRIES."""
        quote = connections[db].ops.quote_name
        table = self._table  # type: ignore[attr-defined]
        moment = connections[db].ops.adapt_datetimefield_value(now)
        cursor.execute(
            f"DELETE FROM {quote(table)} WHERE {quote('expires')} < %s",  # noqa: S608 - names of ours
            [moment],
        )
