"""Naming who stands in for somebody on leave, and what that person finds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, RegistryRole, User
from entities.actions import name_delegate
from entities.choices import DesignationRole
from interventions.actions import move_intervention
from interventions.choices import Move, State
from notifications.digest import digests
from notifications.pending_tasks import duties, frozen_work
from tests.factories import FocalPointFactory, InterventionFactory, UserFactory

REGISTER, NAME = reverse("workspace:designations"), reverse("workspace:name-delegate")
HOME = reverse("workspace:home")


def again(person):
    """The account as the next request reads it."""
    return User.objects.get(pk=person.pk)


def named(absent, delegate, *, by=None):
    today = timezone.localdate()
    return name_delegate(
        absent,
        by=by or absent,
        delegate=delegate,
        first_day=today,
        last_day=today + timedelta(days=5),
        reason="Vacaciones",
    )


def page_of(client, person, where):
    client.force_login(again(person))
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(absent, delegate, **more):
    today = timezone.localdate()
    return {
        "absent": absent.pk,
        "delegate": delegate.pk,
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=5)).isoformat(),
        "reason": "Vacaciones",
    } | more


def test_a_validator_names_a_colleague_and_takes_it_back(client, validator, focal_point):
    client.force_login(validator)
    answer = client.post(NAME, typed(validator, focal_point))
    assert (answer.status_code, answer["Location"]) == (302, REGISTER)
    page = page_of(client, validator, REGISTER)
    assert "titular suple a validador" in page
    row = Delegation.objects.get()
    assert client.post(reverse("workspace:take-back-delegation", args=[row.pk])).status_code == 302
    assert "titular suple a validador" not in page_of(client, validator, REGISTER)
    assert "titular suple a validador" in page_of(client, validator, f"{REGISTER}?standing=todas")
    ended = page_of(client, validator, f"{REGISTER}?standing=terminadas")
    assert "le puso fin validador" in ended


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client, validator, focal_point
):
    client.force_login(validator)
    answer = client.post(NAME, typed(validator, validator, reason="Comisión en Lima"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nadie se suple a sí mismo" in page
    assert "Comisión en Lima" in page
    assert not Delegation.objects.exists()


def test_a_validator_is_offered_no_stranger(client, validator, focal_point, other_focal_point):
    page = page_of(client, validator, NAME)
    assert "titular-ajeno" not in page
    client.force_login(validator)
    answer = client.post(NAME, typed(validator, other_focal_point))
    assert answer.status_code == 400
    assert not Delegation.objects.exists()


def test_only_who_is_away_and_the_secretariat_put_an_end_to_it(
    client, validator, focal_point, other_focal_point, secretariat
):
    row = named(validator, focal_point)
    address = reverse("workspace:take-back-delegation", args=[row.pk])
    for person, status in ((focal_point, 403), (other_focal_point, 404), (secretariat, 302)):
        client.force_login(again(person))
        assert client.post(address).status_code == status, person
    assert "Poner fin" not in page_of(client, focal_point, REGISTER)


def test_delegate_of_the_secretariat_finds_its_work(client, cycle, secretariat, analyst):
    row = InterventionFactory(cycle=cycle, state=State.SUBMITTED, title="Por revisar ya")
    client.force_login(analyst)
    assert client.get(reverse("workspace:queue")).status_code == 403
    named(secretariat, analyst)
    assert "Usted suple a secretaria" in page_of(client, analyst, HOME)
    assert "analista suple a usted" in page_of(client, secretariat, HOME)
    assert "Por revisar ya" in page_of(client, analyst, reverse("workspace:queue"))
    move_intervention(row, move=Move.OBSERVE, by=again(analyst), reason="Falta")
    review = page_of(client, secretariat, reverse("workspace:review", args=[row.pk]))
    assert "analista, por encargo de secretaria" in review
    client.force_login(again(analyst))
    assert client.get(reverse("workspace:second-factors")).status_code == 403
    assert client.get(NAME).status_code == 403


def test_delegate_of_a_validator_finds_what_waits_for_approval(
    client, entity, cycle, validator, focal_point, secretariat
):
    stranger = UserFactory(username="suplente")
    row = InterventionFactory(lead=entity, cycle=cycle, title="Por aprobar ya")
    move_intervention(row, move=Move.SUBMIT, by=focal_point)
    named(validator, stranger, by=secretariat)
    page = page_of(client, stranger, HOME)
    assert "Por aprobar ya" in page
    assert "Autoridad validadora, por encargo de validador" in page


def test_home_of_a_delegate_shows_nothing_that_they_sent_themselves_as_to_approve(
    client, entity, cycle, validator, focal_point
):
    FocalPointFactory(entity=entity, role=DesignationRole.VALIDATOR)
    named(validator, focal_point)
    row = InterventionFactory(lead=entity, cycle=cycle)
    move_intervention(row, move=Move.SUBMIT, by=again(focal_point))
    for person in (focal_point, validator):
        client.force_login(again(person))
        (work,) = client.get(HOME).context["work"]
        assert (work.to_approve.total, work.waiting.total) == (0, 1), person


@pytest.mark.parametrize("rows", [1, 3])
def test_home_and_register_ask_as_much_whatever_how_much_there_is(
    client, entity, cycle, validator, focal_point, secretariat, rows
):
    delegate = UserFactory()
    named(validator, delegate, by=secretariat)
    for _number in range(rows):
        row = InterventionFactory(lead=entity, cycle=cycle)
        move_intervention(row, move=Move.SUBMIT, by=focal_point)
        other = FocalPointFactory(entity=entity, role=DesignationRole.VALIDATOR).user
        named(other, UserFactory(), by=secretariat)
    counts = {}
    for address, person in ((HOME, delegate), (REGISTER, secretariat)):
        client.force_login(again(person))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
    assert counts == {HOME: 20, REGISTER: 12}


def test_mail_of_who_is_away_goes_to_the_delegate_too(
    entity, cycle, validator, focal_point, secretariat, analyst
):
    stranger = UserFactory(username="suplente", email="suplente@entidad.example")
    row = InterventionFactory(lead=entity, cycle=cycle)
    move_intervention(row, move=Move.SUBMIT, by=focal_point)
    sent = InterventionFactory(lead=entity, cycle=cycle)
    move_intervention(sent, move=Move.SUBMIT, by=focal_point)
    move_intervention(sent, move=Move.APPROVE, by=validator)
    named(validator, stranger, by=secretariat)
    named(secretariat, analyst)
    now = timezone.now()
    today = timezone.localdate(now)
    to_approve = {one.person.username for one in duties(cycle, today) if one.to_approve}
    assert to_approve == {"validador", "suplente"}
    frozen = {one.person.username for one in frozen_work(cycle, today)}
    assert frozen >= {"validador", "suplente"}
    news = {one.person.username: one for one in digests(now)}
    assert news["suplente"].to_approve
    assert news["suplente"].address == "suplente@entidad.example"
    assert [task.title for task in news["analista"].to_review] == [sent.title]
    Delegation.objects.update(valid_to=today - timedelta(days=1), valid_from="2020-01-01")
    assert "suplente" not in {one.person.username for one in digests(now)}


def test_no_letter_asks_a_delegate_to_approve_what_they_sent(entity, cycle, validator, focal_point):
    FocalPointFactory(entity=entity, role=DesignationRole.VALIDATOR, user__username="segunda")
    named(validator, focal_point)
    row = InterventionFactory(lead=entity, cycle=cycle)
    move_intervention(row, move=Move.SUBMIT, by=again(focal_point))
    asked = {one.person.username for one in duties(cycle, timezone.localdate()) if one.to_approve}
    told = {one.person.username for one in digests(timezone.now()) if one.to_approve}
    assert asked == told == {"segunda"}


def test_secretariat_names_for_another(client, secretariat, analyst):
    other = UserFactory(username="otra", registry_role=RegistryRole.SECRETARIAT)
    client.force_login(secretariat)
    assert client.post(NAME, typed(other, analyst)).status_code == 302
    row = Delegation.objects.get()
    assert (row.absent, row.delegate, row.named_by) == (other, analyst, secretariat)
