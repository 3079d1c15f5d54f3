"""Databases that were made before each noun had a room: their tables have other names.

Standard library only: `make demo` asks here before there is an environment, to set the demo's own
database aside (`python3 -m mtigm.history FILE`); `mtigm.checks` asks for every other one.
"""

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from sqlite3 import Error, connect
from typing import Any

FIRST_MIGRATIONS = (
    "SELECT app FROM django_migrations "
    "WHERE name = '0001_initial' AND app IN ('entities', 'interventions')"
)


def is_of_old_history(cursor: Any) -> bool:
    """Whether a database (a cursor of its `django_migrations`) holds interventions without rooms.

    Interventions stand on entities since, so that no newer database ever does.
    """
    cursor.execute(FIRST_MIGRATIONS)
    return {app for (app,) in cursor.fetchall()} == {"interventions"}


def set_aside(path: Path, *, now: datetime) -> Path | None:
    """Rename the SQLite file at `path` if it is of the old history; gives its new name, if any."""
    if not path.is_file():
        return None
    with closing(connect(path)) as connection:
        try:
            old = is_of_old_history(connection.cursor())
        except Error:  # no table of migrations, or no database at all
            return None
    if not old:
        return None
    aside = path.with_name(f"{path.name}.anterior-{now:%Y%m%d-%H%M%S}")
    for suffix in ("", "-wal", "-shm"):
        if (part := Path(f"{path}{suffix}")).exists():
            part.rename(f"{aside}{suffix}")
    return aside


if __name__ == "__main__":
    kept = set_aside(Path(sys.argv[1]), now=datetime.now().astimezone())
    if kept:
        sys.stdout.write(f"Base de la demo de una versión anterior: queda en {kept}.\n")
