"""`manage.py load_cycle 2022`: what Peru reported in a cycle."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cycles.models import ReportingCycle
from interventions.loading import load_cycle_rows
from monitoring.loading import load_context_indicators, load_milestones
from reports.loading import load_narratives


class Command(BaseCommand):
    """Load `fixtures/<cycle>/`; may be run again at any time."""

    help = "Carga las intervenciones, indicadores y textos de un ciclo que falten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="Código del ciclo, por ejemplo 2022.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, then say what was added."""
        code = options["cycle"]
        cycle = ReportingCycle.objects.filter(code=code).first()
        if cycle is None:
            known = ", ".join(ReportingCycle.objects.values_list("code", flat=True)) or "ninguno"
            raise CommandError(f"No existe el ciclo «{code}». Ciclos conocidos: {known}.")
        added = load_cycle_rows(cycle)
        self.stdout.write(
            f"Ciclo {code}: {added} intervenciones nuevas, {cycle.interventions.count()} en total; "
            f"{load_context_indicators(code)} indicadores de contexto; "
            f"{load_milestones(code)} hitos; {load_narratives(cycle)} textos del informe."
        )
