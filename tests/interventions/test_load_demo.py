"""The demo shows life, in whatever state it was left."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from cycles.models import EntityResponse
from interventions.choices import State
from interventions.models import Discontinuation, Intervention, Participation
from tests.factories import CycleFactory, EntityFactory, InterventionFactory


def load():
    output = StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def states(cycle):
    return Counter(Intervention.objects.filter(cycle=cycle).values_list("state", flat=True))


@pytest.fixture
def entities(db):
    return [EntityFactory(acronym=acronym) for acronym in ("MIMP", "MTPE")]


def test_rows_of_the_last_cycle_are_taken_up_to_different_points(entities, cycle):
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )
    for entity in entities:
        for _row in range(6):
            InterventionFactory(lead=entity, cycle=before, state=State.VALIDATED)
    assert "punto-focal-2" in load()
    expected = {"draft": 2, "observed": 1, "pending_entity": 1, "submitted": 2}
    assert states(cycle) == expected
    assert Discontinuation.objects.count() == 1
    assert Participation.objects.filter(role="co_executor", confirmed_at=None).count() == 1
    assert not EntityResponse.objects.exists()
    load()
    assert states(cycle) == expected


def test_accounts_are_made_where_there_is_nothing_to_take_up(entities):
    load()
    assert set(User.objects.values_list("username", flat=True)) >= {"punto-focal", "punto-focal-2"}
    assert not Intervention.objects.exists()
