"""`manage.py rebuild_search`: the full-text index made anew, with its triggers."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from interventions import search_index


class Command(BaseCommand):
    """Make the index anew; needed only after tables were changed behind the registry's back."""

    help = "Rehace el índice de búsqueda y los disparadores que lo mantienen."

    def handle(self, *args: Any, **options: Any) -> None:
        """In one transaction: who searches meanwhile finds the old index or the new one."""
        with transaction.atomic():
            search_index.install(connection)
        self.stdout.write("El índice de búsqueda quedó rehecho.")
