"""What the worker does, in the interface that Django 6 brings."""

from django_tasks import task

from interventions.actions import importing


@task()
def run_import_job(batch_id: int) -> None:
    """Read the file of an `ImportBatch`, or write its rows."""
    importing.run_import(batch_id)
