"""Opening and closing a cycle."""

import pytest
from django.core.exceptions import PermissionDenied

from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from tests.factories import (
    CycleFactory,
    EntityFactory,
)


def test_opening_a_cycle_expects_the_members(secretariat, focal_point, entity):
    cycle = CycleFactory(code="2030", state=CycleState.CLOSED)
    EntityFactory(acronym="ONG", mtigm_role="other")
    with pytest.raises(PermissionDenied):
        set_cycle_state(cycle, state=CycleState.OPEN, by=focal_point)
    set_cycle_state(cycle, state=CycleState.OPEN, by=secretariat)
    assert [response.entity for response in cycle.responses.all()] == [entity]
