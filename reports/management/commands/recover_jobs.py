"""`manage.py recover_jobs`: run before a worker starts."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.actions import recover_jobs
from reports.dataset.queries import report_without_data
from reports.tasks import publish_open_data


class Command(BaseCommand):
    """Queue again what a killed worker left."""

    help = "Retoma las compilaciones que un proceso interrumpido dejó a medias."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Compilaciones retomadas o cerradas: {recover_jobs()}.")
        if report := report_without_data():
            publish_open_data.enqueue(report.pk)
            self.stdout.write("Datos abiertos: se pidió publicarlos.")
