"""A question that the database thinks too long about is stopped, and said."""

import pytest
from django.db import OperationalError, connection, connections
from psycopg.errors import QueryCanceled

from mtigm.time_limit import limit_statements


def stopped(*_args, **_kwargs):
    """What Django raises where PostgreSQL stopped a statement."""
    raise OperationalError("canceling statement due to statement timeout") from QueryCanceled()


def too_long(*_args, **_kwargs):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)")


@pytest.mark.parametrize("database", [stopped, too_long])
def test_person_reads_what_happened(client, db, monkeypatch, database):
    if database is too_long and connection.vendor != "postgresql":
        pytest.skip("SQLite knows no limit")
    monkeypatch.setattr("portal.views.home.cycles_to_read", database)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "tardó demasiado" in answer.content.decode()
    assert "Content-Security-Policy" in answer


def test_api_says_it_too(client, db, monkeypatch):
    monkeypatch.setattr("interventions.permissions.visible_interventions", stopped)
    answer = client.get("/api/v1/interventions/")
    assert answer.status_code == 503
    assert "cycle" in answer.json()["detail"]


def test_another_error_is_not_taken_for_it(client, db, monkeypatch):
    def broken(*_args):
        raise OperationalError("disk full")

    monkeypatch.setattr("portal.views.home.cycles_to_read", broken)
    with pytest.raises(OperationalError):
        client.get("/")


@pytest.mark.parametrize("seconds", [15, 0])
def test_connections_of_a_web_server_have_the_limit(db, settings, monkeypatch, seconds):
    settings.STATEMENT_TIMEOUT = seconds
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", {"application_name": "x"})
    limit_statements()
    options = connections.settings["default"]["OPTIONS"].get("options", "")
    limited = bool(seconds) and connection.vendor == "postgresql"
    assert options == ("-c statement_timeout=15000" if limited else "")
    if limited:
        other = connection.copy()
        other.settings_dict["OPTIONS"] = {"options": options}
        with other.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("15s",)
        other.close()


def test_a_command_has_none(db):
    assert "options" not in connections.settings["default"].get("OPTIONS", {})
