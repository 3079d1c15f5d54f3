"""Seeds of the prose of a cycle's report, from `fixtures/` into the database."""

from django.db import transaction

from alignment.loading import FIXTURES, citation, read_fixture
from cycles.models import ReportingCycle
from reports.models import NarrativeSection

LIMITATIONS_BLOCK = "limitations-proposals"


@transaction.atomic
def load_narratives(cycle: ReportingCycle) -> int:
    """Seed the limitations and proposals (table 25); give how many sections were added."""
    if not (FIXTURES / cycle.code / "limitations.json").exists():
        return 0
    table = read_fixture(cycle.code, "limitations.json")
    paragraphs = [
        f"{part['heading']}: {'; '.join(item['text'] for item in part['items'])}."
        for part in table["lists"]
    ]
    _section, created = NarrativeSection.objects.get_or_create(
        cycle=cycle,
        block=LIMITATIONS_BLOCK,
        language="es",
        defaults={
            "text": "\n\n".join(paragraphs),
            "source": f"{citation('tesis')}, tabla {table['table']}, líneas {table['lines']}",
        },
    )
    return int(created)
