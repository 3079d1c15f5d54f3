"""`manage.py send_mail [--dry-run]`: once a day, from cron where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cycles.queries import open_cycle
from notifications.actions import due_reminders, send_daily_mail
from notifications.digest import digests
from notifications.pending_tasks import due_moment
from notifications.texts import Text, digest_letter, reminder_letter


class Command(BaseCommand):
    """Write to whoever has something to do in the open cycle, or news."""

    help = "Envía los recordatorios, los resúmenes y lo que quedó por enviar; una vez al día."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Muestra qué se escribiría, sin enviar nada."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._show()
            return
        outcome = send_daily_mail()
        self.stdout.write(f"Cartas enviadas: {outcome.sent}.")
        if outcome.failed:
            raise CommandError(
                f"No se pudieron enviar {outcome.failed}; se intentará otra vez. Se ven en "
                "Mi trabajo › Convocatoria › Cartas."
            )

    def _show(self) -> None:
        now = timezone.now()
        cycle = open_cycle()
        moment = due_moment(cycle, timezone.localdate(now)) if cycle else None
        self.stdout.write(f"{cycle or 'Sin ciclo abierto'}: {moment.label if moment else '—'}.")
        if cycle and moment:
            for duty in due_reminders(cycle, moment, timezone.localdate(now)):
                text = reminder_letter(duty, cycle, now)
                self._tell(duty.person.username, duty.address, text)
        for digest in digests(now):
            self._tell(digest.person.username, digest.address, digest_letter(digest, "…"))

    def _tell(self, username: str, address: str, text: Text) -> None:
        """Who, whether there is an address (never which one), and the words."""
        reach = "" if address else " (sin correo)"
        self.stdout.write(f"\n== {username}{reach}: {text.subject}\n{text.body}")
