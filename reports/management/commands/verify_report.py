"""`manage.py verify_report [CODE ...] [--file FILE]`."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.choices import ReportState
from reports.models import CountryReport, ReportFile
from reports.queries import problems_of


class Command(BaseCommand):
    """Recompute the checksums of stored versions; fail where one does not match."""

    help = "Comprueba que las versiones del Informe País son las que se compilaron y publicaron."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "codes", nargs="*", help="Versiones, por ejemplo 2022-es-1; si no, todas."
        )
        parser.add_argument(
            "--file", type=Path, help="Un archivo descargado: ¿es de una versión publicada?"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["file"]:
            self._file(options["file"])
            return
        reports = {row.code: row for row in CountryReport.objects.select_related("cycle")}
        unknown = [code for code in options["codes"] if code not in reports]
        if unknown:
            raise CommandError(f"No existe la versión: {', '.join(unknown)}.")
        chosen = options["codes"] or sorted(reports)
        broken = 0
        for code in chosen:
            problems = problems_of(reports[code])
            broken += bool(problems)
            self.stdout.write(f"{code}: {'; '.join(problems) or 'conforme'}")
        if broken:
            raise CommandError(f"Versiones alteradas: {broken} de {len(chosen)}.")
        self.stdout.write(f"Versiones comprobadas: {len(chosen)}.")

    def _file(self, path: Path) -> None:
        try:
            checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise CommandError(f"No se pudo leer «{path}»: {error.strerror}.") from error
        published = ReportFile.objects.filter(report__state=ReportState.PUBLISHED)
        file = published.select_related("report__cycle").filter(checksum=checksum).first()
        if file is None:
            raise CommandError(f"«{path}» no es un archivo publicado (SHA-256 {checksum}).")
        self.stdout.write(f"{path}: es la versión publicada {file}.")
