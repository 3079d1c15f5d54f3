"""The daily digest: only to whoever has news, once a day, until they say no."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import choose_digest
from accounts.models import User
from cycles.actions import set_cycle_state
from interventions import actions
from interventions.choices import Move, State
from interventions.models import Intervention
from notifications.actions import Outcome, send_digests
from notifications.choices import LetterKind
from notifications.digest import digests
from notifications.models import Letter
from tests.factories import InterventionFactory


@pytest.fixture(autouse=True)
def addresses(cycle, focal_point, validator, secretariat, other_focal_point, observer, analyst):
    """Everybody of the cast can be written to."""
    for person in User.objects.all():
        person.email = f"{person.username}@correo.example"
        person.save()


def written():
    return {letter.to[0].split("@")[0]: letter for letter in mail.outbox}


def returned(entity, secretariat, **fields):
    row = InterventionFactory(lead=entity, state=State.SUBMITTED, **fields)
    actions.move_intervention(
        row,
        move=Move.OBSERVE,
        by=secretariat,
        reason="Falta\nla cifra",
        observations={"results": "¿De qué año?"},
    )
    return row


def test_nobody_without_news_is_written_to(entity):
    InterventionFactory(lead=entity)
    assert send_digests() == Outcome()
    assert mail.outbox == []


def test_returned_row_is_told_with_its_reason_and_page(entity, secretariat, settings):
    row = returned(entity, secretariat, title="La devuelta")
    assert send_digests().sent == 1
    letter = written()["titular"]
    page = f"{settings.PUBLIC_BASE_URL}/trabajo/escribir/{row.pk}/"
    assert (
        "Le devolvieron\n- La devuelta\n  Falta la cifra — 1 observación en un campo\n"
        f"  {page}" in letter.body
    )
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    address = letter.extra_headers["List-Unsubscribe"]
    assert address.startswith(f"<{settings.PUBLIC_BASE_URL}/trabajo/avisos/baja/")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.strip("<>") in letter.body


def test_same_news_is_told_once_and_the_next_only_the_next_day(entity, secretariat):
    returned(entity, secretariat, title="La primera")
    send_digests()
    returned(entity, secretariat, title="La segunda")
    assert send_digests().sent == 0  # had one today
    tomorrow = timezone.now() + timedelta(days=1)
    assert send_digests(now=tomorrow).sent == 1
    assert "La segunda" in mail.outbox[-1].body
    assert "La primera" not in mail.outbox[-1].body
    assert send_digests(now=tomorrow + timedelta(days=1)).sent == 0


def test_what_was_done_about_meanwhile_is_no_news(entity, secretariat, focal_point, validator):
    row = returned(entity, secretariat)
    actions.submit_intervention(row, by=focal_point)
    send_digests()
    assert set(written()) == {"validador"}
    assert "Esperan su aprobación" in written()["validador"].body


def test_partner_is_told_whom_to_confirm_and_nothing_else(entity, other_entity):
    InterventionFactory(lead=entity, title="La conjunta", partners=[other_entity])
    InterventionFactory(lead=entity, title="La reservada")
    send_digests()
    assert set(written()) == {"titular-ajeno"}
    assert "La conjunta" in written()["titular-ajeno"].body
    assert "La reservada" not in written()["titular-ajeno"].body


def test_secretariat_is_told_what_entered_the_queue(other_entity, other_focal_point):
    row = InterventionFactory(lead=other_entity, title="La enviada")
    actions.submit_intervention(row, by=other_focal_point)
    send_digests()
    assert set(written()) == {"secretaria"}
    assert "Llegaron para su revisión\n- La enviada" in written()["secretaria"].body


def test_row_becomes_late_once(other_entity):
    row = InterventionFactory(lead=other_entity, state=State.SUBMITTED, title="La olvidada")
    now = timezone.now()
    Intervention.objects.filter(pk=row.pk).update(
        submitted_at=now - timedelta(days=row.cycle.review_days, hours=1)
    )
    send_digests(now=now)
    assert "Pasaron el plazo de revisión\n- La olvidada" in written()["secretaria"].body
    assert send_digests(now=now + timedelta(days=1)).sent == 0


def test_who_does_not_want_it_is_left_alone_and_own_moves_are_no_news(
    entity, secretariat, focal_point
):
    returned(entity, secretariat)
    choose_digest(focal_point, wants=False, by=focal_point)
    assert send_digests().sent == 0


def test_digest_that_failed_is_tried_again(entity, secretariat, monkeypatch):
    returned(entity, secretariat)

    def refuse(*_args, **_kwargs):
        raise ConnectionRefusedError("titular@correo.example")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert send_digests() == Outcome(failed=1)
    monkeypatch.undo()
    assert send_digests() == Outcome(sent=1)
    assert Letter.objects.get().kind == LetterKind.DIGEST


def test_nothing_of_a_closed_cycle_is_news(entity, secretariat, cycle):
    returned(entity, secretariat)
    set_cycle_state(cycle, state="closed", by=secretariat)
    assert send_digests() == Outcome()


def test_digests_take_as_many_queries_for_three_rows_as_for_one(entity, other_entity, secretariat):
    def more():
        returned(entity, secretariat, partners=[other_entity])
        row = InterventionFactory(lead=entity, state=State.SUBMITTED)
        Intervention.objects.filter(pk=row.pk).update(
            submitted_at=timezone.now() - timedelta(days=30)
        )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert digests(timezone.now())
        return len(captured)

    more()
    one = queries()
    more()
    more()
    assert queries() == one


def test_question_and_answer_in_a_thread_reach_the_other_side_once(
    entity, focal_point, secretariat, other_focal_point
):
    row = InterventionFactory(lead=entity, title="La preguntada", state=State.SUBMITTED)
    actions.observe_fields(row, notes={"title": "¿Es el nombre oficial?"}, by=secretariat)
    send_digests()
    assert "¿Es el nombre oficial?" in written()["titular"].body
    assert "titular-ajeno" not in written()
    mail.outbox.clear()
    actions.reply_to_observation(row.observations.get(), text="Sí, según la norma", by=focal_point)
    send_digests(now=timezone.now() + timedelta(days=1))
    assert "Sí, según la norma" in written()["secretaria"].body
    assert set(written()) == {"secretaria"}
