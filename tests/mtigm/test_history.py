"""Databases of before the rooms: refused by `migrate`, set aside by the demo."""

import sqlite3
from datetime import UTC, datetime

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.migrations.recorder import MigrationRecorder

from mtigm.history import set_aside

NOW = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


def database(path, *apps):
    """A file whose rooms in `apps` have made their tables."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
    rows = [(app, "0001_initial") for app in apps]
    connection.executemany("INSERT INTO django_migrations VALUES (?, ?)", rows)
    connection.commit()
    connection.close()
    return path


def test_database_of_today_is_accepted(db):
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_older_database_is_refused_before_anything_is_changed(db):
    MigrationRecorder.Migration.objects.filter(app="entities").delete()
    with pytest.raises(SystemCheckError, match="base vacía y ejecute otra vez «manage.py migrate»"):
        call_command("migrate", verbosity=0, skip_checks=False)
    assert not MigrationRecorder.Migration.objects.filter(app="entities").exists()


def test_demo_of_before_is_set_aside_whole(tmp_path):
    path = database(tmp_path / "registry.sqlite3", "accounts", "interventions")
    (tmp_path / "registry.sqlite3-wal").write_bytes(b"")
    aside = set_aside(path, now=NOW)
    assert aside == tmp_path / "registry.sqlite3.anterior-20261201-083000"
    assert aside.is_file()
    assert not path.exists()
    assert set_aside(path, now=NOW) is None


@pytest.mark.parametrize("apps", [(), ("accounts",), ("entities", "interventions")])
def test_database_of_today_and_an_empty_one_stay(tmp_path, apps):
    path = database(tmp_path / "registry.sqlite3", *apps)
    assert set_aside(path, now=NOW) is None
    assert path.exists()


def test_file_that_is_no_database_stays(tmp_path):
    path = tmp_path / "registry.sqlite3"
    path.write_bytes(b"something else altogether")
    assert set_aside(path, now=NOW) is None
    assert path.exists()
