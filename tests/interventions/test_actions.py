"""The life of an intervention, move by move."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cycles.choices import CycleState
from interventions import actions
from interventions.actions import contents
from interventions.choices import Move, Reporting, State
from interventions.models import Intervention, ReviewEvent
from interventions.models.review import AppendOnlyError
from tests.factories import (
    CycleFactory,
    EntityResponseFactory,
    InterventionFactory,
    ResultFactory,
    saved_by,
)


def move(intervention, move_name, person, **kwargs):
    return actions.move_intervention(intervention, move=move_name, by=person, **kwargs)


def test_submit_without_validator_goes_to_the_secretariat(entity, focal_point):
    intervention = InterventionFactory(lead=entity)
    event = actions.submit_intervention(intervention, by=focal_point)
    assert intervention.state == State.SUBMITTED
    assert intervention.submitted_at is not None
    assert (event.from_state, event.to_state, event.by) == ("draft", "submitted", focal_point)


def test_submit_with_validator_waits_for_the_entity(entity, focal_point, validator):
    intervention = InterventionFactory(lead=entity)
    actions.submit_intervention(intervention, by=focal_point)
    assert intervention.state == State.PENDING_ENTITY
    move(intervention, Move.APPROVE, validator)
    assert intervention.state == State.SUBMITTED


def test_validator_returns_with_a_reason_only(entity, focal_point, validator):
    intervention = InterventionFactory(lead=entity)
    actions.submit_intervention(intervention, by=focal_point)
    with pytest.raises(ValidationError):
        move(intervention, Move.RETURN_IN_ENTITY, validator)
    move(intervention, Move.RETURN_IN_ENTITY, validator, reason="Falta la norma")
    assert intervention.state == State.DRAFT


def test_validate_then_reopen_clears_the_validation(entity, secretariat):
    intervention = InterventionFactory(lead=entity, state=State.SUBMITTED)
    move(intervention, Move.VALIDATE, secretariat)
    assert intervention.validated_at is not None
    move(intervention, Move.REOPEN, secretariat, reason="Cifra por corregir")
    assert (intervention.state, intervention.validated_at) == (State.OBSERVED, None)


def test_observations_stay_with_the_event(entity, secretariat):
    intervention = InterventionFactory(lead=entity, state=State.SUBMITTED)
    event = move(
        intervention,
        Move.OBSERVE,
        secretariat,
        reason="Precisar",
        observations={"title": "Escriba el nombre completo"},
    )
    assert [(row.field, row.note) for row in event.observations.all()] == [
        ("title", "Escriba el nombre completo")
    ]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move_name", list(Move))
def test_no_move_from_a_state_that_the_table_does_not_name(
    entity, focal_point, secretariat, superuser, state, move_name
):
    from interventions.choices import TRANSITIONS

    intervention = InterventionFactory(lead=entity, state=state)
    if state in TRANSITIONS[move_name][0]:
        return
    for person in (focal_point, secretariat, superuser):
        with pytest.raises((ValidationError, PermissionDenied)):
            move(intervention, move_name, person, reason="Motivo")
    intervention.refresh_from_db()
    assert intervention.state == state


@pytest.mark.parametrize("move_name", [Move.OBSERVE, Move.VALIDATE, Move.REOPEN])
def test_only_the_secretariat_reviews(
    entity, focal_point, validator, other_focal_point, analyst, observer, move_name
):
    state = State.VALIDATED if move_name == Move.REOPEN else State.SUBMITTED
    intervention = InterventionFactory(lead=entity, state=state)
    for person in (focal_point, validator, other_focal_point, analyst, observer):
        with pytest.raises(PermissionDenied):
            move(intervention, move_name, person, reason="Motivo")


def test_co_executor_neither_edits_nor_submits(entity, other_entity, other_focal_point):
    intervention = InterventionFactory(lead=entity, partners=[other_entity])
    with pytest.raises(PermissionDenied):
        saved_by(other_focal_point, intervention, expected=1)
    with pytest.raises(PermissionDenied):
        actions.submit_intervention(intervention, by=other_focal_point)


def test_incomplete_row_is_not_submitted(entity, focal_point):
    intervention = InterventionFactory(lead=entity, results_reporting=Reporting.REPORTED)
    with pytest.raises(ValidationError) as refused:
        actions.submit_intervention(intervention, by=focal_point)
    assert set(refused.value.message_dict) == {"results"}
    ResultFactory(intervention=intervention)
    actions.submit_intervention(intervention, by=focal_point)


def test_closed_cycle_changes_no_more(entity, focal_point, secretariat):
    closed = CycleFactory(code="2022", state=CycleState.CLOSED)
    intervention = InterventionFactory(lead=entity, cycle=closed, state=State.VALIDATED)
    with pytest.raises(ValidationError):
        move(intervention, Move.REOPEN, secretariat, reason="Motivo")
    with pytest.raises(PermissionDenied):
        saved_by(focal_point, intervention, expected=1)
    with pytest.raises(ValidationError):
        actions.create_intervention(
            Intervention(cycle=closed, title="Tarde"), lead=entity, by=focal_point
        )


def test_second_save_of_the_same_version_is_refused(entity, focal_point, alternate):
    intervention = InterventionFactory(lead=entity)
    saved_by(focal_point, intervention, expected=1)
    stale = Intervention.objects.get(pk=intervention.pk)
    with pytest.raises(actions.StaleVersionError):
        saved_by(alternate, stale, expected=1)


def test_create_starts_a_draft_and_the_answer_of_the_entity(entity, focal_point, cycle):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    intervention = actions.create_intervention(
        Intervention(cycle=cycle, title="Nueva", kind="action"), lead=entity, by=focal_point
    )
    response.refresh_from_db()
    assert (intervention.state, response.status) == (State.DRAFT, "in_progress")
    assert intervention.lead_participation.entity == entity


def test_create_for_a_foreign_entity_is_refused(other_entity, focal_point, cycle):
    with pytest.raises(PermissionDenied):
        actions.create_intervention(
            Intervention(cycle=cycle, title="Ajena", kind="action"),
            lead=other_entity,
            by=focal_point,
        )


def test_carry_forward_keeps_the_code_and_leaves_the_reports(entity, focal_point, cycle):
    closed = CycleFactory(code="2022", state=CycleState.CLOSED)
    last = InterventionFactory(lead=entity, cycle=closed, state=State.VALIDATED)
    ResultFactory(intervention=last)
    clone = actions.carry_forward(last, cycle=cycle, by=focal_point)
    assert (clone.code, clone.previous, clone.state) == (last.code, last, State.DRAFT)
    assert clone.contributions.count() == 1
    assert not clone.results.exists()
    with pytest.raises(ValidationError):
        actions.carry_forward(last, cycle=cycle, by=focal_point)


def test_nothing_new_is_refused_where_the_entity_has_rows(entity, focal_point, cycle):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    actions.answer_nothing_new(response, by=focal_point)
    assert response.status == "nothing_new"
    InterventionFactory(lead=entity, cycle=cycle)
    with pytest.raises(ValidationError):
        actions.answer_nothing_new(response, by=focal_point)


def test_draft_that_never_left_may_be_deleted_and_others_not(
    entity, focal_point, other_focal_point
):
    draft = InterventionFactory(lead=entity)
    with pytest.raises(PermissionDenied):
        actions.delete_draft(draft, by=other_focal_point)
    actions.delete_draft(draft, by=focal_point)
    sent = InterventionFactory(lead=entity, state=State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        actions.delete_draft(sent, by=focal_point)


def test_review_record_is_append_only(entity, focal_point):
    event = actions.submit_intervention(InterventionFactory(lead=entity), by=focal_point)
    event.note = "cambiada"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        ReviewEvent.objects.all().delete()


def test_new_code_is_never_that_of_another_cycle(entity, focal_point, cycle, monkeypatch):
    taken = InterventionFactory(cycle=CycleFactory(code="2030"))
    codes = iter([taken.code, "PE-LIBRE"])
    monkeypatch.setattr(contents, "new_code", lambda: next(codes))
    row = Intervention(cycle=cycle, title="Nueva", kind="action", code=taken.code)
    actions.create_intervention(row, lead=entity, by=focal_point)
    assert row.code == "PE-LIBRE"
