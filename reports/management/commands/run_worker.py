"""`manage.py run_worker`: what runs beside the web server."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, task_backends
from django_tasks_db import DatabaseBackend

from reports.worker import Worker


class Command(BaseCommand):
    """Take up what a killed worker left, then do what is queued until told to stop."""

    help = "Hace lo que espera en segundo plano: informes, importaciones, datos abiertos y correo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
            raise CommandError(
                "Con TASKS_IMMEDIATE=true todo se hace en la misma solicitud: no queda nada."
            )
        worker = Worker(
            heartbeat=settings.WORKER_HEARTBEAT,
            recover=partial(call_command, "recover_jobs", stdout=self.stdout),
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=1,
            batch=False,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
