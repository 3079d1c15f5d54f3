"""What is said of a row that the secretariat wrote or sent for its entity."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import RegistryRole
from cycles.choices import ResponseStatus
from entities.choices import DesignationRole
from interventions import actions, permissions
from interventions.actions.contents import write
from interventions.actions.responses import follow_response
from interventions.actions.writing import Writing
from interventions.choices import InterventionKind, Move, State
from interventions.models import Intervention, OnBehalf
from interventions.queries import with_relations
from tests.factories import (
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    ResultFactory,
    UserFactory,
    saved_by,
)

WHY = "Lo pidió con el oficio 77-2026."
ENTERED = "Registrado por la Secretaría Técnica en nombre de MIMP"
CORRECTED = "Corregido por la Secretaría Técnica en nombre de MIMP"
SENT = "Enviado por la Secretaría Técnica en nombre de MIMP"


@pytest.fixture
def colleague(db):
    """Another member of the secretariat."""
    return UserFactory(username="secretaria-2", registry_role=RegistryRole.SECRETARIAT)


@pytest.fixture
def row(entity, cycle):
    """A complete draft of the entity's own."""
    return InterventionFactory(lead=entity, cycle=cycle)


@pytest.fixture
def response(entity, cycle):
    """What the call expects of the entity."""
    return EntityResponseFactory(cycle=cycle, entity=entity)


def begun(row, person, reason=WHY):
    return actions.begin_on_behalf(row, by=person, reason=reason)


def entered_for(entity, cycle, person, title="Lo del oficio"):
    row = Intervention(cycle=cycle, title=title, kind=InterventionKind.ACTION)
    return actions.create_intervention(row, lead=entity, by=person, on_behalf=WHY)


def said(row):
    """The sentence, read in both ways: alone, and in a list."""
    told = {Intervention.objects.get(pk=row.pk).said_on_behalf}
    told |= {one.said_on_behalf for one in with_relations(Intervention.objects.filter(pk=row.pk))}
    assert len(told) == 1
    return told.pop()


def status(response):
    response.refresh_from_db()
    return response.status


def move(row, name, person):
    return actions.move_intervention(row, move=name, by=person)


# -- sent -----------------------------------------------------------------------------------------


def test_draft_sent_for_its_entity_is_said_to_be_sent_and_is_no_answer(row, secretariat, response):
    begun(row, secretariat)
    actions.submit_intervention(row, by=secretariat)
    assert said(row) == SENT
    assert status(response) == ResponseStatus.IN_PROGRESS  # it began, and has sent nothing
    assert response.answered_at is None


def test_draft_corrected_and_sent_says_corrected_and_is_no_answer(row, secretariat, response):
    begun(row, secretariat)
    saved_by(secretariat, row, title="Corregida")
    actions.submit_intervention(row, by=secretariat)
    assert said(row) == CORRECTED
    assert sorted(row.on_behalf.values_list("kind", flat=True)) == ["corrected", "sent"]
    assert status(response) == ResponseStatus.IN_PROGRESS  # it began, and has sent nothing
    assert response.answered_at is None


def test_what_was_entered_corrected_and_sent_is_nothing_that_the_entity_began(
    entity, cycle, secretariat, response
):
    row = entered_for(entity, cycle, secretariat)
    OnBehalf.objects.filter(intervention=row).update(ended_at=row.created_at)
    OnBehalf.objects.create(
        intervention=row, entity=entity, kind="sent", reason=WHY, by=secretariat,
        at=row.created_at, changed_at=row.created_at, ended_at=row.created_at,
    )  # fmt: skip
    follow_response(cycle.pk, entity.pk)
    assert status(response) == ResponseStatus.EXPECTED


def test_what_was_sent_for_it_and_taken_back_is_the_entity_s_draft_again(
    row, secretariat, response
):
    begun(row, secretariat)
    actions.submit_intervention(row, by=secretariat)
    move(row, Move.WITHDRAW, secretariat)
    assert (row.state, said(row)) == (State.DRAFT, "")
    assert status(response) == ResponseStatus.IN_PROGRESS


