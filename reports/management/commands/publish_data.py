"""`manage.py publish_data [--check]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.dataset.actions import publish_dataset
from reports.dataset.package import read_dump
from reports.dataset.queries import latest_dataset, problems_of_dataset
from reports.models import Dataset


class Command(BaseCommand):
    """Publish the open data where they changed; with `--check`, only say how they stand."""

    help = "Publica una versión nueva de los datos abiertos, si algo público cambió."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="No publica: comprueba las versiones y falla si hay cambios sin publicar.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        dataset = publish_dataset()
        if dataset is None:
            self.stdout.write("Nada cambió: no hay versión nueva.")
            return
        self.stdout.write(
            f"Versión {dataset.version}: {dataset.size:,} bytes, SHA-256 {dataset.checksum}"
        )

    def _check(self) -> None:
        broken = 0
        versions = list(Dataset.objects.values_list("pk", flat=True))
        for key in versions:  # one at a time: each holds its zip
            dataset = Dataset.objects.get(pk=key)
            problems = problems_of_dataset(dataset)
            broken += bool(problems)
            self.stdout.write(f"{dataset}: {'; '.join(problems) or 'conforme'}")
        if broken:
            raise CommandError(f"Versiones alteradas: {broken} de {len(versions)}.")
        latest = latest_dataset()
        if latest is None or latest.content_checksum != read_dump().content_checksum:
            raise CommandError("Hay datos públicos sin publicar: ejecute publish_data.")
        self.stdout.write("Todo lo público está en la última versión.")
