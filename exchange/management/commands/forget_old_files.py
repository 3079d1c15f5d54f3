"""`manage.py forget_old_files`: for cron where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand

from exchange.actions.forgetting import forget_old_files


class Command(BaseCommand):
    """Delete the files that nobody confirmed in time."""

    help = "Borra los archivos que nadie confirmó a tiempo; sirve ejecutarlo cuando se quiera."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Archivos y filas que se borraron: {forget_old_files()}.")
