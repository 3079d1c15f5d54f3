"""Where whoever only reads finds the data."""

from django.db.models import Count, Q, QuerySet

from cycles.models import ReportingCycle
from interventions.choices import PUBLIC_STATES


def cycles_to_read() -> QuerySet[ReportingCycle]:
    """The cycles that have validated rows, each with their number as `validated`."""
    return (
        ReportingCycle.objects.annotate(
            validated=Count("interventions", filter=Q(interventions__state__in=PUBLIC_STATES))
        )
        .filter(validated__gt=0)
        .order_by("-period_end")
    )
