"""`manage.py recover_jobs`: run before a worker starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from exchange.actions.importing import recover_imports
from notifications.tasks import schedule_daily_mail
from reports.actions import recover_jobs
from reports.dataset.actions import publish_open_data
from reports.dataset.queries import report_without_data
from reports.tasks import look_again


class Command(BaseCommand):
    """Queue again what a killed worker left, and make sure that the mail of the day is queued."""

    help = "Retoma lo que un proceso interrumpido dejó a medias y programa el correo del día."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Compilaciones retomadas o cerradas: {recover_jobs()}.")
        self.stdout.write(f"Importaciones retomadas o cerradas: {recover_imports()}.")
        if when := look_again():
            self.stdout.write(
                f"Trabajos en curso: se revisan a las {timezone.localtime(when):%H:%M}."
            )
        if when := schedule_daily_mail():
            self.stdout.write(
                f"Correo del día programado: {timezone.localtime(when):%d/%m/%Y %H:%M}."
            )
        if report := report_without_data():
            publish_open_data.enqueue(report.pk)
            self.stdout.write("Datos abiertos: se pidió publicarlos.")