def test_answer_of_an_entity_stays_where_the_secretariat_sends_it_again(
    row, entity, focal_point, secretariat, response
):
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Falta el año")
    begun(row, secretariat)
    saved_by(secretariat, row, title="Con el año")
    actions.submit_intervention(row, by=secretariat)
    assert said(row) == CORRECTED
    assert status(response) == ResponseStatus.SUBMITTED


def test_who_sent_it_for_the_entity_does_not_validate_it_alone(row, secretariat, colleague):
    begun(row, secretariat)
    actions.submit_intervention(row, by=secretariat)
    with pytest.raises(ValidationError, match="la valida otra persona"):
        move(row, Move.VALIDATE, secretariat)
    move(row, Move.VALIDATE, colleague)


def test_entity_that_approves_what_was_sent_for_it_has_answered(
    row, secretariat, validator, response
):
    begun(row, secretariat)
    actions.submit_intervention(row, by=secretariat)
    assert (row.state, said(row)) == (State.PENDING_ENTITY, SENT)
    move(row, Move.APPROVE, validator)
    assert said(row) == ""
    assert status(response) == ResponseStatus.SUBMITTED


def test_what_was_entered_comes_first_then_what_was_corrected(row, entity, secretariat):
    for kind, sentence in (("sent", SENT), ("corrected", CORRECTED), ("entered", ENTERED)):
        OnBehalf.objects.create(
            intervention=row, entity=entity, kind=kind, reason=WHY, by=secretariat,
            at=row.created_at, changed_at=row.created_at, ended_at=row.created_at,
        )  # fmt: skip
        assert said(row) == sentence


# -- a reason under which nothing is done ---------------------------------------------------------


def test_reason_alone_says_nothing_and_keeps_nobody_from_validating(
    row, focal_point, secretariat, colleague
):
    actions.submit_intervention(row, by=focal_point)
    record = begun(row, secretariat)
    assert said(row) == ""
    with pytest.raises(PermissionDenied):
        actions.object_to(record, by=focal_point, text="¿Qué?")
    move(row, Move.VALIDATE, secretariat)
    assert row.state == State.VALIDATED


def test_reason_alone_makes_no_note_where_the_secretariat_is_one(row, focal_point, secretariat):
    actions.submit_intervention(row, by=focal_point)
    begun(row, secretariat)
    assert move(row, Move.VALIDATE, secretariat).note == ""


def test_saving_what_is_said_already_is_no_correction(row, secretariat):
    begun(row, secretariat)
    saved_by(secretariat, row, title=row.title)
    assert said(row) == ""
    saved_by(secretariat, row, title="Otro")
    assert said(row) == CORRECTED


def test_row_changed_through_another_says_that_it_was_corrected(entity, cycle, row, secretariat):
    other = InterventionFactory(lead=entity, cycle=cycle)
    result = ResultFactory(interventions=[row, other], text="Uno")
    begun(row, secretariat)
    begun(other, secretariat)
    saved_by(secretariat, row, results=[{"id": result.pk, "text": "Otro"}])
    assert {said(row), said(other)} == {CORRECTED}


# -- whose it is ----------------------------------------------------------------------------------


def test_what_was_done_for_one_entity_is_not_told_of_the_next_that_leads(
    row, entity, other_entity, focal_point, secretariat
):
    begun(row, secretariat)
    saved_by(secretariat, row, title="Corregida")
    FocalPointFactory(entity=other_entity, user=focal_point)
    saved_by(focal_point, row, participations=[{"entity_id": other_entity.pk, "role": "lead"}])
    assert said(row) == ""
    row = Intervention.objects.get(pk=row.pk)
    actions.submit_intervention(row, by=focal_point)
    written = row.on_behalf.get()
    assert (written.entity, written.adopted_at) == (entity, None)


