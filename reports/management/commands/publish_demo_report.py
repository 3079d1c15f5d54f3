"""`manage.py publish_demo_report 2022 --output DIRECTORY/NAME`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import RegistryRole, User
from cycles.models import ReportingCycle
from reports import actions
from reports.brakes import brakes_of
from reports.choices import ReportMove
from reports.models import CountryReport
from reports.queries import file_of, latest_published
from reports.render import FORMATS


class Command(BaseCommand):
    """Publish the first version of a cycle as the demo's secretariat; only in the demo."""

    help = "Publica la versión 1 del Informe País de un ciclo, en la demostración."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="Código del ciclo, por ejemplo 2022.")
        parser.add_argument("--output", type=Path, help="Dónde se copian los archivos.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compile, review, publish by the actions, where nothing is published yet; then copy."""
        if not settings.DEMO:
            raise CommandError("publish_demo_report solo funciona en la demostración.")
        cycle = ReportingCycle.objects.filter(code=options["cycle"]).first()
        if cycle is None:
            raise CommandError(f"No existe el ciclo «{options['cycle']}».")
        report = latest_published(cycle) or self._publish(cycle)
        if options["output"]:
            for name in FORMATS:
                path = options["output"].with_name(f"{options['output'].name}.{name}")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file_of(report, name).body)
        self.stdout.write(f"Versión {report.code} publicada, SHA-256 {report.checksum}")

    @staticmethod
    def _publish(cycle: ReportingCycle) -> CountryReport:
        person = User.objects.filter(
            username="secretaria", registry_role=RegistryRole.SECRETARIAT
        ).first()
        if person is None:
            raise CommandError("Falta la cuenta «secretaria»: ejecute antes load_demo.")
        job = actions.request_report(cycle, language="es", by=person)
        actions.run_job(job.pk)  # where no worker took it at once
        job.refresh_from_db()
        if job.report is None:
            raise CommandError(f"No se pudo compilar: {job.error}")
        known = [brake.key for brake in brakes_of(job.report)]
        for move in (ReportMove.REVIEW, ReportMove.APPROVE, ReportMove.PUBLISH):
            actions.move_report(job.report, move=move, by=person, acknowledged=known)
        return job.report
