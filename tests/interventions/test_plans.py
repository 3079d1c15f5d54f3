"""What PostgreSQL does to find what a person may see: no list of keys read again for each row."""

import pytest
from django.db import connection
from django.db.models import Q

from interventions import permissions
from interventions.choices import ParticipationRole, State
from interventions.models import Intervention, Participation
from tests.factories import SOME_DAY, EntityFactory

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no plan of this kind"
)

ROWS = 4_000


@pytest.fixture
def many_rows(cycle, entity, focal_point):
    """Nine of ten validated, every third with the entity of the focal point."""
    other = EntityFactory(acronym="OTRA")
    rows = Intervention.objects.bulk_create(
        Intervention(
            cycle=cycle,
            code=f"PE-{number:05}",
            title=f"Intervención {number}",
            kind="action",
            state=State.VALIDATED if number % 10 else State.DRAFT,
            results_reporting="not_reported",
            challenges_reporting="not_reported",
            validated_at=SOME_DAY if number % 10 else None,
        )
        for number in range(ROWS)
    )
    Participation.objects.bulk_create(
        Participation(
            intervention=row,
            entity=other if number % 3 else entity,
            role=ParticipationRole.LEAD,
        )
        for number, row in enumerate(rows)
    )
    with connection.cursor() as cursor:
        # Too little for a list of 3,600 keys, as the usual 4 MB are for 250,000.
        cursor.execute("SET LOCAL work_mem = '64kB'; SET LOCAL hash_mem_multiplier = 1; ANALYZE")
    return rows


def nodes(plan):
    """Each node of a plan."""
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def plan_of(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [[[plan]]] = cursor.fetchall()
    return plan["Plan"]


VISIBLE = {
    "interventions": permissions.visible_interventions,
    "their codes": lambda user: permissions.visible_interventions(user).values("code"),
    "observations": permissions.visible_observations,
    "review events": permissions.visible_review_events,
    "discontinuations": permissions.visible_discontinuations,
}


@pytest.mark.parametrize("visible", VISIBLE.values(), ids=VISIBLE)
def test_no_list_of_keys_is_read_again_for_each_row(many_rows, focal_point, visible):
    plan = plan_of(visible(focal_point).order_by())
    assert materialised_again(plan) == []


def materialised_again(plan):
    """What is kept and read through for each row outside, and is as long as the table."""
    return [
        node
        for node in nodes(plan)
        if node["Node Type"] == "Materialize" and node["Plan Rows"] > 100
    ]


def test_the_check_knows_such_a_plan(many_rows, focal_point):
    """What was there before: two lists of keys with an "or" between them."""
    own = Intervention.objects.filter(
        participations__entity__in=permissions.entities_of(focal_point)
    )
    public = Intervention.objects.validated()
    rows = Intervention.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=public.values("pk")))
    assert materialised_again(plan_of(rows.order_by()))


def test_a_focal_point_sees_the_same_rows(many_rows, focal_point):
    seen = set(permissions.visible_interventions(focal_point).values_list("code", flat=True))
    assert len(seen) == sum(1 for number in range(ROWS) if number % 10 or number % 3 == 0)
