"""One SQLite file that the tests and the servers share, filled once and put back before each test.

Each worker of a run has a file of its own: the first fills it, the others copy it.

A file, not memory: the server answers several requests at once, and threads that share the one
connection of a database in memory see each other's half-done transactions.
"""

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from browser.world import World, build_world
from tests.databases import one_at_a_time

UNSUITABLE = "The browser tests run on SQLite: unset DATABASE_URL (`make browser-test` does)."


@dataclass(frozen=True)
class Database:
    """The file in use, and the copy (of all workers) of how it was when it had just been filled."""

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
def filled_database(folder: Path, shared: Path) -> Iterator[Database]:
    """A migrated and filled database in `folder`; Django uses it for as long as the block runs.

    `shared` is the folder where the workers of a run find what the first of them has filled.
    """
    if connection.vendor != "sqlite":
        pytest.exit(UNSUITABLE, returncode=pytest.ExitCode.USAGE_ERROR)
    path, untouched = folder / "registry.sqlite3", shared / "untouched.sqlite3"
    described = shared / "world.pickle"
    connection.settings_dict["TEST"]["NAME"] = str(path)
    with one_at_a_time(shared / "filling.lock"):
        if described.exists():
            copy_database(untouched, path)
        before = setup_databases(verbosity=0, interactive=False, keepdb=True)
        if not described.exists():
            described.write_bytes(pickle.dumps(build_world()))
            copy_database(path, untouched)
    try:
        yield Database(path, untouched, pickle.loads(described.read_bytes()))  # noqa: S301 - ours
    finally:
        connections.close_all()
        teardown_databases(before, verbosity=0)
