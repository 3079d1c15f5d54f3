"""What waits for a person, in a number of queries that does not depend on how much it is."""

from datetime import date

from django.utils import timezone

from cycles.models import ReportingCycle
from cycles.queries import open_cycles
from interventions.queries import cycles_to_read
from workspace.queries.entity import work_of_entities
from workspace.queries.entity_profile import inside_of
from workspace.queries.importing import (
    chosen_rows,
    entities_of_page,
    entities_to_import_for,
    has_ficha,
    import_shown,
    last_imports,
    step_of,
)
from workspace.queries.lists import (
    answered_before,
    entities_listed,
    entities_writing,
    interventions_of,
    rows_before,
    saved_last_by,
)
from workspace.queries.secretariat import work_of_secretariat

__all__ = [
    "answered_before",
    "chosen_rows",
    "cycles_to_read",
    "days_left",
    "entities_listed",
    "entities_of_page",
    "entities_to_import_for",
    "has_ficha",
    "entities_writing",
    "import_shown",
    "inside_of",
    "interventions_of",
    "last_imports",
    "open_cycles",
    "rows_before",
    "saved_last_by",
    "step_of",
    "work_of_entities",
    "work_of_secretariat",
]


def days_left(cycle: ReportingCycle, today: date | None = None) -> int | None:
    """Days until the call closes (negative once it has), or nothing where no date is set."""
    if cycle.call_closes is None:
        return None
    return (cycle.call_closes - (today or timezone.localdate())).days
