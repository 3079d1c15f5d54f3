"""The secretariat enters and corrects in the name of an entity, with a reason that stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import RegistryRole
from cycles.choices import ResponseStatus
from interventions import actions, permissions
from interventions.choices import InterventionKind, Move, Reporting, State
from interventions.models import Intervention, OnBehalf
from tests.factories import (
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
    UserFactory,
    saved_by,
)

WHY = "La entidad no tiene punto focal y mandó un oficio."


@pytest.fixture
def colleague(db):
    """Another member of the secretariat."""
    return UserFactory(username="secretaria-2", registry_role=RegistryRole.SECRETARIAT)


@pytest.fixture
def entered(cycle, entity, secretariat):
    """A complete draft that the secretariat entered for `entity`."""
    row = Intervention(cycle=cycle, title="Lo del oficio", kind=InterventionKind.ACTION)
    aim = {"provision_id": ProvisionFactory(code="1").pk, "group_id": None, "is_primary": True}
    values = {
        "results_reporting": Reporting.NOT_REPORTED,
        "challenges_reporting": Reporting.NOT_REPORTED,
        "contributions": [aim],
    }
    return actions.create_intervention(
        row, lead=entity, by=secretariat, values=values, on_behalf=WHY
    )


def move(row, name, person, **more):
    return actions.move_intervention(row, move=name, by=person, **more)


def test_entered_row_keeps_who_for_whom_and_why(entered, entity, secretariat):
    written = OnBehalf.objects.get(intervention=entered)
    assert (written.by, written.entity, written.reason) == (secretariat, entity, WHY)
    assert str(written) == "Registrado por la Secretaría Técnica en nombre de MIMP"
    assert entered.lead_participation.entity == entity
    assert permissions.may_edit_intervention(secretariat, entered)


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_without_a_reason_nothing_is_entered(cycle, entity, secretariat, reason):
    row = Intervention(cycle=cycle, title="Sin motivo", kind=InterventionKind.ACTION)
    with pytest.raises((PermissionDenied, ValidationError)):
        actions.create_intervention(row, lead=entity, by=secretariat, on_behalf=reason)
    assert not Intervention.objects.exists()


def test_nobody_but_the_secretariat_enters_for_others(
    cycle, other_entity, focal_point, analyst, observer
):
    for person in (focal_point, analyst, observer):
        row = Intervention(cycle=cycle, title="Ajena", kind=InterventionKind.ACTION)
        with pytest.raises(PermissionDenied):
            actions.create_intervention(row, lead=other_entity, by=person, on_behalf=WHY)


def test_database_takes_no_record_without_a_reason(entered, entity, secretariat):
    written = OnBehalf.objects.get(intervention=entered)
    with pytest.raises(IntegrityError), transaction.atomic():
        OnBehalf.objects.filter(pk=written.pk).update(reason="")


@pytest.mark.parametrize("state", list(State))
def test_row_of_an_entity_is_corrected_with_a_reason_until_it_is_validated(
    cycle, entity, focal_point, secretariat, state
):
    row = InterventionFactory(lead=entity, cycle=cycle, state=state)
    with pytest.raises(PermissionDenied):
        saved_by(secretariat, row, title="Sin motivo")
    if state in {State.PENDING_ENTITY, State.VALIDATED}:
        with pytest.raises(PermissionDenied):
            actions.begin_on_behalf(row, by=secretariat, reason=WHY)
        return
    with pytest.raises(ValidationError):
        actions.begin_on_behalf(row, by=secretariat, reason=" ")
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    saved_by(secretariat, row, title="Con motivo")
    row.refresh_from_db()
    assert (row.title, row.state) == ("Con motivo", state)
    written = row.on_behalf.get()
    assert str(written) == "Corregido por la Secretaría Técnica en nombre de MIMP"
    assert row.history.first().history_user == secretariat
    assert not permissions.may_delete_intervention(secretariat, row)


def test_another_member_of_the_secretariat_gives_an_own_reason(
    entity, cycle, secretariat, colleague
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    with pytest.raises(PermissionDenied):
        saved_by(colleague, row, title="De otra persona")


def test_closed_cycle_is_not_written_on_behalf(entity, secretariat, cycle):
    row = InterventionFactory(lead=entity, cycle=cycle)
    type(cycle).objects.filter(pk=cycle.pk).update(state="closed")
    row.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.begin_on_behalf(row, by=secretariat, reason=WHY)


def test_lead_stays_the_entity_in_whose_name_it_is(entered, other_entity, secretariat):
    rows = [{"entity_id": other_entity.pk, "role": "lead"}]
    with pytest.raises(PermissionDenied):
        saved_by(secretariat, entered, participations=rows)


def test_sent_on_behalf_the_record_says_so_and_the_entity_has_not_answered(
    cycle, entity, secretariat
):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    row = InterventionFactory(lead=entity, cycle=cycle)
    OnBehalf.objects.create(
        intervention=row, entity=entity, kind="entered", reason=WHY, by=secretariat,
        at=row.created_at, changed_at=row.created_at,
    )  # fmt: skip
    event = actions.submit_intervention(row, by=secretariat)
    assert (row.state, event.by) == (State.SUBMITTED, secretariat)
    assert event.note == f"En nombre de MIMP: {WHY}"
    response.refresh_from_db()
    assert (response.status, response.answered_at) == (ResponseStatus.EXPECTED, None)
    with pytest.raises(PermissionDenied):
        saved_by(secretariat, row, title="El motivo valía hasta enviarla")


def test_validator_of_the_entity_approves_and_makes_it_its_own(
    entered, secretariat, validator, colleague
):
    actions.submit_intervention(entered, by=secretariat)
    assert entered.state == State.PENDING_ENTITY
    move(entered, Move.APPROVE, validator)
    written = entered.on_behalf.get()
    assert (written.adopted_by, bool(written.adopted_at)) == (validator, True)
    move(entered, Move.VALIDATE, secretariat)
    assert entered.state == State.VALIDATED


def test_entity_that_sends_it_itself_has_answered(cycle, entity, entered, focal_point):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    actions.submit_intervention(entered, by=focal_point)
    assert entered.on_behalf.get().adopted_by == focal_point
    response.refresh_from_db()
    assert response.status == ResponseStatus.SUBMITTED


def test_who_entered_it_does_not_validate_it_alone(entered, secretariat, colleague):
    actions.submit_intervention(entered, by=secretariat)
    assert Move.VALIDATE not in permissions.open_moves(secretariat, entered)
    with pytest.raises(ValidationError, match="la valida otra persona"):
        move(entered, Move.VALIDATE, secretariat)
    move(entered, Move.VALIDATE, colleague)
    assert entered.state == State.VALIDATED


def test_who_corrected_it_does_not_validate_it_alone(
    entity, cycle, focal_point, secretariat, colleague
):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    saved_by(secretariat, row, title="Corregida")
    with pytest.raises(ValidationError, match="la valida otra persona"):
        move(row, Move.VALIDATE, secretariat)


def test_where_nobody_else_is_there_the_record_says_that_one_person_did_both(entered, secretariat):
    actions.submit_intervention(entered, by=secretariat)
    event = move(entered, Move.VALIDATE, secretariat)
    assert "no hay otra persona" in event.note


def test_entered_by_mistake_is_deleted_by_who_did_until_sent(entered, secretariat, colleague):
    with pytest.raises(PermissionDenied):
        actions.delete_draft(entered, by=colleague)
    assert permissions.may_delete_intervention(secretariat, entered)
    actions.delete_draft(entered, by=secretariat)
    assert not OnBehalf.objects.exists()


def test_sent_on_behalf_is_withdrawn_by_who_sent(entered, secretariat, colleague):
    actions.submit_intervention(entered, by=secretariat)
    with pytest.raises(PermissionDenied):
        move(entered, Move.WITHDRAW, colleague)
    move(entered, Move.WITHDRAW, secretariat)
    assert entered.state == State.DRAFT


def test_entity_objects_once_and_waits_for_an_answer(
    entered, focal_point, other_focal_point, secretariat
):
    written = entered.on_behalf.get()
    with pytest.raises(PermissionDenied):
        actions.object_to(written, by=other_focal_point, text="No es nuestro")
    with pytest.raises(ValidationError):
        actions.object_to(written, by=focal_point, text=" ")
    actions.object_to(written, by=focal_point, text="No es nuestro")
    assert list(OnBehalf.objects.objected()) == [written]
    with pytest.raises(PermissionDenied):
        actions.object_to(written, by=focal_point, text="Otra vez")
    written.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.answer_objection(written, by=focal_point, text="Sí")
    actions.answer_objection(written, by=secretariat, text="Se corrige")
    assert not OnBehalf.objects.objected().exists()
    written.refresh_from_db()
    assert (written.objected_by, written.answered_by) == (focal_point, secretariat)


def test_what_was_written_on_behalf_exists_for_the_entity_and_the_secretariat(
    entered, focal_point, validator, other_focal_point, secretariat, analyst, anonymous
):
    seen = {
        person.username: permissions.visible_on_behalf(person).exists()
        for person in (focal_point, validator, other_focal_point, secretariat, analyst, anonymous)
    }
    assert [name for name, sees in seen.items() if sees] == ["titular", "validador", "secretaria"]


def test_row_that_shares_a_result_takes_a_reason_of_its_own(cycle, entity, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle)
    other = InterventionFactory(lead=entity, cycle=cycle)
    result = ResultFactory(interventions=[row, other], text="Uno")
    told = {"id": result.pk, "text": "Otro"}
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    with pytest.raises(ValidationError, match=other.code):
        saved_by(secretariat, row, results=[told])
    actions.begin_on_behalf(other, by=secretariat, reason=WHY)
    saved_by(secretariat, row, results=[told])
    result.refresh_from_db()
    assert result.text == "Otro"


def test_entity_s_answer_does_not_follow_what_is_written_for_it(cycle, entity, secretariat):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    saved_by(secretariat, row, title="Corregida")
    response.refresh_from_db()
    assert response.status == ResponseStatus.EXPECTED


@pytest.mark.parametrize("again", [False, True])
def test_reason_under_which_nothing_was_changed_tells_of_no_correction(
    entity, cycle, secretariat, colleague, again
):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    if again:
        actions.begin_on_behalf(row, by=secretariat, reason="Otro motivo")
    move(row, Move.VALIDATE, colleague)
    assert row.said_on_behalf == ""
    assert not row.on_behalf.told().exists()


def test_reason_under_which_something_was_changed_stays(entity, cycle, secretariat, colleague):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    saved_by(secretariat, row, title="Corregida")
    actions.begin_on_behalf(row, by=secretariat, reason="Otro motivo, y nada más")
    move(row, Move.VALIDATE, colleague)
    assert row.said_on_behalf == "Corregido por la Secretaría Técnica en nombre de MIMP"
    assert [one.reason for one in row.on_behalf.told()] == [WHY]


def test_entity_that_takes_back_what_it_approved_has_not_made_it_its_own(
    cycle, entity, entered, secretariat, validator
):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    actions.submit_intervention(entered, by=secretariat)
    move(entered, Move.APPROVE, validator)
    move(entered, Move.WITHDRAW, validator)
    assert OnBehalf.objects.standing().filter(intervention=entered).exists()
    assert entered.said_on_behalf == "Registrado por la Secretaría Técnica en nombre de MIMP"
    response.refresh_from_db()
    assert response.status == ResponseStatus.EXPECTED


def test_reason_given_for_one_entity_is_none_for_the_next_that_leads(
    entity, other_entity, cycle, focal_point, other_focal_point, secretariat
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    FocalPointFactory(entity=other_entity, user=focal_point)
    saved_by(focal_point, row, participations=[{"entity_id": other_entity.pk, "role": "lead"}])
    row = Intervention.objects.get(pk=row.pk)
    with pytest.raises(PermissionDenied):
        actions.submit_intervention(row, by=secretariat)
    with pytest.raises(PermissionDenied):
        saved_by(secretariat, row, title="Con el motivo de otra")
    written = actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    assert written.entity == other_entity
    saved_by(secretariat, row, title="Con el suyo")
