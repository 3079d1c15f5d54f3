"""`manage.py check_narrative 2022 <file>`: the texts of a cycle against their source."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.narratives import FACTS, Narrative, narrative_folder, read_narrative
from reports.source_check import (
    Facts,
    Source,
    copied_wording,
    facts_of,
    figures,
    longest_run,
    unknown_figures,
    unknown_names,
)


class Command(BaseCommand):
    """Compare figures, names and wording; keep the bare figures of the cited lines if asked to."""

    help = "Compara los textos de un ciclo con las líneas de la fuente que cada párrafo cita."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="Código del ciclo, por ejemplo 2022.")
        parser.add_argument("source", type=Path, help="Archivo de texto de la fuente.")
        parser.add_argument(
            "--write-facts",
            action="store_true",
            help="Guarda las cifras de las líneas citadas junto a los textos.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what was checked and each difference; fail where there is one."""
        narrative = read_narrative(options["cycle"])
        if not narrative.chapters:
            raise CommandError(f"El ciclo «{options['cycle']}» no tiene textos.")
        source = Source(tuple(options["source"].read_text(encoding="utf-8").split("\n")))
        facts = facts_of(narrative, source)
        if options["write_facts"]:
            file = narrative_folder(options["cycle"]) / FACTS
            file.write_text(_a_paragraph_a_line(facts), encoding="utf-8")
        differences = [
            *unknown_figures(narrative, facts),
            *unknown_names(narrative, source),
            *copied_wording(narrative, source),
        ]
        for difference in differences:
            self.stdout.write(str(difference))
        self.stdout.write(f"{_counted(narrative)} {len(differences)} diferencias.")
        self.stdout.write(
            f"A lo más {longest_run(narrative, source)} palabras seguidas iguales a la fuente, "
            f"sin contar {len(narrative.names)} nombres oficiales."
        )
        if differences:
            raise CommandError("Hay párrafos que no dicen lo que dice su fuente.")


def _counted(narrative: Narrative) -> str:
    paragraphs = [paragraph for _chapter, _number, paragraph in narrative]
    words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
    figures_said = sum(len(figures(paragraph.text)) for paragraph in paragraphs)
    return (
        f"{len(narrative.chapters)} capítulos, {len(paragraphs)} párrafos, {words} palabras, "
        f"{figures_said} cifras comprobadas:"
    )


def _a_paragraph_a_line(facts: Facts) -> str:
    """JSON with a paragraph in each line, so that a change shows where it is."""
    chapters = [
        f"  {json.dumps(chapter)}: [\n    "
        + ",\n    ".join(json.dumps(row) for row in rows)
        + "\n  ]"
        for chapter, rows in facts.items()
    ]
    return "{\n" + ",\n".join(chapters) + "\n}\n"
