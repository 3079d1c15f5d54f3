"""Who sees which interventions."""

import pytest

from entities.permissions import may_enter_back_office, may_enter_workspace
from interventions import permissions
from interventions.choices import State
from tests.factories import InterventionFactory

CAST = (
    "anonymous focal_point alternate other_focal_point disabled_focal_point secretariat "
    "analyst observer no_role_staff superuser"
).split()
SEE_ALL_OF_THE_ENTITY = {"focal_point", "alternate", "secretariat", "superuser"}
EDIT = {"focal_point", "alternate"}


@pytest.fixture
def cast(request, db):
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.mark.parametrize("state", list(State))
def test_rows_that_are_not_validated_exist_for_their_people_only(cast, entity, state):
    intervention = InterventionFactory(lead=entity, state=state)
    sees = {
        name
        for name, person in cast.items()
        if permissions.visible_interventions(person).filter(pk=intervention.pk).exists()
    }
    assert sees == (set(CAST) if state == State.VALIDATED else SEE_ALL_OF_THE_ENTITY)


@pytest.mark.parametrize("state", list(State))
def test_only_own_drafts_and_observed_rows_are_edited(cast, entity, state):
    intervention = InterventionFactory(lead=entity, state=state)
    edits = {
        name
        for name, person in cast.items()
        if permissions.may_edit_intervention(person, intervention)
    }
    assert edits == (EDIT if state in {State.DRAFT, State.OBSERVED} else set())


def test_back_office_is_closed_to_whoever_has_nothing_to_do_there(cast):
    enter = {name for name, person in cast.items() if may_enter_back_office(person)}
    assert enter == {"secretariat", "superuser", "analyst", "observer"} & set(CAST)
    work = {name for name, person in cast.items() if may_enter_workspace(person)}
    assert work == set(CAST) - {"anonymous", "disabled_focal_point", "no_role_staff"}


def test_designation_that_ended_opens_nothing(entity, focal_point):
    designation = focal_point.designations.get()
    designation.valid_to = designation.valid_from
    designation.save()
    intervention = InterventionFactory(lead=entity)
    assert not permissions.visible_interventions(focal_point).filter(pk=intervention.pk).exists()
