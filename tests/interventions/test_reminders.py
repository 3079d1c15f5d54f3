"""Reminders: to whoever has something to do, once per moment, and to nobody else."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions import actions
from interventions.choices import ReminderMoment, ResponseStatus, State
from interventions.duties import due_moment, duties
from interventions.models import EntityResponse, FocalPoint, Reminder
from tests.factories import EntityResponseFactory, FocalPointFactory, InterventionFactory

TODAY = timezone.localdate


@pytest.fixture
def closing(cycle, entity, focal_point):
    """A call that closes in three days, which the focal point's entity has not answered."""
    cycle.call_opens = date(2026, 1, 1)
    cycle.call_closes = TODAY() + timedelta(days=3)
    cycle.save()
    EntityResponseFactory(cycle=cycle, entity=entity)
    focal_point.email = "punto.focal@entidad.example"
    focal_point.save()
    return cycle


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (15, None),
        (14, ReminderMoment.TWO_WEEKS_BEFORE),
        (4, ReminderMoment.TWO_WEEKS_BEFORE),
        (3, ReminderMoment.THREE_DAYS_BEFORE),
        (0, ReminderMoment.LAST_DAY),
        (-1, None),
        (-3, ReminderMoment.AFTER),
        (-10, ReminderMoment.AFTER),
        (-11, None),
    ],
)
def test_moment_of_the_call(cycle, left, expected):
    cycle.call_closes = TODAY() + timedelta(days=left)
    assert due_moment(cycle, TODAY()) == expected


def test_closed_cycle_or_one_without_a_date_reminds_nobody(cycle):
    assert due_moment(cycle, TODAY()) is None
    cycle.call_closes, cycle.state = TODAY(), "closed"
    assert due_moment(cycle, TODAY()) is None


def test_focal_point_is_written_to_once_with_the_page_to_go_to(closing, focal_point, settings):
    assert [row.person for row in actions.send_reminders(closing)] == [focal_point]
    assert actions.send_reminders(closing) == []
    [letter] = mail.outbox
    assert letter.to == ["punto.focal@entidad.example"]
    assert f"{settings.PUBLIC_BASE_URL}/trabajo/" in letter.body
    assert "Quedan 3 días" in letter.body
    assert "no completó su respuesta" in letter.body


def test_who_has_answered_is_left_alone(closing):
    EntityResponse.objects.update(status=ResponseStatus.NOTHING_NEW, answered_at=timezone.now())
    assert actions.send_reminders(closing) == []
    assert mail.outbox == []


def test_returned_row_is_named_even_where_the_entity_answered(closing, entity):
    EntityResponse.objects.update(status=ResponseStatus.SUBMITTED, answered_at=timezone.now())
    InterventionFactory(lead=entity, cycle=closing, state=State.OBSERVED)
    actions.send_reminders(closing)
    assert "1 intervención devuelta espera su corrección" in mail.outbox[0].body


def test_validator_is_written_to_only_for_what_waits_for_approval(closing, entity, validator):
    validator.email = "valida@entidad.example"
    validator.save()
    assert [row.person for row in duties(closing, TODAY())] != [validator]
    InterventionFactory(lead=entity, cycle=closing, state=State.PENDING_ENTITY)
    duty = next(row for row in duties(closing, TODAY()) if row.person == validator)
    assert (duty.to_approve, duty.unanswered) == (1, False)


def test_nobody_without_a_designation_in_force_is_written_to(
    closing, focal_point, secretariat, observer, other_focal_point
):
    FocalPoint.objects.filter(user=focal_point).update(valid_to=TODAY() - timedelta(days=1))
    assert duties(closing, TODAY()) == []


def test_person_of_two_entities_gets_one_letter(closing, focal_point):
    other = EntityResponseFactory(cycle=closing).entity
    FocalPointFactory(user=focal_point, entity=other)
    [duty] = duties(closing, TODAY())
    assert len(duty.entities) == 2


def test_address_of_the_designation_comes_first(closing, focal_point):
    FocalPoint.objects.filter(user=focal_point).update(institutional_email="mesa@entidad.example")
    actions.send_reminders(closing)
    assert mail.outbox[0].to == ["mesa@entidad.example"]


def test_letter_that_could_not_be_sent_is_tried_again(closing, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ConnectionRefusedError("sin servidor")

    monkeypatch.setattr("interventions.actions.reminders.send_mail", broken)
    with pytest.raises(ExceptionGroup):
        actions.send_reminders(closing)
    assert not Reminder.objects.exists()
    monkeypatch.undo()
    assert len(actions.send_reminders(closing)) == 1


def test_dry_run_shows_the_letter_and_sends_none(closing, focal_point):
    out = StringIO()
    call_command("send_reminders", dry_run=True, stdout=out)
    assert focal_point.username in out.getvalue()
    assert "Quedan 3 días" in out.getvalue()
    assert "@" not in out.getvalue()
    assert mail.outbox == []
    call_command("send_reminders", stdout=out)
    assert "recordatorios enviados: 1" in out.getvalue()


def test_duties_take_as_many_queries_for_three_entities_as_for_one(closing):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            duties(closing, TODAY())
        return len(captured)

    one = queries()
    for _time in range(2):
        FocalPointFactory(entity=EntityResponseFactory(cycle=closing).entity)
    assert queries() == one
