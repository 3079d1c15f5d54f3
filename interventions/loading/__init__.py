"""The reported rows of a cycle, from `fixtures/` into the database, and the work of the demo."""

from interventions.loading.cycle import load_cycle_rows

__all__ = ["load_cycle_rows"]
