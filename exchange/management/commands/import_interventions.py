"""`manage.py import_interventions FILE --entity MIMP --cycle 2026 --user NAME [--confirm]`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model, QuerySet

from accounts.models import User
from cycles.models import ReportingCycle
from entities.models import Entity
from exchange.actions import importing
from exchange.choices import ImportState, RowOutcome
from exchange.models import ImportBatch
from exchange.reader.guard import MOST_BYTES
from exchange.reader.messages import place_of

MOST_MESSAGES = 100


class Command(BaseCommand):
    """Send in a file of an entity as one of its focal points; show, and write if told to."""

    help = "Lee el Excel o CSV de una entidad y muestra qué haría; con --confirm lo incorpora."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Archivo .xlsx o .csv.")
        parser.add_argument("--entity", required=True, help="Sigla de la entidad.")
        parser.add_argument("--cycle", required=True, help="Código de un ciclo abierto.")
        parser.add_argument("--user", required=True, help="Usuario del punto focal que importa.")
        parser.add_argument(
            "--on-behalf",
            default="",
            help="Motivo, si la Secretaría Técnica lo importa en nombre de la entidad.",
        )
        parser.add_argument("--confirm", action="store_true", help="Incorpora lo que se puede.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        entity = _one(
            Entity.objects.filter(acronym=options["entity"]), "la entidad", options["entity"]
        )
        cycle = _one(
            ReportingCycle.objects.filter(code=options["cycle"]), "el ciclo", options["cycle"]
        )
        user = _one(User.objects.filter(username=options["user"]), "el usuario", options["user"])
        try:
            if path.stat().st_size > MOST_BYTES:
                raise CommandError(f"«{path}» pesa más de 10 MB.")
            body = path.read_bytes()
        except OSError as error:
            raise CommandError(f"No se pudo leer «{path}»: {error.strerror}.") from error
        try:
            batch = importing.start_import(
                body,
                name=path.name,
                entity=entity,
                cycle=cycle,
                by=user,
                on_behalf=options["on_behalf"],
                at_once=True,
            )
            self._show(batch)
            if options["confirm"] and batch.state == ImportState.PREVIEWED:
                importing.confirm_import(batch, by=user, at_once=True)
                taken = batch.rows.filter(is_taken=True).count()
                self.stdout.write(f"Incorporadas: {taken} (importación {batch.pk}).")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(f"«{user.username}» no es punto focal de {entity}.") from error

    def _show(self, batch: ImportBatch) -> None:
        """Counts, then what is said; raises `CommandError` where the file was refused."""
        if batch.state == ImportState.REFUSED:
            raise CommandError(batch.error)
        for outcome in RowOutcome:
            rows = batch.rows.filter(outcome=outcome).count()
            self.stdout.write(f"{outcome.label}: {rows}")
        told = list(batch.messages)
        for row in batch.rows.exclude(messages=[])[:MOST_MESSAGES]:
            told += row.messages
        for message in told[:MOST_MESSAGES]:
            self.stdout.write(f"- {place_of(message)}{message['text']}")


def _one(rows: QuerySet[Any], what: str, name: str) -> Any:
    found: Model | None = rows.first()
    if found is None:
        raise CommandError(f"No existe {what} «{name}».")
    return found
