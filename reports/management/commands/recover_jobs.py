"""`manage.py recover_jobs`: run before a worker starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.text import capfirst

from exchange.actions.forgetting import schedule_forgetting
from notifications.tasks import schedule_daily_mail
from reports.dataset.actions import request_open_data
from reports.dataset.queries import report_without_data
from reports.tasks import look_again, recover_jobs


class Command(BaseCommand):
    """Queue again what a killed worker left, and make sure that the work of the day is queued."""

    help = "Retoma lo que un proceso interrumpido dejó a medias y programa el trabajo del día."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for model, count in recover_jobs().items():
            name = capfirst(model._meta.verbose_name_plural)
            self.stdout.write(f"{name} retomadas o cerradas: {count}.")
        if when := look_again():
            self.stdout.write(
                f"Trabajos en curso: se revisan a las {timezone.localtime(when):%H:%M}."
            )
        if when := schedule_daily_mail():
            self.stdout.write(
                f"Correo del día programado: {timezone.localtime(when):%d/%m/%Y %H:%M}."
            )
        if when := schedule_forgetting():
            self.stdout.write(
                f"Borrado de archivos sin confirmar: {timezone.localtime(when):%d/%m/%Y %H:%M}."
            )
        if report := report_without_data():
            request_open_data(report)
            self.stdout.write("Datos abiertos: se pidió publicarlos.")
