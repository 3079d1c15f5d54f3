"""Rows of the cycle before that ended or were dropped, and what an entity answers."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cycles.choices import CycleState
from cycles.models import EntityResponse
from interventions import actions
from interventions.choices import DiscontinuationOutcome, Move, State
from interventions.models import Discontinuation
from tests.factories import CycleFactory, EntityResponseFactory, InterventionFactory


@pytest.fixture
def row(entity):
    before = CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )
    return InterventionFactory(lead=entity, cycle=before, state=State.VALIDATED)


@pytest.fixture
def response(cycle, entity):
    return EntityResponseFactory(cycle=cycle, entity=entity)


def end(row, cycle, person, reason="Terminó"):
    return actions.discontinue(
        row, cycle=cycle, outcome=DiscontinuationOutcome.ENDED, reason=reason, by=person
    )


def status(response):
    return EntityResponse.objects.get(pk=response.pk).status


def test_entity_says_that_a_row_ended_and_takes_it_back(row, cycle, response, focal_point):
    told = end(row, cycle, focal_point, " Venció el convenio ")
    assert (told.reason, told.by, told.accepted_at) == ("Venció el convenio", focal_point, None)
    assert status(response) == "in_progress"
    actions.undo_discontinuation(told, by=focal_point)
    assert not Discontinuation.objects.exists()
    assert [one.history_type for one in Discontinuation.history.all()] == ["-", "+"]
    assert status(response) == "expected"
    actions.carry_forward(row, cycle=cycle, by=focal_point)


def test_row_is_answered_once(row, cycle, focal_point):
    end(row, cycle, focal_point)
    with pytest.raises(ValidationError, match="deshágalo"):
        actions.carry_forward(row, cycle=cycle, by=focal_point)
    with pytest.raises(ValidationError):
        end(row, cycle, focal_point)


def test_row_taken_up_did_not_end(row, cycle, focal_point):
    actions.carry_forward(row, cycle=cycle, by=focal_point)
    with pytest.raises(ValidationError):
        end(row, cycle, focal_point)


def test_reason_is_needed(row, cycle, focal_point):
    with pytest.raises(ValidationError) as refused:
        end(row, cycle, focal_point, "  ")
    assert set(refused.value.message_dict) == {"reason"}


def test_only_the_lead_says_it_and_only_in_an_open_cycle(
    row, cycle, focal_point, other_focal_point, validator, secretariat
):
    for person in (other_focal_point, validator, secretariat):
        with pytest.raises(PermissionDenied):
            end(row, cycle, person)
    cycle.state = CycleState.CLOSED
    cycle.save()
    with pytest.raises(ValidationError):
        end(row, cycle, focal_point)


def test_what_the_secretariat_accepted_it_alone_takes_back(
    row, cycle, focal_point, other_focal_point, secretariat
):
    told = end(row, cycle, focal_point)
    with pytest.raises(PermissionDenied):
        actions.accept_discontinuation(told, by=focal_point)
    with pytest.raises(PermissionDenied):
        actions.undo_discontinuation(told, by=other_focal_point)
    actions.accept_discontinuation(told, by=secretariat)
    with pytest.raises(PermissionDenied):
        actions.undo_discontinuation(told, by=focal_point)
    actions.undo_discontinuation(told, by=secretariat)


def test_closed_cycle_keeps_what_was_said(row, cycle, focal_point, secretariat):
    told = end(row, cycle, focal_point)
    cycle.state = CycleState.CLOSED
    cycle.save()
    told = Discontinuation.objects.get(pk=told.pk)
    for change in (actions.undo_discontinuation, actions.accept_discontinuation):
        with pytest.raises(ValidationError):
            change(told, by=secretariat)


def test_nothing_new_is_taken_back(row, cycle, response, focal_point, other_focal_point):
    with pytest.raises(ValidationError):
        actions.take_back_nothing_new(response, by=focal_point)
    actions.answer_nothing_new(response, by=focal_point, note="Sin cambios")
    with pytest.raises(PermissionDenied):
        actions.take_back_nothing_new(response, by=other_focal_point)
    actions.take_back_nothing_new(response, by=focal_point)
    kept = EntityResponse.objects.get()
    assert (kept.status, kept.answered_at, kept.note) == ("expected", None, "")


def test_nothing_new_is_answered_after_every_row_ended(row, cycle, response, focal_point):
    end(row, cycle, focal_point)
    actions.answer_nothing_new(response, by=focal_point)
    assert status(response) == "nothing_new"
    actions.take_back_nothing_new(response, by=focal_point)
    assert status(response) == "in_progress"


def test_whoever_starts_writing_has_something_new(row, cycle, response, focal_point):
    actions.answer_nothing_new(response, by=focal_point)
    clone = actions.carry_forward(row, cycle=cycle, by=focal_point)
    assert status(response) == "in_progress"
    actions.delete_draft(clone, by=focal_point)
    assert status(response) == "expected"


def test_deleting_the_last_draft_leaves_what_was_sent(cycle, entity, response, focal_point):
    sent = InterventionFactory(lead=entity, cycle=cycle)
    draft = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(sent, by=focal_point)
    assert status(response) == "in_progress"
    actions.delete_draft(draft, by=focal_point)
    assert status(response) == "submitted"


def test_what_waits_for_a_validator_whose_designation_ended_is_sent_on(
    cycle, entity, focal_point, validator, other_focal_point
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=focal_point)
    assert row.state == State.PENDING_ENTITY
    with pytest.raises(PermissionDenied):
        actions.submit_intervention(row, by=focal_point)
    validator.designations.update(valid_to=date(2020, 12, 31))
    with pytest.raises(PermissionDenied):
        actions.submit_intervention(row, by=other_focal_point)
    with pytest.raises(PermissionDenied):
        actions.move_intervention(row, move=Move.APPROVE, by=validator)
    event = actions.submit_intervention(row, by=focal_point)
    assert (event.from_state, event.to_state) == ("pending_entity", "submitted")


def test_validator_designated_later_approves_what_still_waits(
    cycle, entity, focal_point, validator, alternate
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=focal_point)
    validator.designations.update(user=alternate)
    actions.move_intervention(row, move=Move.APPROVE, by=alternate)
    assert row.state == State.SUBMITTED
