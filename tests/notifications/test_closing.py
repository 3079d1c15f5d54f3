"""Closing a cycle tells those whose work it leaves unvalidated, and nobody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from interventions.choices import State
from notifications.actions import close_call, send_waiting
from notifications.choices import LetterKind
from notifications.models import Letter
from notifications.pending_tasks import frozen_work
from tests.factories import InterventionFactory

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def addresses(focal_point, validator, other_focal_point):
    for person in (focal_point, validator, other_focal_point):
        person.email = f"{person.username}@entidad.example"
        person.save()


@pytest.fixture
def rows(cycle, entity, other_entity):
    InterventionFactory(lead=other_entity, cycle=cycle, state=State.VALIDATED, title="Ya validada")
    return {
        state: InterventionFactory(lead=entity, cycle=cycle, state=state, title=f"En {state}")
        for state in State
    }


def letters(cycle):
    return {one.person.username: one for one in Letter.objects.filter(cycle=cycle)}


def test_writers_and_who_approves_are_told_what_stays(
    cycle, rows, secretariat, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert close_call(cycle, by=secretariat) == 2
    written = letters(cycle)
    assert set(written) == {"titular", "validador"}
    text = written["titular"].text
    for state, row in rows.items():
        assert (row.title in text) is (state != State.VALIDATED)
        if state != State.VALIDATED:
            assert str(state.label) in text
    assert "no entra en el informe" in text
    assert "ciclo siguiente se le ofrecerá" in text
    assert reverse("workspace:before") in text
    approves = written["validador"].text
    assert [state for state, row in rows.items() if row.title in approves] == [State.PENDING_ENTITY]
    assert len(mail.outbox) == 2
    assert not ReportingCycle.objects.get(pk=cycle.pk).is_open


def test_cycle_with_everything_validated_tells_nobody(cycle, entity, secretariat):
    InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    assert close_call(cycle, by=secretariat) == 0


def test_letter_of_a_cycle_opened_again_does_not_leave_nor_an_old_one(cycle, rows, secretariat):
    close_call(cycle, by=secretariat)
    set_cycle_state(cycle, state=CycleState.OPEN, by=secretariat)
    assert send_waiting().sent == 0
    set_cycle_state(cycle, state=CycleState.CLOSED, by=secretariat)
    assert send_waiting(now=timezone.now() + timedelta(days=30)).sent == 0
    assert send_waiting().sent == 2


def test_only_the_secretariat_closes_and_once(cycle, focal_point, secretariat):
    with pytest.raises(PermissionDenied):
        close_call(cycle, by=focal_point)
    close_call(cycle, by=secretariat)
    with pytest.raises(ValidationError):
        close_call(cycle, by=secretariat)


def test_who_read_the_cycle_before_it_closed_closes_it_no_more(cycle, rows, secretariat):
    stale = ReportingCycle.objects.get(pk=cycle.pk)
    assert close_call(cycle, by=secretariat) == 2
    with pytest.raises(ValidationError, match="está cerrado"):
        close_call(stale, by=secretariat)


def test_closing_keeps_what_somebody_else_wrote_of_the_cycle(cycle, secretariat):
    stale = ReportingCycle.objects.get(pk=cycle.pk)
    ReportingCycle.objects.filter(pk=cycle.pk).update(note="Escrita mientras tanto.")
    close_call(stale, by=secretariat)
    assert ReportingCycle.objects.get(pk=cycle.pk).note == "Escrita mientras tanto."
    ReportingCycle.objects.filter(pk=cycle.pk).update(note="Y otra vez.")
    set_cycle_state(stale, state=CycleState.OPEN, by=secretariat)
    assert ReportingCycle.objects.get(pk=cycle.pk).note == "Y otra vez."


def test_letters_of_an_earlier_closing_do_not_leave_beside_those_of_the_last(
    cycle, rows, secretariat
):
    before = timezone.now() - timedelta(days=1)
    close_call(cycle, by=secretariat, now=before)
    set_cycle_state(cycle, state=CycleState.OPEN, by=secretariat)
    close_call(cycle, by=secretariat)
    assert send_waiting().sent == 2
    sent = Letter.objects.filter(cycle=cycle, sent_at__isnull=False)
    assert {timezone.localdate(one.queued_at) for one in sent} == {TODAY()}
    assert len(mail.outbox) == 2


def test_cycle_closed_again_the_same_day_tells_what_it_leaves_now(cycle, rows, secretariat):
    close_call(cycle, by=secretariat)
    assert send_waiting().sent == 2
    set_cycle_state(cycle, state=CycleState.OPEN, by=secretariat)
    row = rows[State.DRAFT]
    row.title = "Escrita tras la reapertura"
    row.save()
    assert close_call(cycle, by=secretariat) == 2
    assert send_waiting().sent == 2
    assert "Escrita tras la reapertura" in mail.outbox[-1].body + mail.outbox[-2].body


def test_two_who_close_at_once_both_see_what_became_of_it(
    client, cycle, rows, secretariat, monkeypatch
):
    stale = ReportingCycle.objects.get(pk=cycle.pk)
    monkeypatch.setattr("workspace.views.call.the_open_cycle", lambda: stale)
    close_call(cycle, by=secretariat)
    client.force_login(secretariat)
    answer = client.post(reverse("workspace:call-close"), {"cycle": cycle.code})
    assert answer.status_code == 302
    monkeypatch.undo()
    assert "ya no cambian" in client.get(answer.url).content.decode()
    assert Letter.objects.filter(cycle=cycle).count() == 2


def test_opening_again_what_is_open_says_so(client, cycle, secretariat):
    client.force_login(secretariat)
    answer = client.post(reverse("workspace:call-reopen", args=[cycle.pk]), follow=True)
    assert answer.status_code == 200
    assert "está abierto" in answer.content.decode()


def test_page_shows_the_letters_before_and_says_how_many_go(client, cycle, rows, secretariat):
    client.force_login(secretariat)
    page = client.get(reverse("workspace:call-close")).content.decode()
    assert "titular@entidad.example" in page
    assert "ciclo siguiente se le ofrecerá" in page
    answer = client.post(reverse("workspace:call-close"), {"cycle": cycle.code}, follow=True)
    assert "Salen 2 cartas." in answer.content.decode()
    assert {one.kind for one in letters(cycle).values()} == {LetterKind.CLOSED}


def test_queries_do_not_grow(cycle, entity):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            frozen_work(cycle, TODAY())
        return len(captured)

    InterventionFactory(lead=entity, cycle=cycle)
    one = queries()
    for _more in range(2):
        InterventionFactory(lead=entity, cycle=cycle)
    assert queries() == one
