"""Who reviews what: two reviewers do not collide."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import RegistryRole
from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from interventions import actions
from interventions.choices import ClaimEnd, Move, State
from interventions.models import ReviewClaim
from interventions.models.claim import lapsed_before
from interventions.models.review import AppendOnlyError
from tests.factories import InterventionFactory, UserFactory


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(text))


WEDNESDAY = moment("2026-03-04T10:00")


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)


@pytest.fixture
def colleague(db):
    return UserFactory(username="secretaria-2", registry_role=RegistryRole.SECRETARIAT)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-03-04T15:00", "2026-03-04T13:00"),  # a Wednesday
        ("2026-03-04T09:00", "2026-03-03T17:00"),  # one hour today, one yesterday
        ("2026-03-04T03:00", "2026-03-03T16:00"),
        ("2026-03-04T23:00", "2026-03-04T16:00"),
        ("2026-03-09T09:30", "2026-03-06T17:30"),  # over the weekend
        ("2026-03-08T12:00", "2026-03-06T16:00"),  # a Sunday
    ],
)
def test_two_hours_of_work_before(now, before):
    assert lapsed_before(moment(now)) == moment(before)


def test_second_reviewer_is_told_who_has_it_and_moves_nothing(row, secretariat, colleague):
    actions.take_review(row, by=secretariat)
    for refused in (
        lambda: actions.take_review(row, by=colleague),
        lambda: actions.move_intervention(row, move=Move.VALIDATE, by=colleague),
        lambda: actions.move_intervention(row, move=Move.OBSERVE, by=colleague, reason="x"),
        lambda: actions.observe_fields(row, by=colleague, notes={"title": "x"}),
    ):
        with pytest.raises(ValidationError, match="La revisa secretaria desde las"):
            refused()
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_taking_over_stays_in_the_record(row, secretariat, colleague):
    first = actions.take_review(row, by=secretariat)
    second = actions.take_review(row, by=colleague, over=first)
    first.refresh_from_db()
    assert (first.ending, first.ended_by) == (ClaimEnd.TAKEN_OVER, colleague)
    with pytest.raises(ValidationError):
        actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    with pytest.raises(ValidationError):  # it was seen in the hands of somebody else
        actions.take_review(row, by=secretariat, over=first)
    actions.move_intervention(row, move=Move.VALIDATE, by=colleague)
    second.refresh_from_db()
    assert (second.ending, second.ended_by) == (ClaimEnd.MOVED, colleague)


def test_who_holds_it_keeps_it_and_lets_it_go(row, secretariat, colleague):
    held = actions.take_review(row, by=secretariat)
    assert actions.take_review(row, by=secretariat) == held
    with pytest.raises(ValidationError):
        actions.release_review(row, by=colleague)
    actions.release_review(row, by=secretariat)
    with pytest.raises(ValidationError):
        actions.release_review(row, by=secretariat)
    actions.take_review(row, by=colleague)


def test_lapsed_claim_is_taken_without_ado(row, secretariat, colleague):
    old = actions.take_review(row, by=secretariat, now=WEDNESDAY)
    late = WEDNESDAY + timedelta(hours=2, minutes=1)
    with pytest.raises(ValidationError):
        actions.take_review(row, by=colleague, now=WEDNESDAY + timedelta(hours=1))
    new = actions.take_review(row, by=colleague, now=late)
    old.refresh_from_db()
    assert (old.ending, new.by) == (ClaimEnd.LAPSED, colleague)
    actions.move_intervention(
        row, move=Move.VALIDATE, by=secretariat, now=late + timedelta(hours=3)
    )


@pytest.mark.parametrize("name", ["focal_point", "observer", "analyst", "other_focal_point"])
def test_only_the_secretariat_takes_rows(request, row, name):
    with pytest.raises(PermissionDenied):
        actions.take_review(row, by=request.getfixturevalue(name))


@pytest.mark.parametrize("state", sorted(set(State) - {State.SUBMITTED}))
def test_only_sent_rows_are_taken(cycle, entity, secretariat, state):
    row = InterventionFactory(lead=entity, cycle=cycle, state=state)
    with pytest.raises(ValidationError):
        actions.take_review(row, by=secretariat)


def test_row_of_a_closed_cycle_is_not_taken(row, cycle, secretariat):
    set_cycle_state(cycle, state=CycleState.CLOSED, by=secretariat)
    with pytest.raises(ValidationError, match="está cerrado"):
        actions.take_review(row, by=secretariat)


def test_database_keeps_one_claim_at_a_time_and_all_of_them(row, secretariat, colleague):
    held = actions.take_review(row, by=secretariat)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewClaim.objects.create(intervention=row, by=colleague, since=timezone.now())
    for refused in (held.delete, ReviewClaim.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            refused()
