"""A joint intervention as one of its entities sees it."""

import pytest
from django.urls import reverse

from interventions import actions
from interventions.choices import State
from interventions.models import DeclinedParticipation, Participation
from tests.factories import InterventionFactory


@pytest.fixture
def part(cycle, entity, other_entity):
    row = InterventionFactory(
        lead=entity, partners=[other_entity], cycle=cycle, title="La conjunta"
    )
    return row.participations.get(entity=other_entity)


def address(part):
    return reverse("workspace:participation", args=[part.pk])


def post(client, part, **data):
    return client.post(address(part), {"seen": part.recorded_version, **data})


def test_partner_reads_the_record_and_confirms_in_its_own_words(client, part, other_focal_point):
    client.force_login(other_focal_point)
    page = client.get(address(part)).content.decode()
    assert "La conjunta" in page
    assert "MIMP" in page
    assert post(client, part, answer="confirm", text="Ponemos el local").status_code == 302
    part.refresh_from_db()
    assert (part.contribution_text, part.confirmed_by) == ("Ponemos el local", other_focal_point)


def test_partner_declines_with_a_reason(client, part, other_focal_point):
    client.force_login(other_focal_point)
    answer = post(client, part, answer="decline", reason=" ")
    assert answer.status_code == 400
    assert "necesita conocerlo" in answer.content.decode()
    assert post(client, part, answer="decline", reason="No es nuestra").status_code == 302
    assert DeclinedParticipation.objects.get().reason == "No es nuestra"
    assert client.get(address(part)).status_code == 404


def test_second_of_two_people_keeps_the_text_and_sees_the_other(client, part, other_focal_point):
    opened = part.recorded_version
    actions.confirm_participation(part, by=other_focal_point, text="Lo que escribió la otra")
    client.force_login(other_focal_point)
    data = {"seen": opened, "answer": "confirm", "text": "Lo que escribí yo"}
    answer = client.post(address(part), data)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Lo que escribí yo" in page
    assert "Lo que escribió la otra" in page
    assert Participation.objects.get(pk=part.pk).contribution_text == "Lo que escribió la otra"
    again = {**data, "seen": answer.context["part"].recorded_version}
    assert client.post(address(part), again).status_code == 302


@pytest.mark.parametrize("text", ["a\x00b", "x" * 10_000])
@pytest.mark.parametrize("answer", ["confirm", "decline"])
def test_text_that_cannot_be_kept_comes_back_in_the_form(
    client, part, other_focal_point, text, answer
):
    client.force_login(other_focal_point)
    refused = post(client, part, answer=answer, text=text, reason=text)
    assert refused.status_code == 400
    assert text in refused.content.decode()


@pytest.mark.parametrize("data", [{}, {"seen": "9" * 40, "text": "x"}, {"answer": "volar"}])
def test_clumsy_post_changes_nothing_worse_than_what_it_says(client, part, other_focal_point, data):
    client.force_login(other_focal_point)
    assert client.post(address(part), data).status_code in {302, 400}
    assert Participation.objects.get(pk=part.pk).contribution_text == ""


def test_text_of_a_row_that_was_sent_meanwhile_is_refused_and_kept(
    client, part, focal_point, other_focal_point
):
    actions.submit_intervention(part.intervention, by=focal_point)
    client.force_login(other_focal_point)
    answer = post(client, part, answer="confirm", text="Tarde")
    assert answer.status_code == 400
    assert "Tarde" in answer.content.decode()
    assert post(client, part, answer="confirm", text="").status_code == 302


def test_lead_and_secretariat_read_and_answer_for_nobody(client, part, focal_point, secretariat):
    for person in (focal_point, secretariat):
        client.force_login(person)
        page = client.get(address(part)).content.decode()
        assert "Confirmar la participación" not in page
        assert post(client, part, answer="confirm", text="x").status_code == 403


def test_others_do_not_find_a_draft_and_are_refused_a_validated_row(client, part, observer):
    client.force_login(observer)
    assert client.get(address(part)).status_code == 404
    type(part.intervention).objects.update(state=State.VALIDATED, validated_at="2026-03-01T00:00Z")
    assert client.get(address(part)).status_code == 403
    assert client.get(reverse("workspace:participation", args=[10**30])).status_code == 404
