"""Whether a file would say the same as before, told without writing it."""

import hashlib

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import get_language

from alignment.models import Framework, Provision
from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.models import ChallengeLink, Intervention, ResultLink
from interventions.models.reported import Link

CATALOGUES = (Entity, Framework, Provision, ReportingCycle)
"""What a record tells besides its own row; their histories grow with each change."""


def fingerprint(
    interventions: QuerySet[Intervention], *parts: object, visible: QuerySet[Intervention]
) -> str:
    """A strong ETag of the file of `interventions` under `parts` (format, columns, person…).

    A row's parts change only together with its version (`actions.contents.write`), so the rows'
    number, versions and last change tell. So do, of those that share something with them, the ones
    that are `visible`: the codes stand in the file. What the asker may not see leaves no trace.
    """
    told = interventions.order_by().aggregate(
        rows=Count("pk"), versions=Sum("version"), last=Max("updated_at")
    )
    shared = [_sharing(link, interventions, visible) for link in (ResultLink, ChallengeLink)]
    catalogues = [model.history.aggregate(last=Max("history_id"))["last"] for model in CATALOGUES]
    said = repr((sorted(told.items()), shared, catalogues, get_language(), parts))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:40]}"'


def _sharing(
    link: type[Link], interventions: QuerySet[Intervention], visible: QuerySet[Intervention]
) -> tuple[int, int]:
    """How many visible interventions share what `interventions` report, and the sum of the keys of
    their links: another one that shares it, or one less, changes either.
    """
    shared = {ResultLink: "result", ChallengeLink: "challenge"}[link]
    own = link._default_manager.filter(intervention__in=interventions.order_by().values("pk"))
    links = link._default_manager.filter(
        **{f"{shared}__in": own.order_by().values(shared)},
        intervention__in=visible.order_by().values("pk"),
    )
    told = links.order_by().aggregate(links=Count("pk"), keys=Sum("pk"))
    return told["links"], told["keys"] or 0
