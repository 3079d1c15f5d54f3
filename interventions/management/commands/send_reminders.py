"""`manage.py send_reminders [--dry-run]`: once a day, from cron."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interventions.actions import reminder_text, send_reminders
from interventions.choices import CycleState
from interventions.duties import due_moment, duties
from interventions.models import ReportingCycle


class Command(BaseCommand):
    """Write to whoever still has something to do in the open cycles."""

    help = "Escribe a quienes tienen algo por hacer en los ciclos abiertos; ejecútelo cada día."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Muestra qué se escribiría, sin enviar nada."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        for cycle in ReportingCycle.objects.filter(state=CycleState.OPEN):
            if options["dry_run"]:
                self._show(cycle)
                continue
            try:
                sent = send_reminders(cycle)
            except ExceptionGroup as error:
                count = len(error.exceptions)
                raise CommandError(
                    f"{cycle}: no se pudieron enviar {count}; se intentará otra vez."
                ) from error
            self.stdout.write(f"{cycle}: recordatorios enviados: {len(sent)}.")

    def _show(self, cycle: ReportingCycle) -> None:
        now = timezone.now()
        moment = due_moment(cycle, timezone.localdate(now))
        label = moment.label if moment else "hoy no corresponde escribir"
        self.stdout.write(f"{cycle}: {label}.")
        for duty in duties(cycle, timezone.localdate(now)):
            reach = "" if duty.address else " (sin correo)"
            self.stdout.write(f"  {duty.person.username}{reach}: {', '.join(duty.entities)}")
            self.stdout.write(reminder_text(duty, cycle, now)[1])
