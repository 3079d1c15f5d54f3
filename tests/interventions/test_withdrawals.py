"""Who sent takes back what nobody has begun to review."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cycles.choices import ResponseStatus
from interventions import actions, permissions
from interventions.choices import Move, State
from interventions.differences import last_submitted
from tests.factories import EntityResponseFactory, InterventionFactory, saved_by


def withdraw(row, person):
    return actions.move_intervention(row, move=Move.WITHDRAW, by=person)


def may_withdraw(person, row):
    return Move.WITHDRAW in permissions.open_moves(person, row)


def sent(entity, person, **fields):
    row = InterventionFactory(lead=entity, **fields)
    actions.submit_intervention(row, by=person)
    return row


def test_sent_row_is_a_draft_again_and_the_record_says_so(entity, focal_point):
    row = sent(entity, focal_point)
    event = withdraw(row, focal_point)
    assert (row.state, row.submitted_at) == (State.DRAFT, None)
    assert (event.from_state, event.to_state, event.by) == ("submitted", "draft", focal_point)
    assert permissions.may_edit_intervention(focal_point, row)
    assert not permissions.may_delete_intervention(focal_point, row)


def test_from_the_entity_too_and_by_the_alternate(entity, focal_point, alternate, validator):
    row = sent(entity, focal_point)
    assert row.state == State.PENDING_ENTITY
    assert not may_withdraw(validator, row)
    withdraw(row, alternate)
    assert row.state == State.DRAFT


def test_corrected_row_is_observed_again_as_of_when_it_was_sent_first(
    entity, focal_point, secretariat
):
    row = sent(entity, focal_point, title="Título primero")
    first = row.submitted_at
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
    saved_by(focal_point, row, title="Título segundo")
    actions.submit_intervention(row, by=focal_point)
    withdraw(row, focal_point)
    assert (row.state, row.submitted_at) == (State.OBSERVED, first)
    assert last_submitted(row)["title"] == ["Título primero"]


def test_validator_takes_back_the_approval_and_a_focal_point_the_sending(
    entity, focal_point, validator
):
    row = sent(entity, focal_point)
    actions.move_intervention(row, move=Move.APPROVE, by=validator)
    withdraw(row, validator)
    assert (row.state, row.submitted_at) == (State.PENDING_ENTITY, None)
    actions.move_intervention(row, move=Move.APPROVE, by=validator)
    withdraw(row, focal_point)
    assert row.state == State.DRAFT


def test_not_once_somebody_has_it_in_hands_until_they_let_go(entity, focal_point, secretariat):
    row = sent(entity, focal_point)
    actions.take_review(row, by=secretariat)
    assert not may_withdraw(focal_point, row)
    with pytest.raises(ValidationError, match="La Secretaría Técnica ya la está revisando") as told:
        withdraw(row, focal_point)
    assert secretariat.username not in str(told.value)
    actions.release_review(row, by=secretariat)
    withdraw(row, focal_point)
    assert row.state == State.DRAFT


@pytest.mark.parametrize(
    ("reviewer", "who"),
    [("secretariat", "Secretaría Técnica"), ("validator", "autoridad validadora")],
)
def test_not_once_something_was_asked_of_a_field(entity, focal_point, reviewer, who, request):
    person = request.getfixturevalue(reviewer)
    row = sent(entity, focal_point)
    actions.observe_fields(row, by=person, notes={"title": "¿De qué año?"})
    if reviewer == "secretariat":
        actions.release_review(row, by=person)
    with pytest.raises(ValidationError, match=who):
        withdraw(row, focal_point)


def test_what_was_asked_before_it_was_sent_again_begins_no_review(entity, focal_point, secretariat):
    row = sent(entity, focal_point)
    actions.observe_fields(row, by=secretariat, notes={"title": "¿De qué año?"})
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
    actions.submit_intervention(row, by=focal_point)
    withdraw(row, focal_point)
    assert row.state == State.OBSERVED


def test_nobody_else_takes_it_back(
    entity, other_entity, focal_point, other_focal_point, secretariat, observer
):
    row = sent(entity, focal_point, partners=[other_entity])
    for person in (other_focal_point, secretariat, observer):
        assert not may_withdraw(person, row)
        with pytest.raises(PermissionDenied):
            withdraw(row, person)


def test_entity_that_took_back_all_it_sent_has_not_answered(cycle, entity, focal_point):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    row = sent(entity, focal_point, cycle=cycle)
    other = sent(entity, focal_point, cycle=cycle)
    response.refresh_from_db()
    answered = response.answered_at
    assert (response.status, bool(answered)) == (ResponseStatus.SUBMITTED, True)
    withdraw(row, focal_point)
    response.refresh_from_db()
    assert (response.status, response.answered_at) == (ResponseStatus.IN_PROGRESS, answered)
    withdraw(other, focal_point)
    response.refresh_from_db()
    assert (response.status, response.answered_at) == (ResponseStatus.IN_PROGRESS, None)


def test_sending_that_was_taken_back_before_counts_no_more(cycle, entity, focal_point):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    row = sent(entity, focal_point, cycle=cycle)
    withdraw(row, focal_point)
    actions.submit_intervention(row, by=focal_point)
    withdraw(row, focal_point)
    assert (row.state, row.submitted_at) == (State.DRAFT, None)
    response.refresh_from_db()
    assert (response.status, response.answered_at) == (ResponseStatus.IN_PROGRESS, None)


def test_approval_that_was_taken_back_before_counts_no_more(entity, focal_point, validator):
    row = sent(entity, focal_point)
    for _time in range(2):
        actions.move_intervention(row, move=Move.APPROVE, by=validator)
        withdraw(row, validator)
    assert (row.state, row.submitted_at) == (State.PENDING_ENTITY, None)
    withdraw(row, focal_point)
    assert (row.state, row.submitted_at) == (State.DRAFT, None)


def test_what_was_returned_stands_under_what_is_taken_back_twice(entity, focal_point, secretariat):
    row = sent(entity, focal_point)
    first = row.submitted_at
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
    for _time in range(2):
        actions.submit_intervention(row, by=focal_point)
        withdraw(row, focal_point)
    assert (row.state, row.submitted_at) == (State.OBSERVED, first)
