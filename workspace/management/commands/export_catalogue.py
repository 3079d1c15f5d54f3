"""`manage.py export_catalogue NAME FILE`: the ending of FILE says whether .xlsx or .csv."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.writer.catalogue import csv_of, workbook_of
from workspace.catalogues import CATALOGUES, resource_of

WRITERS = {".xlsx": workbook_of, ".csv": csv_of}


class Command(BaseCommand):
    """Write a catalogue as a spreadsheet that `import_catalogue` reads back without a change."""

    help = "Escribe un catálogo como Excel (.xlsx) o texto separado por comas (.csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(CATALOGUES), help="Catálogo.")
        parser.add_argument("file", type=Path, help="Archivo .xlsx o .csv.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.suffix.lower() not in WRITERS:
            raise CommandError(f"«{path}» termina en .xlsx o en .csv.")
        try:
            path.write_bytes(WRITERS[path.suffix.lower()](resource_of(options["name"])))
        except OSError as error:
            raise CommandError(f"No se pudo escribir «{path}»: {error.strerror}.") from error
        self.stdout.write(f"Escrito: {path}")
