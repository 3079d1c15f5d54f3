"""`manage.py recover_jobs`: run before a worker starts."""

from typing import Any

from django.core.management.base import BaseCommand

from interventions.actions.importing import recover_imports
from reports.actions import recover_jobs


class Command(BaseCommand):
    """Queue again what a killed worker left."""

    help = "Retoma las compilaciones e importaciones que un proceso interrumpido dejó a medias."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Compilaciones retomadas o cerradas: {recover_jobs()}.")
        self.stdout.write(f"Importaciones retomadas o cerradas: {recover_imports()}.")
