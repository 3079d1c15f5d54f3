"""`manage.py write_data_dictionary [--output PATH]`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reports.dictionary import data_dictionary


class Command(BaseCommand):
    """Write the data dictionary again, from the models."""

    help = "Escribe de nuevo el diccionario de datos a partir de los modelos."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", type=Path, default=settings.BASE_DIR / "docs/data-dictionary.md"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        options["output"].write_text(data_dictionary(), encoding="utf-8")
