"""The databases of a run: migrated once, copied for each worker, and one more that holds 2022.

On SQLite the migrated one is kept in `var/tests/` for the next run, under a digest of what made it:
migrating takes most of the time of a run of one file.
"""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

ROOT = Path(__file__).resolve().parent.parent
MAKERS = (
    "*/migrations/*.py", "*/models.py", "*/models/*.py", "*/freeze.py", "*/*/freeze.py",
    "interventions/search_index.py", "requirements/runtime.txt",
)  # fmt: skip
"""What the migrated database depends on; `tests/test_repository.py` holds that migrations import
nothing else of ours."""

COMMANDS = (("load_reference",), ("load_cycle", "2022"))
"""What fills a migrated database with the data of 2022."""


# -- One worker migrates, the others copy ---------------------------------------------------------


class Template:
    """The migrated database that the workers of a run copy.

    SQLite: the file `path`. PostgreSQL: the database whose name stands in it. What `is_kept`
    outlives the run.
    """

    def __init__(self, path: Path, *, is_kept: bool = False) -> None:
        self.path = path
        self.is_kept = is_kept
        self.is_mine = False
        self._filled: sqlite3.Connection | None = None

    def prepare_copy(self) -> None:
        """Make Django's next test database a copy: there is nothing left to migrate in it."""
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = self.path.read_text()
            return
        # A database in memory lives for as long as somebody is connected to it.
        self._filled = sqlite3.connect(_name_in_memory(DEFAULT_DB_ALIAS), uri=True)
        with closing(sqlite3.connect(self.path)) as template:
            template.backup(self._filled)

    def keep(self) -> None:
        """Keep how the test database is now."""
        if not _is_of_the_tests():
            return
        self.is_mine = not self.is_kept
        if connection.vendor == "postgresql":
            connection.creation.clone_test_db(suffix="template", verbosity=0)
            self.path.write_text(f"{connection.settings_dict['NAME']}_template")
            return
        connection.ensure_connection()
        half_written = self.path.with_suffix(".part")
        with closing(sqlite3.connect(half_written)) as template:
            connection.connection.backup(template)
        half_written.rename(self.path)

    def drop(self) -> None:
        """Whoever comes after this migrates anew."""
        self.path.unlink()
        if connection.vendor == "postgresql":
            connection.creation.destroy_test_db(suffix="template", verbosity=0)


def _is_of_the_tests() -> bool:
    """Whether there is a test database: pytest-django makes none where no test asks for one."""
    name = str(connection.settings_dict["NAME"])
    return "memorydb" in name or name.startswith("test_")


def _name_in_memory(name: str) -> str:
    """Django's own name for a test database of SQLite, where `name` is its alias."""
    return f"file:memorydb_{name}?mode=memory&cache=shared"


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Other workers wait here until the block has run."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def template(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Template | None:
    """None on PostgreSQL where there is one process only, which has nobody to copy from."""
    if connection.vendor == "sqlite":
        return Template(_kept_path(), is_kept=True)
    if worker_id == "master":
        return None
    return Template(tmp_path_factory.getbasetemp().parent / "migrated")


def _kept_path() -> Path:
    """Where the migrated database of today's sources lies; those of other sources are deleted."""
    digest = sha256()
    for path in sorted(path for pattern in MAKERS for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    kept = ROOT / "var" / "tests" / f"{digest.hexdigest()[:16]}.sqlite3"
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.iterdir():
        if old.stem != kept.stem:
            old.unlink(missing_ok=True)
    return kept


@pytest.fixture(scope="session")
def turn(template: Template | None) -> Iterator[Callable[[], None]]:
    """Holds the other workers back until what it gives is called."""
    if template is None:
        yield lambda: None
        return
    turn = one_at_a_time(template.path.with_suffix(".lock"))
    turn.__enter__()
    yield lambda: turn.__exit__(None, None, None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, template, turn) -> None:
    """What pytest-django calls before it makes the test database."""
    if template and template.path.exists():
        template.prepare_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, template, turn) -> Iterator[None]:
    """pytest-django's test database; of the first worker, kept for the others."""
    if template and not template.path.exists():
        with django_db_blocker.unblock():
            template.keep()
    turn()
    yield
    if template and template.is_mine:
        with one_at_a_time(template.path.with_suffix(".lock")), django_db_blocker.unblock():
            template.drop()


# -- The data of 2022, loaded once in each worker -------------------------------------------------


@contextmanager
def copy_of_database(name: str) -> Iterator:
    """A connection to a copy of the test database; both go on apart."""
    other = connection.copy(DEFAULT_DB_ALIAS)
    if connection.vendor == "postgresql":
        connection.creation.clone_test_db(suffix=name, verbosity=0)
        other.settings_dict["NAME"] += f"_{name}"
        yield other
        other.close()
        connection.creation.destroy_test_db(suffix=name, verbosity=0)
        return
    other.settings_dict["NAME"] = _name_in_memory(name)
    connection.ensure_connection()
    other.ensure_connection()
    connection.connection.backup(other.connection)
    yield other
    other.connection.close()


@contextmanager
def in_place_of_the_usual(other) -> Iterator[None]:
    """Whoever asks for the database inside the block is given this connection."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual


@pytest.fixture(scope="session")
def with_2022(
    django_db_setup, django_db_blocker
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """`with with_2022():` the database holds the reference data and the cycle 2022."""
    with django_db_blocker.unblock():
        copying = copy_of_database("2022")
        other = copying.__enter__()
        with in_place_of_the_usual(other):
            for command in COMMANDS:
                call_command(*command, verbosity=0)
    yield lambda: in_place_of_the_usual(other)
    with django_db_blocker.unblock():
        copying.__exit__(None, None, None)


# Of a class, though for single tests: pytest sets it up before whatever is of a function, and the
# transaction of the test must begin in this database.
@pytest.fixture(scope="class")
def data_of_2022(with_2022) -> Iterator[None]:
    """The test finds the reference data and the cycle 2022; what it writes is taken back."""
    with with_2022():
        yield
