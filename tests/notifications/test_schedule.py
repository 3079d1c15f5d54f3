"""The mail of the day by the worker, queued once a day; and what a killed worker left behind."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from exchange.actions.forgetting import forget_daily
from exchange.choices import ImportState
from exchange.models import ImportBatch
from jobs.rules import MOST_ATTEMPTS, SILENCE
from notifications import tasks
from notifications.actions import Outcome, letters
from notifications.actions.letters import LettersNotSentError, deliver_letters
from reports.choices import JobState
from reports.models import CompileJob
from reports.tasks import look_again, recover_left_jobs
from tests.factories import EntityFactory, UserFactory


@pytest.fixture
def queue(db, settings):
    """The queue of a deployment, in the database."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects


def ready(queue, task=tasks.daily_mail):
    rows = queue.filter(status="READY", task_path=task.module_path)
    return [timezone.localtime(row.run_after) for row in rows]


def finish(queue, at):
    queue.update(status=TaskResultStatus.SUCCESSFUL, finished_at=at)


def test_worker_that_starts_queues_the_mail_of_the_day_once(queue):
    out = StringIO()
    call_command("recover_jobs", stdout=out)
    assert "Correo del día programado" in out.getvalue()
    call_command("recover_jobs")
    [when] = ready(queue)
    assert (when.hour, when.minute) == (8, 0)
    assert when <= timezone.now()  # today's was missed: caught up with


def test_worker_that_starts_queues_the_forgetting_of_old_files_once(queue):
    out = StringIO()
    call_command("recover_jobs", stdout=out)
    assert "Borrado de archivos sin confirmar" in out.getvalue()
    call_command("recover_jobs")
    assert [when.hour for when in ready(queue, forget_daily)] == [3]
    queue.all().delete()
    forget_daily.call()
    [when] = ready(queue, forget_daily)
    assert timezone.now() < when <= timezone.now() + timedelta(days=1)


def test_worker_that_starts_after_the_run_waits_for_the_next(queue):
    tasks.schedule_daily_mail()
    finish(queue, timezone.now())
    when = tasks.schedule_daily_mail()
    assert timezone.now() < when <= timezone.now() + timedelta(days=1)


def test_run_comes_back_the_next_day_also_where_letters_failed(queue, monkeypatch):
    monkeypatch.setattr(tasks, "send_daily_mail", lambda: Outcome(sent=1, failed=2))
    with pytest.raises(LettersNotSentError, match="2 letters"):
        tasks.daily_mail.call()
    assert [when.hour for when in ready(queue)] == [8]


def test_two_chains_become_one(queue, monkeypatch):
    monkeypatch.setattr(tasks, "send_daily_mail", Outcome)
    for _time in range(2):
        tasks.daily_mail.enqueue()
    for row in queue.all():
        queue.filter(pk=row.pk).update(status=TaskResultStatus.RUNNING)
        tasks.daily_mail.call()
    assert len(ready(queue)) == 1


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (datetime(2026, 3, 1, 12, 59, tzinfo=UTC), datetime(2026, 3, 1, 13, 0, tzinfo=UTC)),
        (datetime(2026, 3, 1, 13, 0, tzinfo=UTC), datetime(2026, 3, 2, 13, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 2, 0, tzinfo=UTC), datetime(2026, 3, 2, 13, 0, tzinfo=UTC)),
    ],
)
def test_eight_is_eight_in_lima(queue, after, expected):
    assert tasks.schedule_daily_mail(after=after) == expected


def test_demo_without_a_queue_schedules_nothing(db):
    assert tasks.schedule_daily_mail() is None


def test_letters_that_wait_and_fail_make_the_task_fail_without_their_errors(db, monkeypatch):
    monkeypatch.setattr(letters, "send_waiting", lambda: Outcome(failed=1))
    with pytest.raises(LettersNotSentError):
        deliver_letters.call()


def test_import_whose_worker_was_killed_a_moment_ago_is_looked_at_again(queue, cycle):
    now = timezone.now()
    work = {"state": ImportState.APPLYING, "attempts": MOST_ATTEMPTS}
    batch = ImportBatch.objects.create(
        entity=EntityFactory(), cycle=cycle, by=UserFactory(), at=now, heartbeat_at=now, **work
    )
    out = StringIO()
    call_command("recover_jobs", stdout=out)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLYING  # another worker may be at it
    assert "Trabajos en curso" in out.getvalue()
    look = queue.get(task_path=recover_left_jobs.module_path)
    assert look.run_after > now + SILENCE
    ImportBatch.objects.update(heartbeat_at=now - (look.run_after - now))
    recover_left_jobs.call()
    batch.refresh_from_db()
    assert (batch.state, "tres veces" in batch.error) == (ImportState.PREVIEWED, True)


def test_no_import_at_work_is_no_reason_to_look_again(queue, cycle):
    assert look_again() is None
    batch = {"entity": EntityFactory(), "cycle": cycle, "by": UserFactory(), "at": timezone.now()}
    ImportBatch.objects.create(state=ImportState.READING, **batch)  # queued: nobody was killed
    assert look_again() is None


def test_report_being_compiled_is_looked_at_again(queue, cycle):
    now = timezone.now()
    CompileJob.objects.create(
        cycle=cycle, state=JobState.RUNNING, attempts=3, requested_at=now, heartbeat_at=now
    )
    assert look_again() is not None
    CompileJob.objects.update(heartbeat_at=now - timedelta(minutes=6))
    recover_left_jobs.call()
    assert CompileJob.objects.get().state == JobState.FAILED
