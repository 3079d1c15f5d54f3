"""A version is approved by somebody else, who says of each thing in the way that it is known."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import RegistryRole, User
from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from entities.actions import name_delegate, take_back_delegation
from interventions.choices import State
from reports.actions import move_report
from reports.brakes import acknowledged_of, brakes_of
from reports.choices import ReportMove, ReportState
from tests.factories import (
    CountryReportFactory,
    EntityFactory,
    InterventionFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def second_person_is_asked(settings):
    settings.REPORT_NEEDS_SECOND_PERSON = True


@pytest.fixture
def colleague(db):
    return UserFactory(registry_role=RegistryRole.SECRETARIAT, username="colega")


@pytest.fixture
def in_review(cycle, secretariat):
    """A version in whose way everything stands that can."""
    partner = EntityFactory(acronym="SOCIA")
    InterventionFactory(cycle=cycle, state=State.VALIDATED, unconfirmed=[partner])
    InterventionFactory(cycle=cycle, state=State.SUBMITTED, code="PE-WAITS")
    EntityResponse.objects.update_or_create(
        cycle=cycle,
        entity=EntityFactory(acronym="CALLADA"),
        defaults={"status": ResponseStatus.EXPECTED},
    )
    report = CountryReportFactory(cycle)
    move_report(report, move=ReportMove.REVIEW, by=secretariat)
    return report


def keys(report):
    return [brake.key for brake in brakes_of(report)]


def test_each_thing_in_the_way_is_told_by_name(in_review):
    told = {brake.kind: brake.sentence for brake in brakes_of(in_review)}
    assert list(told) == ["open-cycle", "unanswered", "waiting", "unconfirmed", "automatic"]
    assert in_review.cycle.title in told["open-cycle"]
    assert "CALLADA" in told["unanswered"]
    assert "PE-WAITS" in told["waiting"]
    assert "SOCIA (PE-" in told["unconfirmed"]
    assert "Metodología" in told["automatic"]


def test_whoever_sent_it_to_review_does_not_approve_it(in_review, secretariat, colleague):
    with pytest.raises(ValidationError, match="otra persona"):
        move_report(
            in_review, move=ReportMove.APPROVE, by=secretariat, acknowledged=keys(in_review)
        )
    move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=keys(in_review))
    assert (in_review.state, in_review.approved_by) == (ReportState.APPROVED, colleague)
    move_report(in_review, move=ReportMove.PUBLISH, by=secretariat)
    assert in_review.is_published


@pytest.mark.parametrize("giver", ["sender", "third"])
def test_account_in_the_same_hands_is_no_second_person(in_review, secretariat, giver):
    third = UserFactory(username="tercera")
    hands = {"sender": secretariat, "third": third}[giver]
    other = UserFactory(registry_role=RegistryRole.SECRETARIAT, entrusted_by=hands)
    if giver == "third":
        secretariat.entrusted_by = third
        secretariat.save()
        in_review.refresh_from_db()
    with pytest.raises(ValidationError, match="otra persona"):
        move_report(in_review, move=ReportMove.APPROVE, by=other, acknowledged=keys(in_review))


def test_one_person_is_enough_where_the_deployment_says_so(in_review, secretariat, settings):
    settings.REPORT_NEEDS_SECOND_PERSON = False
    move_report(in_review, move=ReportMove.APPROVE, by=secretariat, acknowledged=keys(in_review))
    assert in_review.state == ReportState.APPROVED


def test_what_is_not_acknowledged_is_refused_and_named(in_review, colleague):
    known = [key for key in keys(in_review) if not key.startswith("unanswered")]
    with pytest.raises(ValidationError) as refused:
        move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=known)
    (told,) = refused.value.message_dict["acknowledged"]
    assert "CALLADA" in told
    in_review.refresh_from_db()
    assert (in_review.state, in_review.acknowledged) == (ReportState.IN_REVIEW, [])


def test_what_was_acknowledged_stays_in_the_version(in_review, colleague):
    brakes = brakes_of(in_review)
    move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=keys(in_review))
    assert acknowledged_of(in_review) == dict.fromkeys(brakes, "colega")


def test_what_is_known_is_known_in_any_language(in_review, colleague):
    with override("en"):
        known = keys(in_review)
    move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=known)
    move_report(in_review, move=ReportMove.PUBLISH, by=colleague)
    assert in_review.is_published


def test_what_came_after_the_approval_is_asked_when_it_is_published(in_review, colleague):
    move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=keys(in_review))
    InterventionFactory(cycle=in_review.cycle, state=State.DRAFT, code="PE-LATER")
    with pytest.raises(ValidationError) as refused:
        move_report(in_review, move=ReportMove.PUBLISH, by=colleague)
    assert "PE-LATER" in refused.value.message_dict["acknowledged"][0]
    move_report(in_review, move=ReportMove.PUBLISH, by=colleague, acknowledged=keys(in_review))
    assert in_review.is_published


def test_returned_version_is_approved_anew(in_review, colleague):
    move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=keys(in_review))
    move_report(in_review, move=ReportMove.RETURN, by=colleague)
    assert (in_review.approved_by, in_review.acknowledged) == (None, [])
    assert in_review.state == ReportState.DRAFT


def test_page_asks_for_each_and_keeps_what_was_ticked(client, in_review, colleague):
    client.force_login(colleague)
    address = reverse("admin:reports_countryreport_move", args=[in_review.pk, "approve"])
    page = client.get(address).content.decode()
    for brake in brakes_of(in_review):
        assert f'value="{brake.key}"' in page
    some = keys(in_review)[:2]
    answer = client.post(address, {"acknowledged": some})
    assert answer.status_code == 200
    assert answer.content.decode().count("checked") == 2
    assert "Marque cada punto" in answer.content.decode()
    assert client.post(address, {"acknowledged": keys(in_review)}).status_code == 302
    in_review.refresh_from_db()
    assert in_review.state == ReportState.APPROVED


def test_version_page_offers_approval_to_somebody_else_only(
    client, in_review, secretariat, colleague
):
    address = reverse("admin:reports_countryreport_change", args=[in_review.pk])
    approve = reverse("admin:reports_countryreport_move", args=[in_review.pk, "approve"])
    for person, offered in ((secretariat, False), (colleague, True)):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert (approve in page) == offered
        assert "CALLADA" in page


def test_brakes_cost_the_same_queries_for_one_and_three(in_review, django_assert_num_queries):
    for wanted in (1, 3):
        for number in range(wanted):
            InterventionFactory(cycle=in_review.cycle, state=State.DRAFT)
            partner = EntityFactory(acronym=f"S{wanted}{number}")
            InterventionFactory(cycle=in_review.cycle, state=State.VALIDATED, unconfirmed=[partner])
        with django_assert_num_queries(3):
            brakes_of(in_review)


def test_who_stands_in_for_the_other_is_no_second_person(in_review, secretariat, analyst):
    today = timezone.localdate()
    name_delegate(
        secretariat,
        by=secretariat,
        delegate=analyst,
        first_day=today,
        last_day=today,
        reason="Vacaciones",
    )
    with pytest.raises(ValidationError, match="otra persona"):
        move_report(in_review, move=ReportMove.APPROVE, by=analyst, acknowledged=keys(in_review))
    move_report(in_review, move=ReportMove.RETURN, by=secretariat)
    move_report(in_review, move=ReportMove.REVIEW, by=analyst)
    with pytest.raises(ValidationError, match="otra persona"):
        move_report(
            in_review, move=ReportMove.APPROVE, by=secretariat, acknowledged=keys(in_review)
        )


def test_what_was_known_is_the_secretariats_alone(client, in_review, colleague, observer):
    move_report(in_review, move=ReportMove.APPROVE, by=colleague, acknowledged=keys(in_review))
    move_report(in_review, move=ReportMove.PUBLISH, by=colleague)
    address = reverse("admin:reports_countryreport_change", args=[in_review.pk])
    for person, reads in ((colleague, True), (observer, False)):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200
        assert ("CALLADA" in answer.content.decode()) == reads


def test_pair_stays_one_after_the_leave(in_review, secretariat, analyst):
    today = timezone.localdate()
    row = name_delegate(
        secretariat,
        by=secretariat,
        delegate=analyst,
        first_day=today,
        last_day=today,
        reason="Vacaciones",
    )
    move_report(in_review, move=ReportMove.RETURN, by=secretariat)
    move_report(in_review, move=ReportMove.REVIEW, by=analyst)
    take_back_delegation(row, by=secretariat)
    absent = User.objects.get(pk=secretariat.pk)
    assert in_review.sender == f"{analyst}, por encargo de {secretariat}"
    with pytest.raises(ValidationError, match="otra persona"):
        move_report(in_review, move=ReportMove.APPROVE, by=absent, acknowledged=keys(in_review))
