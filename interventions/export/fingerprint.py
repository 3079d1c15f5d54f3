"""Whether a file would say the same as before, told without writing it."""

import hashlib

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import get_language

from alignment.models import Framework, Provision
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.models import Intervention

CATALOGUES = (Entity, Framework, Provision, ReportingCycle)
"""What a record tells besides its own row; their histories grow with each change."""


def fingerprint(interventions: QuerySet[Intervention], *parts: object) -> str:
    """A strong ETag of the file of `interventions` under `parts` (format, columns, person…).

    A row's parts change only together with its version (`actions.contents.write`), so the rows'
    number, versions and last change tell. Only rows of the queryset count: what the asker may not
    see leaves no trace.
    """
    told = interventions.order_by().aggregate(
        rows=Count("pk"), versions=Sum("version"), last=Max("updated_at")
    )
    catalogues = [model.history.aggregate(last=Max("history_id"))["last"] for model in CATALOGUES]
    said = repr((sorted(told.items()), catalogues, get_language(), parts))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:40]}"'
