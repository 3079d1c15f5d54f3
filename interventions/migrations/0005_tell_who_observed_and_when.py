"""Observations made on returning a row: whose, when, and settled by which later move.

A migration of its own: PostgreSQL does not alter a table whose foreign keys still wait to be checked.
"""

from django.db import migrations
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When

SETTLED_BY = {"entity": ["approve", "validate"], "secretariat": ["validate"]}


def tell(apps, schema_editor):
    observation = apps.get_model("interventions", "FieldObservation")
    event = apps.get_model("interventions", "ReviewEvent")
    of_the_move = event.objects.filter(pk=OuterRef("event"))
    observation.objects.update(
        intervention=Subquery(of_the_move.values("intervention")[:1]),
        by=Subquery(of_the_move.values("by")[:1]),
        at=Subquery(of_the_move.values("at")[:1]),
        side=Subquery(
            of_the_move.annotate(
                side=Case(
                    When(move="return_in_entity", then=Value("entity")),
                    default=Value("secretariat"),
                )
            ).values("side")[:1]
        ),
    )
    for side, moves in SETTLED_BY.items():
        later = event.objects.filter(
            intervention=OuterRef("intervention"),
            move__in=moves,
            at__gt=OuterRef("at"),
            by__isnull=False,
        ).order_by("at", "pk")
        observation.objects.filter(Exists(later), side=side).update(
            solved_with=Subquery(later.values("pk")[:1]),
            solved_at=Subquery(later.values("at")[:1]),
            solved_by=Subquery(later.values("by")[:1]),
        )


class Migration(migrations.Migration):
    dependencies = [("interventions", "0004_hold_threads_and_claims")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
