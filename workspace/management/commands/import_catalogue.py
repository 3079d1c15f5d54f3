"""`manage.py import_catalogue NAME FILE --user NAME [--dry-run]`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from exchange.actions.catalogues import confirm_catalogue_import, start_catalogue_import
from exchange.choices import LineOutcome
from exchange.models import CatalogueImport
from exchange.reader.guard import MOST_BYTES
from exchange.reader.messages import place_of
from workspace.catalogues import CATALOGUES, resource_of

MOST_LINES = 200


class Command(BaseCommand):
    """Show what a spreadsheet of a catalogue changes, and write all of it or nothing."""

    help = "Lee el Excel o CSV de un catálogo, muestra qué cambia y, sin --dry-run, lo incorpora."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(CATALOGUES), help="Catálogo.")
        parser.add_argument("file", type=Path, help="Archivo .xlsx o .csv.")
        parser.add_argument("--user", required=True, help="Usuario de la Secretaría Técnica.")
        parser.add_argument("--dry-run", action="store_true", help="Muestra y no guarda nada.")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"No existe el usuario «{options['user']}».")
        body = _body_of(options["file"])
        try:
            batch = start_catalogue_import(
                body,
                name=options["file"].name,
                resource=resource_of(options["name"], by=user),
                by=user,
                somebody_waits=False,
            )
            self._show(batch)
            if options["dry_run"]:
                return
            if not any(count for name, count in batch.counts.items() if name != "unchanged"):
                self.stdout.write("Ninguna fila cambia nada: no hay nada que guardar.")
                return
            resource = resource_of(options["name"], by=user)
            confirm_catalogue_import(batch, resource=resource, by=user, somebody_waits=False)
            self.stdout.write(f"Incorporado (importación {batch.pk}).")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(f"«{user.username}» no puede cambiar catálogos.") from error

    def _show(self, batch: CatalogueImport) -> None:
        for outcome in LineOutcome:
            self.stdout.write(f"{outcome.label}: {batch.counts[outcome.value]}")
        for message in batch.messages:
            self.stdout.write(f"- {place_of(message)}{message['text']}")
        told = [line for line in batch.lines if line["outcome"] != LineOutcome.UNCHANGED]
        for line in told[:MOST_LINES]:
            for text in line["messages"]:
                self.stdout.write(f"- {text}")
            if not line["messages"]:
                does = LineOutcome(line["outcome"]).label
                self.stdout.write(f"- Fila {line['row']}, {line['name']}: {does}")
            for column, before, after in line["changes"]:
                self.stdout.write(f"    {column}: «{before}» -> «{after}»")
        if len(told) > MOST_LINES:
            self.stdout.write(f"… y {len(told) - MOST_LINES} filas más.")


def _body_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"«{path}» pesa más de 10 MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"No se pudo leer «{path}»: {error.strerror}.") from error
