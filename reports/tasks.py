"""What the worker does, in the interface that Django 6 brings."""

from django_tasks import task

from reports import actions
from reports.dataset.actions import publish_dataset
from reports.models import CountryReport


@task()
def compile_version(job_id: int) -> None:
    """Compile the version that a `CompileJob` asks for."""
    actions.run_job(job_id)


@task()
def publish_open_data(report_id: int) -> None:
    """Publish everything public as it stands now, because that report was published.

    It has no job row: to do it again is harmless, and `recover_jobs` asks again where it is due.
    """
    report = CountryReport.objects.get(pk=report_id)
    publish_dataset(report=report)
