"""The worker outlives its database, stops when it is told to, and shows that it lives."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import override_settings
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.models import DBTaskResult

from reports import worker as room
from reports.heartbeat import beat, is_alive
from reports.tasks import recover_left_jobs
from reports.worker import Worker

ROOT = Path(__file__).resolve().parent.parent.parent
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def heartbeat(tmp_path):
    return tmp_path / "worker.heartbeat"


@pytest.fixture
def recovered():
    """One `True` for each time the worker has queued again what was cut off."""
    return []


@pytest.fixture
def worker(heartbeat, recovered):
    return Worker(
        heartbeat=heartbeat,
        recover=lambda: recovered.append(True),
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=0,
        batch=False,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id="de-prueba",
        excluded_queue_names=[],
    )


@pytest.fixture
def pauses(monkeypatch):
    """The seconds that the worker would have slept."""
    slept = []
    monkeypatch.setattr(room.time, "sleep", slept.append)
    return slept


@pytest.fixture
def kept_connection(monkeypatch):
    """The connection of the test holds its transaction: it is not closed."""
    monkeypatch.setattr(room.databases, "close_all", lambda: None)
    monkeypatch.setattr(room, "close_old_connections", lambda: None)


def does(worker, monkeypatch, *results):
    """Let `do_next` raise or give each of `results` in turn, and stop with the last."""
    left = list(results)

    def do_next():
        result = left.pop(0)
        worker.running = bool(left)
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(worker, "do_next", do_next)


def test_database_that_goes_away_is_waited_for(
    worker, recovered, pauses, kept_connection, monkeypatch
):
    away = OperationalError("the server closed the connection"), InterfaceError("it is closed")
    does(worker, monkeypatch, True, *away, OperationalError("starting up"), True, True)
    worker.run()
    assert pauses == [1, 2, 4]
    # Once at the start, then at each attempt after the outage.
    assert len(recovered) == 4


def test_pauses_of_a_long_outage_are_bounded(worker, pauses, kept_connection, monkeypatch):
    does(worker, monkeypatch, *[OperationalError("no route to host")] * 8)
    worker.run()
    assert max(pauses) == 15


def test_error_that_is_not_of_an_outage_is_not_hidden(worker, monkeypatch):
    does(worker, monkeypatch, ValueError("a mistake of ours"), True)
    with pytest.raises(ValueError, match="a mistake of ours"):
        worker.run()


@override_settings(TASKS=QUEUE)
def test_task_that_is_due_is_done_once(db, worker, kept_connection):
    recover_left_jobs.enqueue()
    assert [worker.do_next(), worker.do_next()] == [True, False]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@override_settings(TASKS=QUEUE)
def test_task_that_fails_ends_no_worker(db, worker, kept_connection, monkeypatch):
    monkeypatch.setattr("reports.tasks.recover_jobs", lambda: 1 / 0)
    recover_left_jobs.enqueue()
    assert worker.do_next() is True
    assert DBTaskResult.objects.get().exception_class_path.endswith("ZeroDivisionError")


@override_settings(TASKS=QUEUE)
def test_signal_during_a_task_lets_it_end(db, worker, kept_connection, monkeypatch):
    monkeypatch.setattr("reports.tasks.recover_jobs", lambda: worker.shutdown(signal.SIGTERM, None))
    recover_left_jobs.enqueue()
    worker.run()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert not worker.running


def test_signal_without_a_task_ends_it_at_once(worker):
    with pytest.raises(SystemExit) as end:
        worker.shutdown(signal.SIGTERM, None)
    assert end.value.code == 0


# -- Signs of life --------------------------------------------------------------------------------


def test_worker_lives_for_as_long_as_it_said(heartbeat):
    beat(heartbeat, seconds=60, now=1000)
    assert is_alive(heartbeat, now=1060)
    assert not is_alive(heartbeat, now=1061)


@pytest.mark.parametrize("content", [None, "", "mañana"])
def test_without_a_readable_sign_it_does_not_live(heartbeat, content):
    if content is not None:
        heartbeat.write_text(content)
    assert not is_alive(heartbeat)


def said(heartbeat) -> float:
    """For how many seconds from now the worker may be silent."""
    return float(heartbeat.read_text()) - time.time()


@override_settings(TASKS=QUEUE)
def test_a_long_task_is_no_silence(db, worker, heartbeat, kept_connection, monkeypatch):
    during = []
    monkeypatch.setattr("reports.tasks.recover_jobs", lambda: during.append(said(heartbeat)))
    recover_left_jobs.enqueue()
    worker.do_next()
    assert during[0] > 25 * 60
    assert said(heartbeat) < 61


def test_a_database_that_stays_away_is_shown(
    worker, heartbeat, pauses, kept_connection, monkeypatch
):
    does(worker, monkeypatch, *[OperationalError("no route to host")] * 5)
    worker.run()
    assert not heartbeat.exists()


def test_sign_that_cannot_be_written_stops_no_work(worker, tmp_path, caplog):
    worker.heartbeat = tmp_path / "file" / "worker.heartbeat"
    worker.heartbeat.parent.write_text("a file where the directory should be")
    worker._show_life(60)
    assert "cannot be written" in caplog.text


# -- The command, as a process ---------------------------------------------------------------


@pytest.fixture
def database_url(tmp_path, db):
    """A migrated database that another process may open, and write what it likes into."""
    if connection.vendor != "sqlite":
        pytest.skip("the process has a file of its own; .ci/container tries PostgreSQL")
    path = tmp_path / "registry.sqlite3"
    path.write_bytes(connection.connection.serialize())
    return f"sqlite:///{path}"


@pytest.fixture
def start(database_url, heartbeat):
    """Start `manage.py` with these arguments; what still runs at the end is ended."""
    processes = []

    def start(*arguments, **variables):
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database_url,
                "WORKER_HEARTBEAT": str(heartbeat),
                "TASKS_IMMEDIATE": "false",
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def asked(heartbeat) -> int:
    command = [sys.executable, "-m", "reports.heartbeat", str(heartbeat)]
    return subprocess.run(command, cwd=ROOT, check=False, stderr=subprocess.DEVNULL).returncode  # noqa: S603


def is_idle(heartbeat) -> bool:
    """Whether the worker has begun and has nothing to do: what was due at its start is done."""
    return heartbeat.exists() and said(heartbeat) < 61


def test_command_lives_and_stops_when_told(start, heartbeat):
    assert asked(heartbeat) == 1
    process = start("run_worker")
    until = time.monotonic() + 60
    while not is_idle(heartbeat) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert is_idle(heartbeat), process.communicate(timeout=5)[0]
    assert asked(heartbeat) == 0
    signalled = time.monotonic()
    process.send_signal(signal.SIGTERM)
    output = process.communicate(timeout=20)[0]
    assert process.returncode == 0, output
    # Half a second of work; on a machine busy with other tests, more.
    assert time.monotonic() - signalled < 8


def test_command_says_why_there_is_nothing_to_do(start):
    process = start("run_worker", TASKS_IMMEDIATE="true")
    assert "TASKS_IMMEDIATE" in process.communicate(timeout=60)[0]
    assert process.returncode == 1
