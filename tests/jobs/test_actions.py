"""Every kind of job, from the queue to its end, and killed on the way."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from exchange.actions import import_rows, importing
from exchange.choices import ImportState
from exchange.models import ImportBatch, ImportRow
from interventions.models import Intervention
from jobs.actions import JobKind, claim, give_up, recover, report_progress, run
from jobs.models import Job
from jobs.rules import MOST_ATTEMPTS, SILENCE
from reports import actions as compiling
from reports.choices import JobState
from reports.dataset import actions as publishing
from reports.models import CompileJob, CountryReport, Dataset, DatasetJob
from reports.tasks import JOB_KINDS
from tests.exchange.books import send
from tests.exchange.hostile_files import table
from tests.factories import CountryReportFactory, CycleFactory, FocalPointFactory, UserFactory

FILE = table(["N1", "Intervención de prueba", "Plan"])


class Killed(BaseException):
    """Ends a worker where it stands: nothing catches it, and its transaction is never committed."""


@dataclass
class Case:
    """A job that waits in the queue, and the module whose `finish` ends its work."""

    kind: JobKind
    job: Job
    module: Any
    done: str
    given_up: str


def compilation() -> Case:
    job = CompileJob.objects.create(cycle=CycleFactory(), requested_at=timezone.now())
    return Case(compiling.COMPILATION, job, compiling, JobState.DONE, JobState.FAILED)


def publication() -> Case:
    report = CountryReportFactory(published_by=UserFactory(registry_role="secretariat"))
    job = DatasetJob.objects.get(report=report)
    return Case(publishing.PUBLICATION, job, publishing, JobState.DONE, JobState.FAILED)


def batch_of_one_row(**state) -> ImportBatch:
    person = FocalPointFactory()
    batch = send(FILE, person.entity, CycleFactory(), person.user)
    if state.get("state") == ImportState.UNDOING:
        importing.confirm_import(batch, by=person.user)
        state["undone_by"] = person.user
    batch.rows.update(is_taken=True)
    ImportBatch.objects.filter(pk=batch.pk).update(attempts=0, progress=0, **state)
    return ImportBatch.objects.get(pk=batch.pk)


def reading() -> Case:
    batch = batch_of_one_row(state=ImportState.READING, body=FILE)
    batch.rows.all().delete()
    return Case(
        importing.IMPORT, batch, import_rows, ImportState.PREVIEWED, given_up=ImportState.REFUSED
    )


def writing() -> Case:
    batch = batch_of_one_row(state=ImportState.APPLYING)
    return Case(
        importing.IMPORT, batch, import_rows, ImportState.APPLIED, given_up=ImportState.PREVIEWED
    )


def undoing() -> Case:
    batch = batch_of_one_row(state=ImportState.UNDOING)
    return Case(
        importing.IMPORT, batch, import_rows, ImportState.UNDONE, given_up=ImportState.APPLIED
    )


CASES = [compilation, publication, reading, writing, undoing]


@pytest.fixture(params=CASES, ids=lambda build: build.__name__)
def case(request, db) -> Case:
    return request.param()


def written() -> dict[str, list]:
    """Everything that a job leaves, jobs apart.

    Rows of a file that is still being read, or was refused, are shown to nobody: they are kept some
    at a time, so that a long file needs no more memory, and thrown away when it is read again.
    """
    read = ImportRow.objects.exclude(batch__state__in=[ImportState.READING, ImportState.REFUSED])
    stored = [Intervention.objects, read, CountryReport.objects, Dataset.objects]
    return {
        rows.model._meta.label: list(rows.order_by("pk").values_list("pk", flat=True))
        for rows in stored
    }


def test_every_kind_is_looked_after_and_stands_in_a_case(db):
    models = {model for model in apps.get_models() if issubclass(model, Job)}
    assert {kind.model for kind in JOB_KINDS} == models
    assert {CompileJob, DatasetJob, ImportBatch} == models


def test_job_is_done_once(case):
    before = written()
    run(case.kind, case.job.pk)
    case.job.refresh_from_db()
    assert (case.job.state, case.job.progress, case.job.attempts) == (case.done, 100, 1)
    assert case.job.heartbeat_at is None
    after = written()
    assert after != before
    run(case.kind, case.job.pk)
    assert written() == after


def test_job_that_another_worker_has_begun_is_left_alone(case):
    assert claim(case.kind, case.job.pk) is not None
    assert claim(case.kind, case.job.pk) is None
    before = written()
    run(case.kind, case.job.pk)
    assert written() == before


def test_worker_killed_at_its_last_step_leaves_nothing_and_another_does_it(
    case, monkeypatch, django_capture_on_commit_callbacks
):
    def die(*_args, **_values):
        raise Killed

    before = written()
    with monkeypatch.context() as patched:
        patched.setattr(case.module, "finish", die)
        with pytest.raises(Killed):
            run(case.kind, case.job.pk)
    case.job.refresh_from_db()
    assert written() == before
    assert (case.job.is_finished, case.job.attempts) == (False, 1)
    assert recover(JOB_KINDS)[case.kind.model] == 0  # it may be at work still
    later = timezone.now() + SILENCE + timedelta(seconds=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert recover(JOB_KINDS, now=later)[case.kind.model] == 1
    case.job.refresh_from_db()
    assert (case.job.state, case.job.attempts) == (case.done, 2)
    assert written() != before


def test_job_begun_three_times_is_given_up(case):
    before = written()
    job = claim(case.kind, case.job.pk)
    case.kind.jobs.filter(pk=job.pk).update(attempts=MOST_ATTEMPTS)
    assert recover([case.kind], now=timezone.now() + SILENCE * 2) == {case.kind.model: 1}
    job.refresh_from_db()
    assert (job.state, job.heartbeat_at) == (case.given_up, None)
    assert "tres veces" in job.error
    assert written() == before


def test_worker_whose_job_was_given_up_meanwhile_leaves_nothing(case, monkeypatch):
    real, before = case.module.finish, written()

    def too_late(job, **values):
        give_up(case.kind, case.kind.jobs.get(pk=job.pk), "Tarde")
        real(job, **values)

    monkeypatch.setattr(case.module, "finish", too_late)
    run(case.kind, case.job.pk)
    assert written() == before


def test_worker_that_was_replaced_says_nothing_more(case):
    slow = claim(case.kind, case.job.pk)
    recover([case.kind], now=timezone.now() + SILENCE * 2)
    fast = claim(case.kind, case.job.pk)
    report_progress(slow, 90, "Lento")
    give_up(case.kind, slow, "Lento")
    case.job.refresh_from_db()
    assert (case.job.state, case.job.attempts) == (fast.state, 2)
    assert "Lento" not in {case.job.step, case.job.error}


def test_job_that_never_reached_a_queue_is_queued_again(case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        recover([case.kind])
    assert not case.kind.jobs.get(pk=case.job.pk).is_finished
    with django_capture_on_commit_callbacks(execute=True):
        recover([case.kind], now=timezone.now() + SILENCE * 2)
    assert case.kind.jobs.get(pk=case.job.pk).state == case.done


def test_what_goes_wrong_is_told_in_the_job(case, monkeypatch):
    def break_down(*_args, **_values):
        raise RuntimeError("sin memoria")

    before = written()
    monkeypatch.setattr(case.module, "finish", break_down)
    with pytest.raises(RuntimeError):
        run(case.kind, case.job.pk)
    case.job.refresh_from_db()
    assert (case.job.state, bool(case.job.error)) == (case.given_up, True)
    assert written() == before
