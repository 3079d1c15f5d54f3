"""What the worker does, in the interface that Django 6 brings."""

from django_tasks import task

from reports import actions


@task()
def compile_version(job_id: int) -> None:
    """Compile the version that a `CompileJob` asks for."""
    actions.run_job(job_id)
