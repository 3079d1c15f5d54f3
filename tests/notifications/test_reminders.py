"""Reminders: to whoever has something to do, once per moment, and to nobody else."""

from datetime import date, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from entities.models import FocalPoint
from interventions import actions
from interventions.choices import State
from notifications.actions import Outcome, invite, send_reminders, send_waiting
from notifications.choices import LetterKind
from notifications.models import Letter
from notifications.pending_tasks import due_moment, duties
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
        (14, LetterKind.TWO_WEEKS_BEFORE),
        (4, LetterKind.TWO_WEEKS_BEFORE),
        (3, LetterKind.THREE_DAYS_BEFORE),
        (0, LetterKind.LAST_DAY),
        (-1, None),
        (-3, LetterKind.AFTER),
        (-10, LetterKind.AFTER),
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
    assert send_reminders(closing).sent == 1
    assert send_reminders(closing).sent == 0
    [letter] = mail.outbox
    assert letter.to == ["punto.focal@entidad.example"]
    assert f"{settings.PUBLIC_BASE_URL}/trabajo/" in letter.body
    assert "Quedan 3 días" in letter.body
    assert "MIMP: la entidad todavía no completó su respuesta" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in letter.extra_headers  # a deadline is mandatory
    record = Letter.objects.get()
    assert (record.person, record.kind) == (focal_point, LetterKind.THREE_DAYS_BEFORE)
    assert record.sent_at is not None


def test_who_has_answered_is_left_alone(closing):
    EntityResponse.objects.update(status=ResponseStatus.NOTHING_NEW, answered_at=timezone.now())
    assert send_reminders(closing).sent == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("state", "title"),
    [(State.OBSERVED, "Devueltas: esperan su corrección"), (State.DRAFT, "Borradores sin enviar")],
)
def test_row_to_work_on_is_named_with_its_page_even_where_the_entity_answered(
    closing, entity, settings, state, title
):
    EntityResponse.objects.update(status=ResponseStatus.SUBMITTED, answered_at=timezone.now())
    row = InterventionFactory(lead=entity, cycle=closing, state=state, title="La que falta")
    send_reminders(closing)
    body = mail.outbox[0].body
    assert (
        f"{title}\n- La que falta\n  {settings.PUBLIC_BASE_URL}/trabajo/escribir/{row.pk}/" in body
    )
    assert "no completó su respuesta" not in body


def test_partner_is_asked_to_confirm_and_reads_nothing_else_of_others(
    closing, entity, other_entity, other_focal_point
):
    other_focal_point.email = "otra@entidad.example"
    other_focal_point.save()
    InterventionFactory(lead=entity, cycle=closing, title="La conjunta", partners=[other_entity])
    InterventionFactory(lead=entity, cycle=closing, title="La reservada")
    send_reminders(closing)
    [letter] = [one for one in mail.outbox if one.to == ["otra@entidad.example"]]
    assert "Otras entidades le piden confirmar su participación\n- La conjunta" in letter.body
    assert "La reservada" not in letter.body


def test_confirmed_participation_is_no_duty(closing, entity, other_entity, other_focal_point):
    row = InterventionFactory(lead=entity, cycle=closing, partners=[other_entity])
    actions.confirm_participation(row.participations.get(entity=other_entity), by=other_focal_point)
    assert other_focal_point not in [duty.person for duty in duties(closing, TODAY())]


def test_long_list_is_cut_and_counted(closing, entity):
    for _time in range(22):
        InterventionFactory(lead=entity, cycle=closing)
    send_reminders(closing)
    assert "- y 2 más" in mail.outbox[0].body


def test_validator_is_written_to_only_for_what_waits_for_approval(closing, entity, validator):
    validator.email = "valida@entidad.example"
    validator.save()
    assert validator not in [duty.person for duty in duties(closing, TODAY())]
    InterventionFactory(lead=entity, cycle=closing, state=State.PENDING_ENTITY)
    duty = next(row for row in duties(closing, TODAY()) if row.person == validator)
    assert (len(duty.to_approve), duty.unanswered) == (1, [])


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
    send_reminders(closing)
    assert mail.outbox[0].to == ["mesa@entidad.example"]


def test_letter_that_could_not_be_sent_is_recorded_and_tried_again(
    closing, other_entity, other_focal_point, monkeypatch, caplog
):
    EntityResponseFactory(cycle=closing, entity=other_entity)
    other_focal_point.email = "otra@entidad.example"
    other_focal_point.save()
    really_send = EmailMessage.send

    def refuse_one(message, *args, **kwargs):
        if message.to == ["punto.focal@entidad.example"]:
            raise SMTPRecipientsRefused({"punto.focal@entidad.example": (550, b"no existe")})
        return really_send(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", refuse_one)
    assert send_reminders(closing) == Outcome(sent=1, failed=1)
    assert send_reminders(closing) == Outcome(failed=1)
    record = Letter.objects.get(failed_at__isnull=False)
    assert (record.error, record.attempts, record.sent_at) == ("SMTPRecipientsRefused", 2, None)
    assert "@" not in caplog.text
    with pytest.raises(CommandError, match="No se pudieron enviar 1"):
        call_command("send_mail")
    monkeypatch.undo()
    assert send_reminders(closing).sent == 1
    record.refresh_from_db()
    assert (record.error, record.failed_at, record.attempts) == ("", None, 4)


def test_extended_deadline_is_reminded_of_anew(closing):
    send_reminders(closing)
    closing.call_closes += timedelta(days=30)
    closing.save()
    assert send_reminders(closing).sent == 0
    later = timezone.now() + timedelta(days=30)
    assert send_reminders(closing, now=later).sent == 1


def test_who_got_the_call_a_moment_ago_is_not_reminded_of_it(closing, secretariat):
    invite(closing, by=secretariat)
    send_waiting()
    assert send_reminders(closing).sent == 0
    assert send_reminders(closing, now=timezone.now() + timedelta(days=3)).sent == 1


def test_title_of_a_cycle_makes_no_header(closing):
    closing.title = "Informe\r\nBcc: ajeno@otra.example"
    closing.save()
    send_reminders(closing)
    assert mail.outbox[0].subject.startswith("Informe Bcc: ajeno@otra.example")
    assert mail.outbox[0].message()["Bcc"] is None


def test_address_that_is_none_stops_nobody(closing, focal_point):
    focal_point.email = "punto\nfocal@entidad.example"
    focal_point.save()
    assert send_reminders(closing) == Outcome(failed=1)


def test_dry_run_shows_the_letter_and_sends_none(closing, focal_point):
    out = StringIO()
    call_command("send_mail", dry_run=True, stdout=out)
    assert focal_point.username in out.getvalue()
    assert "Quedan 3 días" in out.getvalue()
    assert "@" not in out.getvalue()
    assert mail.outbox == []
    call_command("send_mail", stdout=out)
    assert "Cartas enviadas: 1" in out.getvalue()


def test_duties_take_as_many_queries_for_three_entities_as_for_one(closing, entity):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            duties(closing, TODAY())
        return len(captured)

    one = queries()
    for _time in range(2):
        person = FocalPointFactory(entity=EntityResponseFactory(cycle=closing).entity)
        for state in (State.DRAFT, State.OBSERVED, State.PENDING_ENTITY):
            InterventionFactory(lead=person.entity, cycle=closing, state=state, partners=[entity])
    assert queries() == one
