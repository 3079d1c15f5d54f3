"""The reporting cycles and their notes, from `fixtures/` into the database."""

from collections.abc import Iterator

from django.db import transaction

from alignment.loading import (
    FIXTURES,
    Record,
    add_missing,
    cite,
    provisions_by_key,
    read_fixture,
)
from alignment.models import Framework
from cycles.actions import expect_responses
from cycles.choices import CycleNoteKind
from cycles.models import CycleNote, ReportingCycle


@transaction.atomic
def load_cycles() -> None:
    """The reporting cycles, with the instruments in force and the answers expected."""
    records = read_fixture("reference", "cycles.json")
    known = set(ReportingCycle.objects.values_list("code", flat=True))
    cycles = add_missing(ReportingCycle, records, "code")
    for record in records:
        if record["code"] in known:
            continue
        cycle = cycles[record["code"]]
        cycle.frameworks.set(Framework.objects.filter(code__in=record["frameworks"]))
        if cycle.is_open:
            expect_responses(cycle)


NOTES = "notes.json"


@transaction.atomic
def load_notes(cycle: ReportingCycle) -> int:
    """What must be known to read the rows of `cycle`; give how many notes were added."""
    provisions = provisions_by_key()
    added = 0
    for position, record in enumerate(_notes_of(cycle.code)):
        kind, key = record["kind"], record.get("provision")
        provision = provisions[key["framework"], key["kind"], key["code"]] if key else None
        _note, created = CycleNote.objects.get_or_create(
            cycle=cycle,
            kind=kind,
            provision=provision,
            position=position,
            defaults={
                "text_es": record["text_es"],
                "text_en": record["text_en"],
                "source": cite("tesis", record["lines"]),
            },
        )
        added += created
    return added


def _notes_of(cycle_code: str) -> Iterator[Record]:
    """Those of the cycle, then what the text tells beside the rows of its tables."""
    folder = FIXTURES / cycle_code
    if (folder / NOTES).exists():
        yield from read_fixture(cycle_code, NOTES)["notes"]
    for path in sorted(folder.glob("table-*.json")):
        table = read_fixture(cycle_code, path.name)
        kind = "objective" if table["framework"] == "pmm" else "guideline"
        of_rows = [
            {**row["note"], "provision": row["provision"]} for row in table["rows"] if "note" in row
        ]
        for note in (*table.get("notes", []), *of_rows):
            yield {
                "kind": CycleNoteKind.GAP,
                "provision": {
                    "framework": table["framework"],
                    "kind": kind,
                    "code": note["provision"],
                },
                "text_es": note["text"],
                "text_en": note["text_en"],
                "lines": note["lines"],
            }
