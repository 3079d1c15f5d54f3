"""Designations: made, ended and handed over by the secretariat; nothing is orphaned."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Invitation, User
from entities import actions
from entities.actions import Designation, Newcomer
from entities.choices import DesignationRole
from entities.models import FocalPoint
from interventions.choices import State
from notifications.open_work import (
    entities_without_principal,
    open_work,
    unattended_entities,
    waiting_lines,
)
from tests.factories import (
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    UserFactory,
)

TOLD = Designation(
    role=DesignationRole.ALTERNATE, valid_from=date(2026, 5, 1), document="Oficio 12-2026"
)
NEWCOMER = Newcomer("Nueva Dos", "Persona Ejemplo", "Nueva@Entidad.example")
TODAY = timezone.localdate


def waiting(entity):
    return waiting_lines(entity, day=TODAY())


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Runs what waits for the end of the transaction: letters."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_newcomer_gets_an_account_without_password_and_an_invitation(
    entity, cycle, secretariat, committed
):
    InterventionFactory(lead=entity, cycle=cycle, state=State.OBSERVED, title="Reservada")
    with committed():
        row = actions.designate(
            entity, by=secretariat, person=NEWCOMER, told=TOLD, waiting=waiting(entity)
        )
    person = row.user
    assert (person.username, person.email) == ("nueva.persona", "nueva@entidad.example")
    assert not person.has_usable_password()
    assert not person.is_staff
    assert row.institutional_email == "nueva@entidad.example"
    assert Invitation.objects.get().purpose == "Alterno de MIMP"
    [letter] = mail.outbox
    assert "Observada: 1" in letter.body
    assert "Reservada" not in letter.body  # no draft's title leaves the registry


def test_namesakes_get_names_of_their_own(entity, secretariat):
    for number in range(2):
        person = Newcomer("Nueva", "Persona", f"n{number}@entidad.example")
        actions.designate(entity, by=secretariat, person=person, told=TOLD, waiting=[])
    names = set(FocalPoint.objects.values_list("user__username", flat=True))
    assert len(names) == 2


def test_person_with_a_password_gets_a_letter_with_what_waits_and_no_link(
    entity, other_focal_point, secretariat, cycle, committed
):
    EntityResponseFactory(cycle=cycle, entity=entity)
    other_focal_point.set_password("x")
    other_focal_point.email = "otra@entidad.example"
    other_focal_point.save()
    with committed():
        actions.designate(
            entity, by=secretariat, person=other_focal_point, told=TOLD, waiting=waiting(entity)
        )
    [letter] = mail.outbox
    assert letter.to == ["otra@entidad.example"]
    assert "Alterno de MIMP" in letter.body
    assert "Oficio 12-2026" in letter.body
    assert f"convocatoria: {cycle.title}" in letter.body
    assert "/cuenta/invitacion/" not in letter.body


def test_what_cannot_be_designated_is_said_and_writes_nothing(
    entity, focal_point, disabled_focal_point, secretariat
):
    UserFactory(email="nueva@entidad.example")
    bad = [
        (NEWCOMER, TOLD, "email"),
        (disabled_focal_point, TOLD, "person"),
        (focal_point, Designation(DesignationRole.PRINCIPAL, TODAY(), "x"), "person"),
        (UserFactory(), Designation(DesignationRole.PRINCIPAL, TODAY(), " "), "document"),
        (UserFactory(), Designation(TOLD.role, TODAY(), "x", email="no"), "institutional_email"),
    ]
    people, rows = User.objects.count(), FocalPoint.objects.count()
    for person, told, field in bad:
        with pytest.raises(ValidationError) as caught:
            actions.designate(entity, by=secretariat, person=person, told=told, waiting=[])
        assert field in caught.value.message_dict
    assert (User.objects.count(), FocalPoint.objects.count()) == (people, rows)


@pytest.mark.parametrize("name", ["focal_point", "validator", "analyst", "observer"])
def test_only_the_secretariat_writes_them(request, entity, other_focal_point, name):
    by = request.getfixturevalue(name)
    row = other_focal_point.designations.get()
    day = {"last_day": TODAY()}
    for act in (
        lambda: actions.designate(entity, by=by, person=NEWCOMER, told=TOLD, waiting=[]),
        lambda: actions.end_designation(row, by=by, document="x", **day),
        lambda: actions.hand_over(row, by=by, successor=NEWCOMER, told=TOLD, waiting=[], **day),
        lambda: actions.invite_again(row, by=by, waiting=[]),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_ended_designation_opens_nothing_from_the_day_after(focal_point, secretariat):
    row = focal_point.designations.get()
    yesterday = TODAY() - timedelta(days=1)
    actions.end_designation(row, by=secretariat, last_day=yesterday, document="Oficio 9")
    assert (row.valid_to, row.end_document) == (yesterday, "Oficio 9")
    assert not FocalPoint.objects.in_force(TODAY()).filter(user=focal_point).exists()
    assert row.history.first().end_document == "Oficio 9"
    with pytest.raises(ValidationError):
        actions.end_designation(row, by=secretariat, last_day=TODAY(), document="Otro")


def test_end_needs_a_reason_and_a_day_after_the_beginning(focal_point, secretariat):
    row = focal_point.designations.get()
    with pytest.raises(ValidationError):
        actions.end_designation(row, by=secretariat, last_day=TODAY(), document=" ")
    with pytest.raises(ValidationError) as caught:
        actions.end_designation(row, by=secretariat, last_day=date(2019, 1, 1), document="x")
    assert "last_day" in caught.value.message_dict


def test_invitation_of_who_holds_nothing_more_is_withdrawn(entity, secretariat):
    row = actions.designate(entity, by=secretariat, person=NEWCOMER, told=TOLD, waiting=[])
    assert Invitation.objects.open().exists()
    actions.end_designation(row, by=secretariat, last_day=TODAY(), document="Renunció")
    assert not Invitation.objects.open().exists()
    with pytest.raises(ValidationError):
        actions.invite_again(row, by=secretariat, waiting=[])


def test_successor_begins_the_day_after_in_the_same_quality(
    entity, focal_point, secretariat, committed
):
    row = focal_point.designations.get()
    with committed():
        following = actions.hand_over(
            row, by=secretariat, last_day=TODAY(), successor=NEWCOMER, told=TOLD, waiting=[]
        )
    assert row.valid_to == TODAY()
    assert following.valid_from == TODAY() + timedelta(days=1)
    assert (following.role, following.entity) == (DesignationRole.PRINCIPAL, entity)
    assert row.end_document == following.document == "Oficio 12-2026"
    assert len(mail.outbox) == 1


def test_hand_over_that_fails_ends_nothing(focal_point, secretariat):
    row = focal_point.designations.get()
    with pytest.raises(ValidationError):
        actions.hand_over(
            row, by=secretariat, last_day=TODAY(), successor=focal_point, told=TOLD, waiting=[]
        )
    row.refresh_from_db()
    assert row.valid_to is None


def test_open_work_tells_rows_confirmations_answers_and_who_is_left(
    entity, other_entity, focal_point, alternate, cycle
):
    InterventionFactory(lead=entity, cycle=cycle, title="A medias")
    InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED, title="Hecha")
    InterventionFactory(lead=other_entity, partners=[entity], cycle=cycle, title="De otros")
    EntityResponseFactory(cycle=cycle, entity=entity)
    work = open_work(entity, day=TODAY(), without=focal_point.designations.get())
    assert [row.title for row in work.rows] == ["A medias"]
    assert [row.title for row in work.to_confirm] == ["De otros"]
    assert work.unanswered == [cycle]
    assert [row.user for row in work.remaining] == [alternate]
    assert open_work(other_entity, day=TODAY()).remaining == []


def test_entity_with_something_open_and_nobody_is_found(
    entity, other_entity, focal_point, other_focal_point, cycle, secretariat
):
    InterventionFactory(lead=entity, cycle=cycle, state=State.OBSERVED)
    EntityResponseFactory(cycle=cycle, entity=other_entity)
    assert not unattended_entities(TODAY()).exists()
    focal_point.is_active = False
    focal_point.save()
    row = other_focal_point.designations.get()
    before = TODAY() - timedelta(days=1)
    actions.end_designation(row, by=secretariat, last_day=before, document="x")
    found = list(unattended_entities(TODAY()))
    assert [(one.acronym, one.open_rows) for one in found] == [("MIMP", 1), ("MINSA", 0)]


def test_called_entity_without_a_principal_is_found(
    entity, other_entity, focal_point, cycle, validator
):
    for one in (entity, other_entity):
        EntityResponseFactory(cycle=cycle, entity=one)
    EntityFactory(acronym="NO-CONVOCADA")
    FocalPointFactory(entity=other_entity, role=DesignationRole.ALTERNATE)
    assert [one.acronym for one in entities_without_principal(cycle, TODAY())] == ["MINSA"]


def test_open_work_takes_as_many_queries_for_three_rows_as_for_one(entity, focal_point, cycle):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            open_work(entity, day=TODAY())
        return len(captured)

    InterventionFactory(lead=entity, cycle=cycle)
    one = queries()
    for _time in range(2):
        InterventionFactory(lead=entity, cycle=cycle)
        FocalPointFactory(entity=entity)
    assert queries() == one
