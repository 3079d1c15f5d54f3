"""From the validated rows of a cycle to the content of its country report."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cycles.models import ReportingCycle
from reports.compile import analysis, annexes, assessment, chapters, follow_up, front
from reports.compile.absent import without_absent
from reports.compile.facts import Facts, read_facts
from reports.content import Block, CountryReportContent

LANGUAGES = ("es", "en")


def compile_report(
    cycle: ReportingCycle, *, language: str = "es", now: datetime | None = None
) -> CountryReportContent:
    """Compile the report of `cycle` in a fixed number of queries.

    `language` sets the frame (titles, columns, fixed sentences): data stays as written. Raises
    `ValueError` for a language that is not in `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    with translation.override(language):
        facts = read_facts(cycle, language=language)
        return CountryReportContent(
            title=_("Informe País sobre la implementación del Pacto Mundial para la Migración"),
            cycle=cycle.code,
            language=language,
            compiled_at=timezone.localtime(now),
            blocks=without_absent(list(_blocks(facts))),
        )


def _blocks(facts: Facts) -> Iterator[Block]:
    yield from front.blocks(facts)
    yield from chapters.area_blocks(facts)
    yield from chapters.axis_blocks(facts)
    yield from analysis.blocks(facts)
    yield from assessment.blocks(facts)
    yield from follow_up.blocks(facts)
    yield from annexes.blocks(facts)
