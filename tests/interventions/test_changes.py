"""`changes/`: what became public and what stopped being so, for clients that follow."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.actions import (
    confirm_participation,
    decline_participation,
    move_intervention,
)
from interventions.changes import changes_after, last_cursor
from interventions.choices import Move, State
from interventions.models import Intervention, ReviewEvent
from tests.factories import InterventionFactory

EARLIER = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def sent(cycle, entity):
    """A sent row: what the secretariat does with it is up to the test."""
    return InterventionFactory(state=State.SUBMITTED, cycle=cycle, lead=entity)


def move(row, move, by, minutes=0):
    at = EARLIER + timedelta(minutes=minutes)
    move_intervention(row, move=move, by=by, reason="canario-motivo", now=at)


def ask(client, **query):
    answer = client.get(reverse("changes"), query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_empty_registry_has_no_changes_and_no_cursor(client, db):
    assert ask(client) == {"cursor": None, "more": False, "results": []}


def test_validation_and_withdrawal_are_told_in_order(client, sent, secretariat):
    move(sent, Move.VALIDATE, secretariat, 1)
    move(sent, Move.REOPEN, secretariat, 2)
    told = ask(client)
    assert [one["change"] for one in told["results"]] == ["validated", "withdrawn"]
    first = told["results"][0]
    assert set(first) == {"code", "cycle", "change", "at", "url"}
    assert (first["code"], first["cycle"]) == (sent.code, "2026")
    assert first["at"] == "2026-03-01T12:01:00Z"
    assert first["url"].endswith(f"/api/v1/interventions/{sent.code}/?cycle=2026")
    assert "canario" not in str(told)


def test_stored_cursor_goes_on_where_it_was(client, cycle, entity, secretariat):
    rows = [InterventionFactory(state=State.SUBMITTED, cycle=cycle, lead=entity) for _ in range(5)]
    for row in rows:
        move(row, Move.VALIDATE, secretariat)  # all at one moment
    read, cursor, more = [], "", True
    while more:
        told = ask(client, page_size=2, **({"since": cursor} if cursor else {}))
        read += [one["code"] for one in told["results"]]
        cursor, more = told["cursor"], told["more"]
    assert read == [row.code for row in rows]
    assert ask(client, since=cursor) == {"cursor": cursor, "more": False, "results": []}
    move(rows[0], Move.REOPEN, secretariat)
    [change] = ask(client, since=cursor)["results"]
    assert (change["code"], change["change"]) == (rows[0].code, "withdrawn")


def test_loaded_rows_are_told_too(client, data_of_2022, db):
    later = timezone.now() + timedelta(hours=1)
    found, more = changes_after(most=500, now=later)
    assert {change.code for change in found} == set(
        Intervention.objects.values_list("code", flat=True)
    )
    assert not more
    assert last_cursor(now=later) == found[-1].cursor


def test_row_that_never_was_public_leaves_no_trace_not_even_a_gap(
    client, cycle, entity, sent, secretariat
):
    others = [InterventionFactory(state=State.SUBMITTED, cycle=cycle, lead=entity) for _ in "ab"]
    move(sent, Move.VALIDATE, secretariat)
    before = ask(client)
    move(others[0], Move.OBSERVE, secretariat, 1)
    assert ask(client) == before
    move(others[1], Move.VALIDATE, secretariat, 2)
    after = ask(client)
    assert len(after["results"]) == 2
    assert others[0].code not in str(after)
    # The cursor is what the last change says: nothing counts the moves in between.
    assert ask(client, since=before["cursor"])["results"] == after["results"][1:]


def test_comment_on_a_public_row_is_no_change(client, sent, secretariat):
    move(sent, Move.VALIDATE, secretariat)
    ReviewEvent.objects.create(
        intervention=sent,
        from_state=State.VALIDATED,
        to_state=State.VALIDATED,
        by=secretariat,
        at=EARLIER,
    )
    assert len(ask(client)["results"]) == 1


def test_change_waits_until_no_earlier_one_can_still_come(client, sent, secretariat):
    move_intervention(sent, move=Move.VALIDATE, by=secretariat)
    assert ask(client)["results"] == []
    assert last_cursor() == ""
    found, _more = changes_after(most=10, now=timezone.now() + timedelta(minutes=2))
    assert [change.code for change in found] == [sent.code]


def test_cursor_of_the_dump_tells_what_was_still_settling(cycle, entity, secretariat):
    rows = [InterventionFactory(state=State.SUBMITTED, cycle=cycle, lead=entity) for _ in "ab"]
    move(rows[0], Move.VALIDATE, secretariat)
    move_intervention(rows[1], move=Move.VALIDATE, by=secretariat)
    found, _more = changes_after(last_cursor(), most=10, now=timezone.now() + timedelta(minutes=2))
    assert [change.code for change in found] == [rows[1].code]


@pytest.mark.parametrize(
    "cursor",
    [
        "1",
        "ñ",
        "%%%",
        "e30",
        "W10",
        "bnVsbA",
        "WzEsMiwzLDRd",
        "WyIyMDI2LTAzLTAxIiwiYSIsImIiLCJ2YWxpZGF0ZWQiXQ",
        "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5IiwiYSIsImIiLCJ2YWxpZGF0ZWQiXQ",
        "WyIyMDI2LTAzLTAxVDEyOjAwOjAwKzAwOjAwIiwiXHUwMDAwIiwiYiIsInZhbGlkYXRlZCJd",
        "WyIyMDI2LTAzLTAxVDEyOjAwOjAwKzAwOjAwIiwiYSIsImIiLCJ2YWxpZGF0ZWQiXQ",
        "W1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tb",
    ],
)
def test_cursor_of_another_registry_is_refused_by_name(client, db, cursor):
    answer = client.get(reverse("changes"), {"since": cursor})
    assert answer.status_code == 400
    assert "cursor" in answer.json()["since"][0]


@pytest.mark.parametrize("query", [{"page": "2"}, {"cycle": "2026"}, {"page_size": "0"}])
def test_unknown_or_malformed_parameter_is_refused(client, db, query):
    assert client.get(reverse("changes"), query).status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_changes_ask_one_query_however_many(
    client, cycle, entity, secretariat, django_assert_num_queries, rows
):
    for _row in range(rows):
        row = InterventionFactory(state=State.SUBMITTED, cycle=cycle, lead=entity)
        move(row, Move.VALIDATE, secretariat)
    with django_assert_num_queries(1):
        assert len(ask(client)["results"]) == rows


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
def test_answer_of_a_partner_once_the_row_is_public_is_told(
    client, cycle, entity, other_entity, secretariat, focal_point, other_focal_point, answer
):
    row = InterventionFactory(
        state=State.SUBMITTED, cycle=cycle, lead=entity, unconfirmed=[other_entity]
    )
    part = row.participations.get(entity=other_entity)
    move(row, Move.VALIDATE, secretariat)
    at = EARLIER + timedelta(minutes=5)
    if answer == "confirmed":
        confirm_participation(part, by=other_focal_point, now=at)
    else:
        decline_participation(part, by=other_focal_point, reason="canario", now=at)
    told = ask(client)
    assert [one["change"] for one in told["results"]] == ["validated", "changed"]
    assert told["results"][1]["at"] == "2026-03-01T12:05:00Z"
    assert "canario" not in str(told)
    assert ask(client, since=told["cursor"])["results"] == []
    move(row, Move.REOPEN, secretariat, 6)
    after = ask(client, since=told["cursor"])["results"]
    assert [one["change"] for one in after] == ["withdrawn"]


def test_answer_of_a_partner_before_is_part_of_what_becomes_public(
    client, cycle, entity, other_entity, secretariat, other_focal_point
):
    row = InterventionFactory(
        state=State.SUBMITTED, cycle=cycle, lead=entity, unconfirmed=[other_entity]
    )
    part = row.participations.get(entity=other_entity)
    confirm_participation(part, by=other_focal_point, now=EARLIER)
    move(row, Move.VALIDATE, secretariat, 1)
    assert [one["change"] for one in ask(client)["results"]] == ["validated"]


def test_answer_of_a_partner_is_no_decision_of_a_reviewer(
    client, cycle, entity, other_entity, secretariat, other_focal_point
):
    row = InterventionFactory(
        state=State.SUBMITTED, cycle=cycle, lead=entity, unconfirmed=[other_entity]
    )
    part = row.participations.get(entity=other_entity)
    move(row, Move.VALIDATE, secretariat)
    confirm_participation(part, by=other_focal_point)
    decided = row.review_events.of_reviewers()
    assert [event.move for event in decided] == [Move.VALIDATE]
    client.force_login(secretariat)
    page = client.get(reverse("workspace:review", args=[row.pk])).content.decode()
    assert "MINSA confirmó que participa" in page
