"""`manage.py load_reference`: instruments, entities, lists, cycles, synonyms of the search."""

from typing import Any

from django.core.management.base import BaseCommand

from alignment.loading import load_frameworks
from alignment.models import Alignment, Provision
from cycles.loading import load_cycles
from entities.loading import load_catalogues
from entities.models import Entity
from interventions.loading.synonyms import load_synonyms


class Command(BaseCommand):
    """Load the reference data of `fixtures/reference/`; may be run again at any time."""

    help = "Carga los datos de referencia que falten; no cambia lo que ya está."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load, then say what there is."""
        load_frameworks()
        load_catalogues()
        load_cycles()
        load_synonyms()
        self.stdout.write(
            f"Referencia: {Provision.objects.count()} disposiciones, "
            f"{Alignment.objects.count()} alineaciones, {Entity.objects.count()} entidades."
        )
