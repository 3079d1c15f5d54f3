"""A result or difficulty of several interventions: one record, written and counted once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.permissions import leave_of
from cycles.models import ReportingCycle
from interventions import actions
from interventions.actions import Writing, write
from interventions.choices import Reporting, State
from interventions.differences import last_submitted, told_at, told_of
from interventions.models import Intervention, Result, ResultLink
from interventions.values import read_values
from tests.factories import (
    ChallengeFactory,
    CycleFactory,
    InterventionFactory,
    ResultFactory,
    saved_by,
)


@pytest.fixture
def rows(entity, cycle):
    """Three drafts of one entity, the first two with a result together."""
    made = [
        InterventionFactory(
            lead=entity, cycle=cycle, title=f"Fila {number}", results_reporting=Reporting.REPORTED
        )
        for number in range(3)
    ]
    ResultFactory(interventions=made[:2], text="Cien permisos", value=100, unit="permisos")
    return made


def told(row):
    """The results of `row` as it is stored, as values."""
    return read_values([row])[0]["results"]


def texts(row):
    return told_of(Intervention.objects.get(pk=row.pk))["results"]


def version(row):
    return Intervention.objects.get(pk=row.pk).version


def test_each_says_who_shares_it(rows):
    assert [one["shared_with"] for one in told(rows[0])] == [[rows[1].code]]
    assert told(rows[0])[0]["id"] == told(rows[1])[0]["id"]


def test_its_text_changes_for_all_who_share_it(rows, focal_point):
    [result] = told(rows[0])
    saved_by(focal_point, rows[0], results=[result | {"text": "Mil permisos"}])
    assert Result.objects.get().text == "Mil permisos"
    assert [version(row) for row in rows] == [2, 2, 1]
    assert Intervention.objects.get(pk=rows[1].pk).history.count() == 2
    assert texts(rows[0]) == texts(rows[1]) == ["Mil permisos (100 permisos)"]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.VALIDATED])
def test_it_does_not_change_where_one_who_shares_it_was_sent(rows, focal_point, state):
    [result] = told(rows[0])
    sent = InterventionFactory(lead=rows[0].lead_participation.entity, state=state)
    Result.objects.get().links.create(intervention=sent)
    for values in (
        [result | {"text": "Mil permisos"}],
        [result | {"shared_with": []}],
    ):
        with pytest.raises(ValidationError, match=sent.code) as refused:
            saved_by(focal_point, rows[0], results=values)
        assert list(refused.value.message_dict) == ["results"]
    assert Result.objects.get().text == "Cien permisos"
    assert [version(row) for row in rows] == [1, 1, 1]


def test_it_does_not_change_where_another_entity_shares_it(rows, focal_point, other_entity):
    other = InterventionFactory(lead=other_entity)
    Result.objects.get().links.create(intervention=other)
    [result] = told(rows[0])
    with pytest.raises(ValidationError, match=other.code):
        saved_by(focal_point, rows[0], results=[result | {"text": "Mil permisos"}])
    with pytest.raises(ValidationError, match=other.code):
        saved_by(focal_point, rows[2], results=[{"text": "Otro", "shared_with": [other.code]}])


def test_taken_out_of_one_it_stays_with_the_others_and_out_of_the_last_it_is_gone(
    rows, focal_point
):
    saved_by(focal_point, rows[0], results=[])
    assert texts(rows[0]) == []
    assert texts(rows[1]) == ["Cien permisos (100 permisos)"]
    assert version(rows[1]) == 1
    saved_by(focal_point, rows[1], results=[])
    assert not Result.objects.exists()
    assert Result.history.filter(history_type="-", history_user=focal_point).count() == 1


def test_another_row_is_given_it_and_says_then_that_there_is_something(rows, focal_point):
    Intervention.objects.filter(pk=rows[2].pk).update(results_reporting="")
    [result] = told(rows[0])
    shared = [rows[1].code, rows[2].code]
    saved_by(focal_point, rows[0], results=[result | {"shared_with": shared}])
    given = Intervention.objects.get(pk=rows[2].pk)
    assert [one["id"] for one in told(given)] == [result["id"]]
    assert (given.results_reporting, given.version) == (Reporting.REPORTED, 2)
    assert version(rows[1]) == 1
    assert ResultLink.history.filter(intervention=given, history_user=focal_point).count() == 1


def test_another_row_is_given_a_result_and_a_difficulty_at_once(rows, focal_point):
    empty = {"results_reporting": "", "challenges_reporting": ""}
    Intervention.objects.filter(pk=rows[2].pk).update(**empty)
    shared = [rows[2].code]
    saved_by(
        focal_point,
        rows[0],
        results=[{"text": "Uno", "shared_with": shared}],
        challenges=[{"text": "Otra", "category": "budget", "shared_with": shared}],
        challenges_reporting="reported",
    )
    given = Intervention.objects.get(pk=rows[2].pk)
    assert (given.results_reporting, given.challenges_reporting) == ("reported", "reported")
    assert given.version == 2


def test_several_new_rows_of_one_call_share_one(entity, cycle, focal_point):
    drafts = [Intervention(cycle=cycle, title=f"N{at}", kind="action") for at in range(3)]
    codes = {draft.code for draft in drafts}
    lead = [{"entity_id": entity.pk, "role": "lead", "contribution_text": ""}]
    write(
        [
            Writing(
                draft,
                {
                    "participations": lead,
                    "results": [{"text": "Uno", "shared_with": sorted(codes - {draft.code})}],
                },
            )
            for draft in drafts
        ],
        by=focal_point,
    )
    assert Result.objects.get().links.count() == 3


def test_copies_become_one_when_one_says_that_it_is_also_the_others(rows, focal_point):
    ResultFactory(intervention=rows[2], text="Cien permisos", value=100, unit="permisos")
    [result] = told(rows[0])
    shared = [rows[1].code, rows[2].code]
    saved_by(focal_point, rows[0], results=[result | {"shared_with": shared}])
    assert Result.objects.get().links.count() == 3
    assert [one["id"] for one in told(rows[2])] == [result["id"]]


def test_a_file_that_does_not_say_who_shares_it_changes_it_in_its_row_alone(rows, focal_point):
    saved_by(focal_point, rows[0], results=[{"text": "Otro", "value": None, "unit": ""}])
    assert texts(rows[0]) == ["Otro"]
    assert texts(rows[1]) == ["Cien permisos (100 permisos)"]


def test_a_code_of_no_intervention_of_the_cycle_is_refused(rows, focal_point, entity):
    elsewhere = InterventionFactory(lead=entity, cycle=CycleFactory(code="2022"))
    for code in ("PE-XXXXX", elsewhere.code):
        with pytest.raises(ValidationError, match=code):
            saved_by(focal_point, rows[0], results=[{"text": "Otro", "shared_with": [code]}])


def test_told_in_two_ways_at_once_it_is_refused(rows, focal_point):
    [result] = told(rows[0])
    writings = [
        Writing(row, {"results": [result | {"text": text}]})
        for row, text in zip(rows[:2], ("Mil", "Dos mil"), strict=True)
    ]
    with pytest.raises(ValidationError, match="dos maneras"):
        write(writings, by=focal_point)


def test_order_is_each_rows_own(rows, focal_point):
    ResultFactory(intervention=rows[0], text="Propio")
    first, second = told(rows[0])
    saved_by(focal_point, rows[0], results=[second, first])
    assert texts(rows[0])[0] == "Propio"
    assert version(rows[1]) == 1


def test_said_again_nothing_changes(rows, focal_point):
    saved_by(focal_point, rows[0], results=told(rows[0]))
    assert [version(row) for row in rows] == [1, 1, 1]


def test_deleting_a_draft_leaves_to_others_what_they_share_and_takes_its_own(rows, focal_point):
    ResultFactory(intervention=rows[0], text="Propio")
    ChallengeFactory(intervention=rows[0])
    actions.delete_draft(rows[0], by=focal_point)
    assert [one.text for one in Result.objects.all()] == ["Cien permisos"]
    assert texts(rows[1]) == ["Cien permisos (100 permisos)"]


def test_what_was_sent_is_read_as_it_was_then(rows, focal_point, secretariat):
    row = rows[0]
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move="observe", by=secretariat, reason="Precisar")
    returned = Intervention.objects.get(pk=row.pk)
    saved_by(focal_point, returned, results=[])
    returned.refresh_from_db()
    assert last_submitted(returned)["results"] == ["Cien permisos (100 permisos)"]
    assert told_at(returned, timezone.now())["results"] == []


def test_queries_do_not_grow_with_who_shares_it(rows, focal_point):
    def asked(result):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            row = Intervention.objects.get(pk=rows[0].pk)
            saved_by(focal_point, row, results=[told(row)[0] | result])
        return len(captured)

    leave_of(focal_point)  # asked once for an account, however much it writes
    few = asked({"text": "Otra vez"})
    for _more in range(5):
        Result.objects.get().links.create(
            intervention=InterventionFactory(lead=rows[0].lead_participation.entity)
        )
    assert asked({"text": "Una más"}) == few


def test_a_row_of_an_earlier_cycle_shares_nothing_with_its_continuation(rows, focal_point):
    assert ReportingCycle.objects.count() == 1
    row = InterventionFactory(
        lead=rows[0].lead_participation.entity,
        cycle=CycleFactory(code="2018"),
        state=State.VALIDATED,
    )
    ResultFactory(intervention=row)
    clone = actions.carry_forward(row, cycle=rows[0].cycle, by=focal_point)
    assert told(clone) == []
