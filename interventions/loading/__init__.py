"""Reference lists and the reported rows of a cycle, from `fixtures/` into the database."""

from interventions.loading.cycle import load_cycle_rows
from interventions.loading.reference import load_catalogues, load_cycles

__all__ = ["load_catalogues", "load_cycle_rows", "load_cycles"]
