"""Standing in for who reviews: in one's own name, and with that person as one."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import RegistryRole, User
from entities.actions import name_delegate, take_back_delegation
from entities.choices import DesignationRole
from interventions.actions import begin_on_behalf, move_intervention
from interventions.choices import Move, State
from interventions.models import OnBehalf, ReviewEvent
from interventions.permissions import has_validator, open_moves
from tests.factories import FocalPointFactory, InterventionFactory, UserFactory, saved_by


def again(person):
    """The account as the next request reads it."""
    return User.objects.get(pk=person.pk)


def named(absent, delegate, *, by=None):
    today = timezone.localdate()
    return name_delegate(
        absent,
        by=by or absent,
        delegate=delegate,
        first_day=today,
        last_day=today + timedelta(days=5),
        reason="Vacaciones",
    )


def moved(row, move, by, **more):
    row.refresh_from_db()
    return move_intervention(row, move=move, by=again(by), **more)


@pytest.fixture
def other_secretary(db):
    return UserFactory(username="secretaria-2", registry_role=RegistryRole.SECRETARIAT)


def test_deed_is_the_delegates_own_and_says_in_whose_place(entity, cycle, secretariat, analyst):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        moved(row, Move.VALIDATE, analyst)
    named(secretariat, analyst)
    event = moved(row, Move.VALIDATE, analyst)
    assert (event.by, event.in_place_of) == (analyst, secretariat)
    assert event.who == "analista, por encargo de secretaria"


def test_what_is_ones_own_to_do_is_done_in_nobodys_place(
    entity, cycle, secretariat, focal_point, other_secretary
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    named(secretariat, focal_point)
    sent = moved(row, Move.SUBMIT, focal_point)
    taken_back = moved(row, Move.WITHDRAW, focal_point)
    assert (sent.in_place_of, taken_back.in_place_of) == (None, None)
    assert sent.who == "titular"


def test_validators_delegate_approves_and_returns(entity, cycle, validator, focal_point):
    colleague = FocalPointFactory(entity=entity, user__username="colega").user
    named(validator, colleague)
    row = InterventionFactory(lead=entity, cycle=cycle)
    moved(row, Move.SUBMIT, focal_point)
    returned = moved(row, Move.RETURN_IN_ENTITY, colleague, reason="Falta")
    moved(row, Move.SUBMIT, focal_point)
    approved = moved(row, Move.APPROVE, colleague)
    assert returned.in_place_of == approved.in_place_of == validator
    assert moved(row, Move.WITHDRAW, validator).to_state == State.PENDING_ENTITY


def test_who_was_on_leave_takes_back_what_was_approved_in_their_place_and_the_other_way(
    entity, cycle, validator, focal_point
):
    colleague = FocalPointFactory(entity=entity).user
    named(validator, colleague)
    row = InterventionFactory(lead=entity, cycle=cycle)
    moved(row, Move.SUBMIT, focal_point)
    moved(row, Move.APPROVE, colleague)
    event = moved(row, Move.WITHDRAW, colleague)
    assert event.to_state == State.DRAFT  # as the focal point that they are
    assert event.in_place_of is None


def test_delegate_does_not_approve_what_they_sent_nor_the_other_of_the_pair(
    entity, cycle, validator, focal_point
):
    FocalPointFactory(entity=entity, role=DesignationRole.VALIDATOR, user__username="segunda")
    FocalPointFactory(entity=entity, user=validator)
    named(validator, focal_point)
    for sender in (focal_point, validator):
        row = InterventionFactory(lead=entity, cycle=cycle)
        assert moved(row, Move.SUBMIT, sender).to_state == State.PENDING_ENTITY
        for person in (focal_point, validator):
            assert Move.APPROVE not in open_moves(again(person), row)
            with pytest.raises(ValidationError):
                moved(row, Move.APPROVE, person)
        moved(row, Move.APPROVE, User.objects.get(username="segunda"))


def test_with_the_only_validator_away_nothing_of_the_delegates_waits_for_themselves(
    entity, cycle, validator, focal_point
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    assert has_validator(row, besides=focal_point.pk)
    named(validator, focal_point)
    assert not has_validator(row, besides=focal_point.pk)
    assert moved(row, Move.SUBMIT, focal_point).to_state == State.SUBMITTED


def test_delegate_does_not_validate_what_they_sent_for_their_entity(
    entity, cycle, secretariat, focal_point
):
    named(secretariat, focal_point)
    row = InterventionFactory(lead=entity, cycle=cycle)
    moved(row, Move.SUBMIT, focal_point)
    assert Move.VALIDATE not in open_moves(again(focal_point), row)
    for person in (focal_point,):
        with pytest.raises(ValidationError, match="envió o aprobó"):
            moved(row, Move.VALIDATE, person)
    other = UserFactory(registry_role=RegistryRole.SECRETARIAT)
    with pytest.raises(ValidationError, match="envió o aprobó"):
        moved(row, Move.VALIDATE, secretariat)
    moved(row, Move.VALIDATE, other)


def test_delegate_does_not_validate_what_they_approved_in_the_entity(
    entity, cycle, secretariat, validator, focal_point, other_secretary
):
    named(secretariat, validator)
    row = InterventionFactory(lead=entity, cycle=cycle)
    moved(row, Move.SUBMIT, focal_point)
    moved(row, Move.APPROVE, validator)
    with pytest.raises(ValidationError, match="envió o aprobó"):
        moved(row, Move.VALIDATE, validator)
    moved(row, Move.VALIDATE, other_secretary)


def test_delegate_does_not_validate_what_they_sent_though_another_approved_it(
    entity, cycle, secretariat, validator, focal_point, other_secretary
):
    named(secretariat, focal_point)
    row = InterventionFactory(lead=entity, cycle=cycle)
    moved(row, Move.SUBMIT, focal_point)
    moved(row, Move.APPROVE, validator)
    with pytest.raises(ValidationError, match="envió o aprobó"):
        moved(row, Move.VALIDATE, focal_point)
    moved(row, Move.VALIDATE, other_secretary)


def test_member_of_the_secretariat_who_sent_it_validates_it_only_where_nobody_else_is(
    entity, cycle, secretariat
):
    FocalPointFactory(entity=entity, user=secretariat)
    rows = [InterventionFactory(lead=entity, cycle=cycle) for _row in range(2)]
    for row in rows:
        moved(row, Move.SUBMIT, secretariat)
    moved(rows[0], Move.VALIDATE, secretariat)
    UserFactory(registry_role=RegistryRole.SECRETARIAT)
    assert Move.VALIDATE not in open_moves(secretariat, rows[1])
    with pytest.raises(ValidationError, match="envió o aprobó"):
        moved(rows[1], Move.VALIDATE, secretariat)


@pytest.mark.parametrize(("writer", "judge"), [(0, 1), (1, 0)])
def test_what_one_wrote_for_the_entity_the_other_does_not_validate(
    entity, cycle, secretariat, analyst, other_secretary, writer, judge
):
    delegation = named(secretariat, analyst)
    pair = (secretariat, analyst)
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    begin_on_behalf(row, by=again(pair[writer]), reason="Lo pidió por teléfono")
    saved_by(again(pair[writer]), row, title="Otro título")
    assert OnBehalf.objects.get().in_place_of == (None, secretariat)[writer]
    with pytest.raises(ValidationError):
        moved(row, Move.VALIDATE, pair[judge])
    take_back_delegation(delegation, by=secretariat)
    if pair[judge] == secretariat:  # what was written in their place stays theirs afterwards
        with pytest.raises(ValidationError):
            moved(row, Move.VALIDATE, secretariat)
    moved(row, Move.VALIDATE, other_secretary)


def test_a_secretariat_of_one_is_stood_in_for_and_it_is_said(entity, cycle, secretariat, analyst):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    begin_on_behalf(row, by=secretariat, reason="Lo pidió por teléfono")
    saved_by(secretariat, row, title="Otro título")
    named(secretariat, analyst)
    event = moved(row, Move.VALIDATE, analyst)
    assert "suple a quien la registró" in event.note


def test_whoever_wrote_it_in_history_is_the_delegate_and_the_reason_says_for_whom(
    entity, cycle, secretariat, analyst
):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    named(secretariat, analyst)
    begin_on_behalf(row, by=again(analyst), reason="Lo pidió por teléfono")
    saved_by(again(analyst), row, title="Otro título")
    version = row.history.first()
    assert version.history_user == analyst
    assert version.history_change_reason == "por encargo de secretaria"


def test_sends_in_the_place_of_who_is_away(entity, cycle, secretariat, analyst):
    row = InterventionFactory(lead=entity, cycle=cycle)
    named(secretariat, analyst)
    begin_on_behalf(row, by=again(analyst), reason="Lo pidió por teléfono")
    event = moved(row, Move.SUBMIT, analyst)
    assert (event.by, event.in_place_of) == (analyst, secretariat)
    assert ReviewEvent.objects.get().people == {analyst.pk, secretariat.pk}
    assert Move.WITHDRAW in open_moves(secretariat, row)


def test_who_sends_for_the_entity_in_somebody_s_place_is_told_so(
    entity, cycle, secretariat, analyst
):
    named(secretariat, analyst)
    row = InterventionFactory(lead=entity, cycle=cycle)
    begin_on_behalf(row, by=again(analyst), reason="Lo pidió por teléfono")
    saved_by(again(analyst), row, title="Otro título")
    moved(row, Move.SUBMIT, analyst)
    told = {one.kind: one.in_place_of for one in row.on_behalf.all()}
    assert told == {"corrected": secretariat, "sent": secretariat}