def test_who_writes_for_the_lead_anyway_is_not_offered_to_correct_in_its_name(
    row, entity, secretariat
):
    FocalPointFactory(entity=entity, user=secretariat)
    assert not permissions.may_begin_on_behalf(secretariat, row)
    with pytest.raises(PermissionDenied):
        begun(row, secretariat)
    saved_by(secretariat, row, title="Como la entidad")
    assert said(row) == ""


def test_who_only_approves_for_the_lead_may_correct_in_its_name(row, entity, secretariat):
    FocalPointFactory(entity=entity, user=secretariat, role=DesignationRole.VALIDATOR)
    begun(row, secretariat)
    saved_by(secretariat, row, title="Corregida")
    assert said(row) == CORRECTED


def test_nothing_is_entered_for_an_entity_that_ended_or_that_one_writes_for(
    entity, other_entity, cycle, secretariat
):
    ended = EntityFactory(acronym="FUE", valid_to=date(2020, 12, 31))
    FocalPointFactory(entity=entity, user=secretariat)
    FocalPointFactory(entity=other_entity, user=secretariat, role=DesignationRole.VALIDATOR)
    assert list(permissions.entities_to_enter_for(secretariat)) == [other_entity]
    with pytest.raises(PermissionDenied):
        entered_for(ended, cycle, secretariat)


# -- deleting -------------------------------------------------------------------------------------


def test_draft_with_an_objection_is_not_deleted_by_who_entered_it(
    entity, cycle, focal_point, secretariat
):
    row = entered_for(entity, cycle, secretariat)
    record = row.on_behalf.get()
    actions.object_to(record, by=focal_point, text="No es nuestro")
    record.refresh_from_db()
    actions.answer_objection(record, by=secretariat, text="Se verá")
    assert not permissions.may_delete_intervention(secretariat, row)
    with pytest.raises(PermissionDenied, match="no lo objete"):
        actions.delete_draft(row, by=secretariat)
    assert OnBehalf.objects.get().answer == "Se verá"
    assert permissions.may_delete_intervention(focal_point, row)


def test_who_entered_it_and_gave_another_reason_still_deletes_it(entity, cycle, secretariat):
    row = entered_for(entity, cycle, secretariat)
    begun(row, secretariat, "Otro motivo")
    assert permissions.may_delete_intervention(secretariat, row)
    actions.delete_draft(row, by=secretariat)
    assert not Intervention.objects.exists()


# -- many at once ---------------------------------------------------------------------------------


def corrected_at_once(rows, person, reason):
    written = [
        Writing(row, {"title": f"{row.title} y más"}, row.version, on_behalf=reason) for row in rows
    ]
    with CaptureQueriesContext(connection) as asked:
        write(written, by=person)
    return len(asked)


def test_reasons_of_a_file_are_kept_in_as_many_queries_for_three_as_for_one(
    entity, cycle, secretariat
):
    few = corrected_at_once([InterventionFactory(lead=entity, cycle=cycle)], secretariat, WHY)
    rows = [InterventionFactory(lead=entity, cycle=cycle) for _one in range(3)]
    assert corrected_at_once(rows, secretariat, WHY) == few
    assert OnBehalf.objects.filter(reason=WHY, changed_at__isnull=False).count() == 4


def test_reason_of_a_file_is_kept_beside_one_given_before(row, secretariat):
    begun(row, secretariat, "El de antes")
    saved_by(secretariat, row, title="Corregida")
    corrected_at_once([row], secretariat, WHY)
    told = [(one.reason, one.ended_at is None) for one in row.on_behalf.order_by("pk")]
    assert told == [("El de antes", False), (WHY, True)]


def test_file_does_not_correct_what_somebody_else_has_in_hands(
    row, entity, focal_point, secretariat, colleague
):
    actions.submit_intervention(row, by=focal_point)
    actions.take_review(row, by=colleague)
    row.refresh_from_db()
    with pytest.raises(ValidationError, match="La revisa"):
        corrected_at_once([row], secretariat, WHY)
