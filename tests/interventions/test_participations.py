"""What each entity of a joint intervention says for itself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from analysis.crosstabs import pivot
from cycles.choices import CycleState
from interventions import actions
from interventions.choices import Execution, Move, ParticipationRole, State
from interventions.models import DeclinedParticipation, Intervention, Participation
from interventions.queries import by_execution
from interventions.values import read_values
from tests.factories import CycleFactory, InterventionFactory, saved_by


@pytest.fixture
def row(cycle, entity, other_entity):
    return InterventionFactory(lead=entity, partners=[other_entity], cycle=cycle)


@pytest.fixture
def part(row, other_entity):
    return row.participations.get(entity=other_entity)


def stored(part):
    return Participation.objects.get(pk=part.pk)


def test_partner_confirms_while_the_lead_saved_the_rest(row, part, focal_point, other_focal_point):
    seen = part.recorded_version
    saved_by(focal_point, row, expected=1)
    row.title = "Otro título"
    row.save()
    actions.confirm_participation(part, by=other_focal_point, text="Dos abogadas", seen=seen)
    assert stored(part).contribution_text == "Dos abogadas"
    assert Intervention.objects.get(pk=row.pk).title == "Otro título"


def test_lead_who_had_the_row_open_loses_nothing_of_the_partner(
    row, part, focal_point, other_focal_point
):
    opened = row.version
    actions.confirm_participation(part, by=other_focal_point, text="Dos abogadas")
    with pytest.raises(actions.StaleVersionError):
        saved_by(focal_point, row, expected=opened)
    assert stored(part).contribution_text == "Dos abogadas"


def test_confirming_without_another_text_stops_nobody(row, part, focal_point, other_focal_point):
    actions.confirm_participation(part, by=other_focal_point)
    saved_by(focal_point, row, expected=row.version)


def test_second_person_of_the_partner_is_told_of_the_first(part, other_focal_point):
    seen = part.recorded_version
    actions.confirm_participation(part, by=other_focal_point, text="Primero", seen=seen)
    with pytest.raises(actions.StaleVersionError):
        actions.confirm_participation(part, by=other_focal_point, text="Segundo", seen=seen)
    assert stored(part).contribution_text == "Primero"


@pytest.mark.parametrize(
    ("told", "stays"),
    [
        ({"contribution_text": "Otra cosa"}, False),
        ({"role": ParticipationRole.DONOR}, False),
        ({}, True),
        ({"contribution_text": "Dos\r\nabogadas "}, True),
    ],
)
def test_confirmation_falls_where_what_was_confirmed_changes(
    row, part, focal_point, other_focal_point, told, stays
):
    actions.confirm_participation(part, by=other_focal_point, text="Dos\nabogadas")
    row.refresh_from_db()
    lead, partner = read_values([row])[0]["participations"]
    saved_by(focal_point, row, participations=[lead, partner | told], title="Otro")
    assert (stored(part).confirmed_at is not None) is stays


def test_declined_participation_counts_nowhere_and_stays_on_record(
    row, part, other_entity, other_focal_point
):
    Intervention.objects.filter(pk=row.pk).update(version=1)
    actions.decline_participation(part, by=other_focal_point, reason=" No es nuestra ")
    one = DeclinedParticipation.objects.get()
    assert (one.intervention, one.entity, one.reason) == (row, other_entity, "No es nuestra")
    assert (one.by, one.role) == (other_focal_point, ParticipationRole.CO_EXECUTOR)
    rows = Intervention.objects.all()
    assert by_execution(rows, Execution.SINGLE).exists()
    told = pivot(rows, "entity", "execution")
    assert [label["code"] for label in told["row_labels"]] == ["MIMP"]
    assert rows.get().version == 2
    record = Participation.history.filter(id=part.pk).first()
    assert record.history_type == "-"


def test_lead_may_name_again_whoever_declined(row, part, other_entity, other_focal_point):
    actions.decline_participation(part, by=other_focal_point, reason="No")
    again = Participation.objects.create(
        intervention=row, entity=other_entity, role=ParticipationRole.DONOR
    )
    actions.decline_participation(again, by=other_focal_point, reason="Tampoco")
    assert DeclinedParticipation.objects.count() == 2


def test_declining_needs_a_reason_and_is_not_for_the_lead(
    row, part, focal_point, other_focal_point
):
    with pytest.raises(ValidationError) as refused:
        actions.decline_participation(part, by=other_focal_point, reason="  ")
    assert set(refused.value.message_dict) == {"reason"}
    with pytest.raises(ValidationError):
        actions.decline_participation(row.lead_participation, by=focal_point, reason="No")


def test_others_answer_for_nobody(part, focal_point, secretariat, superuser, analyst):
    for person in (focal_point, secretariat, superuser, analyst):
        with pytest.raises(PermissionDenied):
            actions.confirm_participation(part, by=person)
        with pytest.raises(PermissionDenied):
            actions.decline_participation(part, by=person, reason="No")


def test_unconfirmed_partner_stops_nobody_and_its_text_is_closed_once_sent(
    row, part, focal_point, other_focal_point, secretariat
):
    actions.submit_intervention(row, by=focal_point)
    with pytest.raises(ValidationError) as refused:
        actions.confirm_participation(part, by=other_focal_point, text="Cambiado")
    assert set(refused.value.message_dict) == {"text"}
    actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    with pytest.raises(ValidationError) as refused:
        actions.confirm_participation(part, by=other_focal_point, text="Cambiado")
    assert set(refused.value.message_dict) == {"text"}
    actions.confirm_participation(part, by=other_focal_point)
    assert stored(part).confirmed_by == other_focal_point


def test_closed_cycle_takes_no_answer(entity, other_entity, other_focal_point):
    closed = CycleFactory(code="2022", state=CycleState.CLOSED)
    row = InterventionFactory(
        lead=entity, partners=[other_entity], cycle=closed, state=State.SUBMITTED
    )
    with pytest.raises(ValidationError):
        actions.confirm_participation(
            row.participations.get(entity=other_entity), by=other_focal_point
        )


def test_reviewer_who_had_it_open_sees_that_an_entity_declined(
    row, part, focal_point, other_focal_point, secretariat
):
    actions.submit_intervention(row, by=focal_point)
    opened = row.version
    actions.decline_participation(part, by=other_focal_point, reason="No")
    with pytest.raises(actions.StaleVersionError):
        actions.move_intervention(row, move=Move.VALIDATE, by=secretariat, expected=opened)
