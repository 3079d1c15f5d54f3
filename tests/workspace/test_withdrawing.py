"""Taking back on the pages, and who hears of it."""

import pytest
from django.core import mail
from django.urls import reverse

from interventions import actions
from interventions.choices import Move, State
from notifications.actions import send_digests
from tests.factories import InterventionFactory
from workspace.queries import queue, work_of_entities

BUTTON = 'name="move" value="withdraw"'


@pytest.fixture
def row(cycle, entity, focal_point):
    made = InterventionFactory(lead=entity, cycle=cycle, title="La enviada")
    actions.submit_intervention(made, by=focal_point)
    return made


@pytest.mark.parametrize("page", ["sent", "review"])
def test_button_takes_it_back_and_leads_to_the_form(client, row, focal_point, page):
    client.force_login(focal_point)
    assert BUTTON in client.get(reverse(f"workspace:{page}", args=[row.pk])).content.decode()
    address = reverse("workspace:review", args=[row.pk])
    answer = client.post(address, {"move": "withdraw", "version": row.version})
    assert answer.headers["Location"] == reverse("workspace:continue", args=[row.pk])
    row.refresh_from_db()
    assert row.state == State.DRAFT
    assert not queue.queue().exists()
    history = client.get(address).content.decode()
    assert "Retirar el envío: Borrador" in history


@pytest.mark.parametrize("page", ["sent", "review"])
def test_page_says_who_has_it_once_the_review_began(client, row, focal_point, secretariat, page):
    actions.take_review(row, by=secretariat)
    client.force_login(focal_point)
    text = client.get(reverse(f"workspace:{page}", args=[row.pk])).content.decode()
    assert BUTTON not in text
    assert "La Secretaría Técnica ya la está revisando" in text


def test_nobody_is_told_that_it_was_sent_back_or_waits(row, focal_point, alternate, secretariat):
    actions.move_intervention(row, move=Move.WITHDRAW, by=focal_point)
    send_digests()
    assert mail.outbox == []


def test_home_tells_why_the_secretariat_had_returned_it(row, cycle, focal_point, secretariat):
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.WITHDRAW, by=focal_point)
    [work] = work_of_entities(focal_point, cycle)
    assert [one.event.note for one in work.returned.shown] == ["Precisar"]
    assert work.drafts.total == 0


def test_taking_back_what_is_in_review_is_refused_and_changes_nothing(
    client, row, focal_point, secretariat
):
    seen = row.version
    actions.take_review(row, by=secretariat)
    client.force_login(focal_point)
    address = reverse("workspace:review", args=[row.pk])
    answer = client.post(address, {"move": "withdraw", "version": seen})
    assert answer.status_code == 400
    assert "La Secretaría Técnica ya la está revisando" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_secretariat_that_had_it_open_is_told_and_validates_nothing(
    client, row, focal_point, secretariat
):
    client.force_login(secretariat)
    address = reverse("workspace:review", args=[row.pk])
    assert 'value="validate"' in client.get(address).content.decode()
    seen = row.version
    actions.move_intervention(row, move=Move.WITHDRAW, by=focal_point)
    answer = client.post(address, {"move": "validate", "version": seen})
    assert answer.status_code == 400
    row.refresh_from_db()
    assert row.state == State.DRAFT
    page = client.get(address).content.decode()
    assert 'value="validate"' not in page
    assert "Retirar el envío: Borrador" in page


def test_validator_takes_the_own_approval_back(client, cycle, entity, focal_point, validator):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=focal_point)
    client.force_login(validator)
    address = reverse("workspace:review", args=[row.pk])
    client.post(address, {"move": "approve", "version": row.version})
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    assert BUTTON in client.get(address).content.decode()
    client.post(address, {"move": "withdraw", "version": row.version})
    row.refresh_from_db()
    assert row.state == State.PENDING_ENTITY
    assert not queue.queue().exists()
