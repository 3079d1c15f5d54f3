"""Public codes that nothing else has."""

from collections.abc import Callable, Sequence
from typing import Any

from interventions.actions.history import some_of


def free_codes(model: Any, codes: Sequence[str], new_code: Callable[[], str]) -> list[str]:
    """The same codes, another one for each that a row of `model` has or that comes twice."""
    taken: set[str] = set()
    for some in some_of(codes):
        rows = model.objects.filter(code__in=some)
        taken |= set(rows.values_list("code", flat=True))
    free = []
    for wanted in codes:
        code = wanted
        while code in taken:
            code = new_code()
            if model.objects.filter(code=code).exists():
                taken.add(code)
        taken.add(code)
        free.append(code)
    return free
