"""Seeds of the prose of a cycle's report, from `fixtures/` into the database."""

from django.db import transaction

from alignment.loading import cite
from cycles.models import ReportingCycle
from reports.models import NarrativeSection
from reports.narratives import Chapter, cited, read_narrative


@transaction.atomic
def load_narratives(cycle: ReportingCycle) -> int:
    """Seed the texts of the blocks that the report prints; give how many sections were added.

    A block may hold several chapters. A chapter without a block stays in its folder: stored, it
    would be in no page, neither of the report nor of those who edit it.
    """
    printed: dict[str, list[Chapter]] = {}
    for chapter in read_narrative(cycle.code).chapters:
        if chapter.block:
            printed.setdefault(chapter.block, []).append(chapter)
    return sum(_add_section(cycle, block, chapters) for block, chapters in printed.items())


def _add_section(cycle: ReportingCycle, block: str, chapters: list[Chapter]) -> bool:
    _section, created = NarrativeSection.objects.get_or_create(
        cycle=cycle,
        block=block,
        language="es",
        defaults={
            "text": "\n\n".join(chapter.text for chapter in chapters),
            "source": cite("tesis", cited(chapters)),
        },
    )
    return created
