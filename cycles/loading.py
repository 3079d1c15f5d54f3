"""The reporting cycles, from `fixtures/` into the database."""

from django.db import transaction

from alignment.loading import add_missing, read_fixture
from alignment.models import Framework
from cycles.actions import expect_responses
from cycles.models import ReportingCycle


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
