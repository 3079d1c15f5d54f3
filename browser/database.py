"""One SQLite file that the tests and the servers share, filled once and put back before each test.

A file, not memory: the server answers several requests at once, and threads that share the one
connection of a database in memory see each other's half-done transactions.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from browser.world import World, build_world

UNSUITABLE = "The browser tests run on SQLite: unset DATABASE_URL (`make browser-test` does)."


@dataclass(frozen=True)
class Database:
    """The file in use, and the copy of how it was when it had just been filled."""

    path: Path
    untouched: Path
    world: World

    def put_back(self) -> None:
        """Forget whatever the last test wrote."""
        copy_database(self.untouched, self.path)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database into another that may be open elsewhere (SQLite's online backup)."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


@contextmanager
def filled_database(folder: Path) -> Iterator[Database]:
    """A migrated and filled database in `folder`; Django uses it for as long as the block runs."""
    if connection.vendor != "sqlite":
        pytest.exit(UNSUITABLE, returncode=pytest.ExitCode.USAGE_ERROR)
    path, untouched = folder / "registry.sqlite3", folder / "untouched.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(path)
    before = setup_databases(verbosity=0, interactive=False)
    try:
        world = build_world()
        copy_database(path, untouched)
        yield Database(path, untouched, world)
    finally:
        connections.close_all()
        teardown_databases(before, verbosity=0)
