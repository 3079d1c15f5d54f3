"""Which cycle is open, which came before, and who has answered."""

from django.db.models import Count, Q, QuerySet

from cycles.choices import ANSWERED_STATUSES, CycleState
from cycles.models import EntityResponse, ReportingCycle
from entities.models import Entity


def response_counts(cycle: ReportingCycle) -> dict[str, int]:
    """How many entities were expected to answer `cycle` and how many did."""
    return EntityResponse.objects.filter(cycle=cycle).aggregate(
        expected=Count("pk"),
        answered=Count("pk", filter=Q(status__in=sorted(ANSWERED_STATUSES))),
    )


def cycle_named(code: str) -> ReportingCycle | None:
    """The cycle with this code, else one whose code differs in its capitals; nothing without."""
    found = ReportingCycle.objects.filter(code__iexact=code).order_by("pk")
    return next((cycle for cycle in found if cycle.code == code), None) or next(iter(found), None)


def open_cycles() -> QuerySet[ReportingCycle]:
    """The cycles that are being answered, the latest first."""
    return ReportingCycle.objects.filter(state=CycleState.OPEN).order_by("-period_end", "pk")


def open_cycle() -> ReportingCycle | None:
    """The cycle that is being answered: the latest of the open ones."""
    return open_cycles().first()


def is_settled(cycle: ReportingCycle) -> bool:
    """Whether what the cycle is called and covers stands: it is closed and something is in it."""
    return not cycle.is_open and cycle.interventions.exists()


def cycle_before(cycle: ReportingCycle) -> ReportingCycle | None:
    """The cycle whose period ended last before that of `cycle`."""
    earlier = ReportingCycle.objects.filter(period_end__lt=cycle.period_end)
    return earlier.order_by("-period_end").first()


def expected_entities(cycle: ReportingCycle) -> QuerySet[Entity]:
    """The entities whose answer to the call of `cycle` is still expected."""
    waiting = EntityResponse.objects.filter(cycle=cycle).exclude(
        status__in=sorted(ANSWERED_STATUSES)
    )
    return Entity.objects.filter(pk__in=waiting.values("entity"))
