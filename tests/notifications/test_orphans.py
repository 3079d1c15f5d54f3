"""Entities with something open and nobody in force to do it."""

from datetime import date

from cycles.choices import ResponseStatus
from entities.choices import DesignationRole
from interventions.choices import State
from notifications.open_work import entities_without_focal_point
from tests.factories import SOME_DAY, EntityResponseFactory, InterventionFactory


def found(cycle, day=None):
    return {row.acronym: row.open_rows for row in entities_without_focal_point(cycle, day)}


def test_rows_stay_and_are_found_when_the_designation_ends(cycle, entity, focal_point):
    InterventionFactory(lead=entity, cycle=cycle)
    InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    assert found(cycle) == {}
    focal_point.designations.update(valid_to=date(2025, 12, 31))
    assert found(cycle) == {"MIMP": 1}
    assert found(cycle, date(2025, 12, 31)) == {}


def test_disabled_account_and_validator_write_nothing(
    cycle, entity, disabled_focal_point, validator
):
    EntityResponseFactory(cycle=cycle, entity=entity)
    assert validator.designations.get().role == DesignationRole.VALIDATOR
    assert found(cycle) == {"MIMP": 0}


def test_entity_that_answered_needs_nobody(cycle, entity, other_entity):
    EntityResponseFactory(
        cycle=cycle, entity=entity, status=ResponseStatus.NOTHING_NEW, answered_at=SOME_DAY
    )
    EntityResponseFactory(cycle=cycle, entity=other_entity)
    assert found(cycle) == {"MINSA": 0}
