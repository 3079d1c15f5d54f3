"""What may be asked of a crosstab: the page and the API read it here."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from analysis.crosstabs import FILTER_OF, is_too_wide
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.filters import InterventionFilter
from interventions.models import Intervention
from interventions.queries import cycles_to_read

ALL_CYCLES = "all"
"""What is written in the place of a cycle's code where every cycle is to be counted."""


class CrosstabFilter(InterventionFilter):
    """What is counted: of a cycle (or several, or `all`), which has to be said."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        given = data.copy() if data is not None else QueryDict(mutable=True)
        everything = given.getlist("cycle") == [ALL_CYCLES]
        if everything:
            del given["cycle"]
        super().__init__(given, *args, **kwargs)
        cycle = self.filters["cycle"].extra
        cycle["required"] = not everything
        cycle["error_messages"] |= {
            "required": _("Indique el código de un ciclo (repítalo para varios) o «all»: todos.")
        }

    def cycles(self) -> QuerySet[ReportingCycle]:
        """The cycles that a valid question counts, with what they report on."""
        chosen = [cycle.pk for cycle in self.form.cleaned_data["cycle"]]
        cycles = ReportingCycle.objects.filter(pk__in=chosen) if chosen else cycles_to_read()
        return cycles.prefetch_related("frameworks")

    def only(self) -> dict[str, set[str]]:
        """Of a dimension that is also a filter, the labels that a valid question asks for."""
        asked = self.form.cleaned_data
        return {
            dimension: _codes(asked[name])
            for dimension, name in FILTER_OF.items()
            if asked.get(name)
        }

    def is_too_wide(self, rows: QuerySet[Intervention]) -> bool:
        """Whether a valid question is about several cycles and these are more than are counted."""
        return len(self.form.cleaned_data["cycle"]) != 1 and is_too_wide(rows)


def _codes(chosen: Any) -> set[str]:
    """What a filter was asked for, as it is written in the address."""
    values = [chosen] if isinstance(chosen, str) else chosen
    return {
        str(value.acronym if isinstance(value, Entity) else getattr(value, "code", value))
        for value in values
    }
