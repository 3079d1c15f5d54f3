"""`manage.py compile_report 2022 --format docx --output FILE`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cycles.models import ReportingCycle
from reports.compile import LANGUAGES, compile_report
from reports.queries import rendered
from reports.render import FORMATS


class Command(BaseCommand):
    """Compile a draft of the country report of a cycle and write it to a file."""

    help = (
        "Compila un borrador del Informe País de un ciclo a partir de sus intervenciones validadas."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="Código del ciclo, por ejemplo 2022.")
        parser.add_argument(
            "--format", default="docx", help=f"Uno de: {', '.join(sorted(FORMATS))}."
        )
        parser.add_argument("--language", default="es", help=f"Uno de: {', '.join(LANGUAGES)}.")
        parser.add_argument("--output", type=Path, help="Archivo donde se escribe el informe.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compile, write beside, then put in place: never half a file."""
        code = options["cycle"]
        _require(options["format"], FORMATS, "el formato")
        _require(options["language"], LANGUAGES, "el idioma")
        cycle = ReportingCycle.objects.filter(code=code).first()
        if cycle is None:
            known = ", ".join(ReportingCycle.objects.values_list("code", flat=True)) or "ninguno"
            raise CommandError(f"No existe el ciclo «{code}». Ciclos conocidos: {known}.")
        content = compile_report(cycle, language=options["language"])
        file = rendered(content, options["format"], draft=True)
        path = options["output"] or Path(file.filename)
        partial = path.with_name(path.name + ".partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(file.body)
            partial.replace(path)
        except OSError as error:
            raise CommandError(f"No se pudo escribir «{path}»: {error.strerror}.") from error
        self.stdout.write(f"{path}: {len(file.body):,} bytes, SHA-256 {content.checksum}")


def _require(given: str, known: Iterable[str], what: str) -> None:
    """Argparse would refuse it too, but in English."""
    if given not in known:
        raise CommandError(f"No existe {what} «{given}». Elija uno de: {', '.join(sorted(known))}.")
