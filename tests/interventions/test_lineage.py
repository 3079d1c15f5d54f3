"""What a cycle is offered of any cycle before it, and what becomes of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cycles.choices import CycleState
from cycles.models import EntityResponse, ReportingCycle
from interventions import actions
from interventions.choices import Move, Reporting, State
from interventions.differences import last_validated
from interventions.lineage import known_before, offered_to, waiting_in
from interventions.models import Intervention, Result
from interventions.values import read_values
from tests.factories import (
    ChallengeFactory,
    CycleFactory,
    EntityResponseFactory,
    InterventionFactory,
    ResultFactory,
)


@pytest.fixture
def past(db):
    return CycleFactory(
        code="2022", period_start=date(2018, 12, 1), period_end=date(2022, 7, 31), state="closed"
    )


@pytest.fixture
def row(past, entity):
    return InterventionFactory(lead=entity, cycle=past, state=State.VALIDATED, title="De 2022")


@pytest.fixture
def next_cycle(cycle):
    """`next_cycle()` closes 2026 and opens 2028."""

    def pass_on():
        ReportingCycle.objects.filter(pk=cycle.pk).update(state=CycleState.CLOSED)
        return CycleFactory(
            code="2028", period_start=date(2026, 8, 1), period_end=date(2028, 7, 31), state="open"
        )

    return pass_on


def titles(rows):
    return sorted(one.title for one in rows)


def say_nothing_new(entity, cycle, person):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    actions.answer_nothing_new(response, by=person)
    return response


def test_nothing_new_keeps_the_rows_alive_for_the_next_cycle(
    row, cycle, entity, focal_point, next_cycle
):
    say_nothing_new(entity, cycle, focal_point)
    assert titles(waiting_in(cycle)) == []
    later = next_cycle()
    assert titles(waiting_in(later)) == ["De 2022"]
    clone = actions.carry_forward(row, cycle=later, by=focal_point)
    assert (clone.code, clone.previous, clone.state) == (row.code, row, State.DRAFT)
    assert titles(waiting_in(later)) == []


def test_silence_ends_nothing_and_what_was_told_to_have_ended_is_not_offered(
    row, cycle, entity, focal_point, next_cycle
):
    ended = InterventionFactory(
        lead=entity, cycle=row.cycle, state=State.VALIDATED, title="Terminada"
    )
    actions.discontinue(ended, cycle=cycle, outcome="ended", reason="Terminó", by=focal_point)
    assert titles(offered_to(cycle)) == ["De 2022", "Terminada"]
    later = next_cycle()
    assert titles(offered_to(later)) == titles(known_before(later)) == ["De 2022"]


def test_latest_version_of_a_code_is_offered(row, cycle, entity, focal_point, next_cycle):
    InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED, title="De 2026",
                        code=row.code, previous=row)  # fmt: skip
    later = next_cycle()
    assert titles(offered_to(later)) == ["De 2026"]
    with pytest.raises(ValidationError, match="lo último que se dijo"):
        actions.carry_forward(row, cycle=later, by=focal_point)


def test_concluded_row_waits_for_nobody_and_may_be_taken_up(past, cycle, entity, focal_point):
    row = InterventionFactory(lead=entity, cycle=past, state=State.VALIDATED, status="completed")
    assert not waiting_in(cycle).exists()
    assert offered_to(cycle).get() == row
    actions.carry_forward(row, cycle=cycle, by=focal_point)


@pytest.fixture
def left(cycle, entity, other_entity, focal_point, secretariat):
    """`left(state)`: a row with a result, that the cycle closes upon in that state."""

    def build(state, **fields):
        row = InterventionFactory(
            lead=entity, cycle=cycle, title=f"Quedó {state}", partners=[other_entity],
            results_reporting=Reporting.REPORTED, **fields,
        )  # fmt: skip
        ResultFactory(intervention=row, text="Cien personas", value=100, unit="personas")
        if state == State.PENDING_ENTITY:
            Intervention.objects.filter(pk=row.pk).update(state=state)
        if state in {State.SUBMITTED, State.OBSERVED}:
            actions.submit_intervention(row, by=focal_point)
        if state == State.OBSERVED:
            actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
        return row

    return build


@pytest.mark.parametrize("state", [one for one in State if one != State.VALIDATED])
def test_what_a_closed_cycle_left_behind_is_offered_and_carried_whole(
    left, cycle, entity, other_entity, focal_point, next_cycle, state
):
    row = left(state)
    partner = row.participations.get(entity=other_entity)
    partner.contribution_text = "Ponemos el local"
    partner.confirmed_by, partner.confirmed_at = focal_point, timezone.now()
    partner.save()
    later = next_cycle()
    assert titles(waiting_in(later)) == [row.title]
    clone = actions.carry_forward(row, cycle=later, by=focal_point)
    assert (clone.state, clone.previous, clone.code) == (State.DRAFT, row, row.code)
    assert last_validated(clone) is None  # it was never validated
    before, after = read_values([row])[0], read_values([clone])[0]
    assert [one["text"] for one in after["results"]] == ["Cien personas"]
    assert after["results"][0]["id"] != before["results"][0]["id"]
    told = clone.participations.get(entity=other_entity)
    assert (told.contribution_text, told.confirmed_at) == ("Ponemos el local", None)
    assert titles(waiting_in(later)) == []


def test_draft_left_of_a_known_row_is_offered_once_and_points_to_what_was_validated(
    row, cycle, focal_point, next_cycle
):
    draft = actions.carry_forward(row, cycle=cycle, by=focal_point)
    actions.write_contents(
        draft, values={"title": "A medias en 2026"}, expected=draft.version, by=focal_point
    )
    later = next_cycle()
    assert titles(waiting_in(later)) == ["A medias en 2026"]
    assert titles(known_before(later)) == ["De 2022"]
    clone = actions.carry_forward(draft, cycle=later, by=focal_point)
    assert (clone.title, clone.previous) == ("A medias en 2026", row)
    with pytest.raises(ValidationError, match="ya está"):
        actions.carry_forward(row, cycle=later, by=focal_point)


def test_ending_of_a_draft_left_behind_is_told_of_what_was_validated(
    row, cycle, focal_point, next_cycle
):
    draft = actions.carry_forward(row, cycle=cycle, by=focal_point)
    later = next_cycle()
    told = actions.discontinue(draft, cycle=later, outcome="ended", reason="Ya no", by=focal_point)
    assert told.previous == row
    assert not waiting_in(later).exists()
    with pytest.raises(ValidationError, match="deshágalo"):
        actions.carry_forward(row, cycle=later, by=focal_point)


def test_result_that_two_left_rows_share_counts_once_when_both_are_carried(
    left, cycle, focal_point, next_cycle
):
    first, second = left(State.DRAFT), left(State.DRAFT, description="Otra")
    for one in (first, second):
        one.refresh_from_db()
    shared = [{"text": "Mil", "shared_with": [second.code]}]
    actions.write_contents(
        first, values={"results": shared}, expected=first.version, by=focal_point
    )
    later = next_cycle()
    for one in (first, second):
        actions.carry_forward(one, cycle=later, by=focal_point)
    carried = Result.objects.filter(interventions__cycle=later, text="Mil").distinct()
    assert carried.count() == 1
    assert carried.get().interventions.count() == 2


def test_difficulties_of_a_left_row_are_carried(left, cycle, focal_point, next_cycle):
    row = left(State.DRAFT, challenges_reporting=Reporting.REPORTED)
    ChallengeFactory(intervention=row, text="Faltó personal")
    clone = actions.carry_forward(row, cycle=next_cycle(), by=focal_point)
    assert [one.text for one in clone.challenges.all()] == ["Faltó personal"]


def test_queries_do_not_grow_with_the_rows(past, cycle, entity):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            list(waiting_in(cycle))
        return len(captured)

    InterventionFactory(lead=entity, cycle=past, state=State.VALIDATED)
    assert queries() == 1
    for _more in range(2):
        InterventionFactory(lead=entity, cycle=past, state=State.VALIDATED)
    assert queries() == 1


def test_answer_is_begun_again_by_what_is_taken_up(row, cycle, entity, focal_point):
    response = say_nothing_new(entity, cycle, focal_point)
    actions.carry_forward(row, cycle=cycle, by=focal_point)
    assert EntityResponse.objects.get(pk=response.pk).status == "in_progress"
