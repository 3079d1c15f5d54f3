"""The call of a cycle: opened with its letters, one at a time, extended, closed, opened again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cycles.actions import set_cycle_state
from cycles.choices import CycleState, ResponseStatus
from cycles.models import EntityResponse, ReportingCycle
from entities.models import FocalPoint
from notifications.actions import Outcome, invite, open_call, send_waiting, set_deadline
from notifications.choices import LetterKind
from notifications.models import Letter
from tests.factories import (
    CycleFactory,
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    FrameworkFactory,
    InterventionFactory,
)

TODAY = timezone.localdate


@pytest.fixture
def reachable(entity, focal_point, alternate, validator):
    """Everybody of the entity has an address."""
    for person in (focal_point, alternate, validator):
        person.email = f"{person.username}@entidad.example"
        person.save()
    return entity


def new_cycle(**fields):
    values = {
        "code": "2028",
        "title": "Informe País 2028",
        "period_start": TODAY() - timedelta(days=400),
        "period_end": TODAY(),
        "call_opens": TODAY(),
        "call_closes": TODAY() + timedelta(days=30),
    }
    return ReportingCycle(**values | fields)


def opened(by, entities, callbacks, **fields):
    cycle = new_cycle(**fields)
    with callbacks(execute=True):
        open_call(cycle, frameworks=[FrameworkFactory()], entities=entities, by=by)
    return cycle


def test_opening_expects_and_writes_to_each_focal_point_once(
    reachable, secretariat, focal_point, other_focal_point, django_capture_on_commit_callbacks
):
    second = EntityFactory(acronym="RENIEC")
    FocalPointFactory(user=focal_point, entity=second)
    cycle = opened(secretariat, [reachable, second], django_capture_on_commit_callbacks)
    assert cycle.is_open
    assert {row.entity for row in cycle.responses.all()} == {reachable, second}
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "alterno@entidad.example",
        "titular@entidad.example",
    ]
    letter = next(one for one in mail.outbox if one.to == ["titular@entidad.example"])
    assert letter.subject == "Convocatoria: Informe País 2028"
    assert "punto focal de MIMP, RENIEC" in letter.body
    assert cycle.call_closes.strftime("%d/%m/%Y") in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers
    assert Letter.objects.filter(kind=LetterKind.CALL, sent_at__isnull=False).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(cycle, by=secretariat) == 0
    assert len(mail.outbox) == 2


def test_only_the_secretariat_opens_a_call(entity, focal_point):
    with pytest.raises(PermissionDenied):
        open_call(new_cycle(), frameworks=[], entities=[entity], by=focal_point)
    assert not ReportingCycle.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"call_closes": None}, "call_closes"),
        ({"call_closes": TODAY() - timedelta(days=1)}, "call_closes"),
        ({"title": ""}, "title"),
    ],
)
def test_call_that_cannot_be_answered_is_not_opened(entity, secretariat, fields, field):
    with pytest.raises(ValidationError) as refused:
        open_call(new_cycle(**fields), frameworks=[], entities=[entity], by=secretariat)
    assert set(refused.value.error_dict) == {field}
    assert not ReportingCycle.objects.exists()


def test_call_to_nobody_is_not_opened(secretariat):
    with pytest.raises(ValidationError, match="al menos una entidad"):
        open_call(new_cycle(), frameworks=[], entities=[], by=secretariat)


def test_second_cycle_is_refused_by_the_action_and_by_the_database(cycle, entity, secretariat):
    with pytest.raises(ValidationError, match="Ciclo 2026"):
        open_call(new_cycle(), frameworks=[], entities=[entity], by=secretariat)
    with pytest.raises(IntegrityError), transaction.atomic():
        new_cycle(state=CycleState.OPEN).save()


def test_cycle_opened_by_somebody_else_meanwhile_is_explained(
    cycle, entity, secretariat, monkeypatch
):
    """The check found none; the database lets only one through."""
    found = iter([None, cycle])
    monkeypatch.setattr("cycles.actions.open_cycle_but", lambda _cycle: next(found))
    with pytest.raises(ValidationError, match="Ciclo 2026"):
        open_call(new_cycle(), frameworks=[], entities=[entity], by=secretariat)


def test_closing_and_reopening_keeps_the_entities_expected(cycle, entity, secretariat):
    EntityResponseFactory(cycle=cycle, entity=EntityFactory(acronym="OIM", mtigm_role="un_agency"))
    set_cycle_state(cycle, state=CycleState.CLOSED, by=secretariat)
    set_cycle_state(cycle, state=CycleState.OPEN, by=secretariat)
    assert [row.entity.acronym for row in cycle.responses.all()] == ["OIM"]


def test_closed_cycle_is_not_reopened_while_another_is_open(cycle, secretariat):
    closed = CycleFactory(code="2022")
    with pytest.raises(ValidationError, match="ciérrelo"):
        set_cycle_state(closed, state=CycleState.OPEN, by=secretariat)
    closed.refresh_from_db()
    assert not closed.is_open


def test_person_designated_later_is_invited_and_others_not_again(
    reachable, secretariat, django_capture_on_commit_callbacks
):
    cycle = opened(secretariat, [reachable], django_capture_on_commit_callbacks)
    late = FocalPointFactory(entity=reachable, institutional_email="nuevo@entidad.example")
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(cycle, by=secretariat) == 1
    assert mail.outbox[-1].to == ["nuevo@entidad.example"]
    assert Letter.objects.get(person=late.user).kind == LetterKind.CALL


def test_call_without_a_deadline_invites_nobody(cycle, secretariat):
    with pytest.raises(ValidationError, match="fecha de cierre"):
        invite(cycle, by=secretariat)


def test_letter_that_waits_for_whoever_is_no_longer_designated_stays(
    reachable, secretariat, focal_point, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks():  # nothing leaves yet
        open_call(new_cycle(), frameworks=[], entities=[reachable], by=secretariat)
    FocalPoint.objects.filter(user=focal_point).update(valid_to=TODAY() - timedelta(days=1))
    assert send_waiting() == Outcome(sent=1)
    assert mail.outbox[0].to == ["alterno@entidad.example"]


def test_letters_of_a_closed_cycle_do_not_leave(reachable, secretariat):
    cycle = new_cycle()
    open_call(cycle, frameworks=[], entities=[reachable], by=secretariat)
    set_cycle_state(cycle, state=CycleState.CLOSED, by=secretariat)
    assert send_waiting() == Outcome()


def test_extension_is_told_to_who_has_something_to_do_and_to_nobody_else(
    reachable, secretariat, other_entity, other_focal_point, django_capture_on_commit_callbacks
):
    other_focal_point.email = "otra@entidad.example"
    other_focal_point.save()
    cycle = opened(secretariat, [reachable, other_entity], django_capture_on_commit_callbacks)
    EntityResponse.objects.filter(entity=other_entity).update(
        status=ResponseStatus.NOTHING_NEW, answered_at=timezone.now()
    )
    row = InterventionFactory(lead=reachable, cycle=cycle, title="A medias")
    mail.outbox.clear()
    until = cycle.call_closes + timedelta(days=15)
    with django_capture_on_commit_callbacks(execute=True):
        assert set_deadline(cycle, closes=until, by=secretariat) == 2
    assert {letter.to[0] for letter in mail.outbox} == {
        "titular@entidad.example",
        "alterno@entidad.example",
    }
    assert f"se amplía hasta el {until:%d/%m/%Y}" in mail.outbox[0].body
    assert f"/trabajo/escribir/{row.pk}/" in mail.outbox[0].body
    assert Letter.objects.filter(kind=LetterKind.EXTENDED).count() == 2
    assert cycle.history.first().call_closes == until


def test_extension_of_an_older_deadline_does_not_leave(reachable, secretariat):
    cycle = new_cycle()
    open_call(cycle, frameworks=[], entities=[reachable], by=secretariat)
    send_waiting()
    mail.outbox.clear()
    for days in (40, 50):
        set_deadline(cycle, closes=TODAY() + timedelta(days=days), by=secretariat)
    send_waiting()
    assert len(mail.outbox) == 2
    assert all(f"{TODAY() + timedelta(days=50):%d/%m/%Y}" in one.body for one in mail.outbox)


def test_deadline_of_a_mistyped_year_is_corrected_and_the_letter_says_so(
    reachable, secretariat, django_capture_on_commit_callbacks
):
    cycle = opened(secretariat, [reachable], django_capture_on_commit_callbacks)
    first, mistyped = cycle.call_closes, cycle.call_closes + timedelta(days=20 * 365)
    for closes, subject, words in (
        (mistyped, "se amplía el plazo", f"se amplía hasta el {mistyped:%d/%m/%Y}"),
        (first, "se corrige el plazo", f"se responde hasta el {first:%d/%m/%Y}"),
        # The same day as before is told again: people were told others meanwhile.
        (mistyped, "se amplía el plazo", f"se amplía hasta el {mistyped:%d/%m/%Y}"),
    ):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert set_deadline(cycle, closes=closes, by=secretariat) == 2
        assert len(mail.outbox) == 2
        assert subject in mail.outbox[0].subject
        assert words in mail.outbox[0].body
    assert Letter.objects.filter(kind=LetterKind.CORRECTED, cycle=cycle).count() == 2
    assert cycle.history.count() >= 3


@pytest.mark.parametrize("days", [-1, 4, 10])
def test_deadline_is_neither_past_nor_before_the_opening_nor_the_same(
    cycle, secretariat, focal_point, days
):
    cycle.call_opens = TODAY() + timedelta(days=5)
    cycle.call_closes = TODAY() + timedelta(days=10)
    cycle.save()
    closes = TODAY() + timedelta(days=days)
    with pytest.raises(ValidationError):
        set_deadline(cycle, closes=closes, by=secretariat)
    with pytest.raises(PermissionDenied):
        set_deadline(cycle, closes=closes, by=focal_point)


def test_first_deadline_of_a_cycle_writes_to_nobody(cycle, reachable, secretariat):
    EntityResponseFactory(cycle=cycle, entity=reachable)
    closes = TODAY() + timedelta(days=20)
    assert set_deadline(cycle, closes=closes, by=secretariat) == 0
    cycle.refresh_from_db()
    assert (cycle.call_opens, cycle.call_closes) == (TODAY(), closes)
