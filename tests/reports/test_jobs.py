"""Compiling in the background: one version at a time, all of it or nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from reports import actions
from reports.choices import JobState
from reports.compile import compile_report
from reports.models import CompileJob, CountryReport
from reports.tasks import recover_jobs
from tests.factories import CycleFactory


def test_request_compiles_one_version(cycle, secretariat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.request_report(cycle, language="en", by=secretariat)
    job.refresh_from_db()
    assert (job.state, job.progress, job.report.code) == (JobState.DONE, 100, "2026-en-1")
    actions.run_job(job.pk)
    assert CountryReport.objects.count() == 1


def test_one_version_is_compiled_at_a_time(cycle, secretariat):
    actions.request_report(cycle, language="es", by=secretariat)
    with pytest.raises(ValidationError, match="Ya se está compilando"):
        actions.request_report(cycle, language="es", by=secretariat)
    actions.request_report(cycle, language="en", by=secretariat)
    actions.request_report(CycleFactory(code="2030"), language="es", by=secretariat)


def test_failing_job_says_so_and_leaves_no_version(cycle, secretariat, monkeypatch):
    def break_down(*_args, **_kwargs):
        raise RuntimeError("sin memoria")

    monkeypatch.setattr(actions, "rendered", break_down)
    job = actions.request_report(cycle, language="es", by=secretariat)
    with pytest.raises(RuntimeError):
        actions.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, "sin memoria" in job.error) == (JobState.FAILED, True)
    assert not CountryReport.objects.exists()


def test_killed_job_is_taken_up_again_and_given_up_after_three_times(cycle, secretariat):
    job = actions.request_report(cycle, language="es", by=secretariat)
    long_ago = timezone.now() - timedelta(hours=1)
    CompileJob.objects.update(state=JobState.RUNNING, attempts=1, heartbeat_at=long_ago)
    assert recover_jobs()[CompileJob] == 1
    actions.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    again = actions.request_report(cycle, language="es", by=secretariat)
    CompileJob.objects.filter(pk=again.pk).update(
        state=JobState.RUNNING, attempts=3, heartbeat_at=long_ago
    )
    recover_jobs()
    again.refresh_from_db()
    assert again.state == JobState.FAILED
    assert CountryReport.objects.count() == 1


def test_job_given_up_meanwhile_stores_nothing(cycle, secretariat, monkeypatch):
    job = actions.request_report(cycle, language="es", by=secretariat)
    compiled = compile_report(cycle)

    def give_up(*_args, **_kwargs):
        CompileJob.objects.update(state=JobState.FAILED)
        return compiled

    monkeypatch.setattr(actions, "compile_report", give_up)
    actions.run_job(job.pk)
    assert not CountryReport.objects.exists()
