"""What is said after an intervention was sent."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from interventions.choices import State
from tests.factories import InterventionFactory

SENT = datetime(2026, 11, 3, 15, tzinfo=UTC)


@pytest.fixture
def read(client, cycle, entity, focal_point):
    client.force_login(focal_point)

    def page(state, **more):
        row = InterventionFactory(lead=entity, cycle=cycle, state=state, **more)
        return row, client.get(reverse("workspace:sent", args=[row.pk]))

    return page


def test_reference_what_comes_next_and_by_when(read, cycle):
    cycle.review_days = 10
    cycle.save()
    row, answer = read(State.SUBMITTED, submitted_at=SENT)
    page = answer.content.decode()
    assert answer.context["next"].due == date(2026, 11, 13)
    for text in (row.code, row.title, "La Secretaría Técnica", "Hasta el 13 de noviembre"):
        assert text in page


def test_without_a_term_none_is_made_up(read, cycle):
    cycle.review_days = None
    cycle.save()
    _row, answer = read(State.SUBMITTED, submitted_at=SENT)
    assert "Sin plazo fijado" in answer.content.decode()


def test_in_the_entity_it_is_the_validator_s_until_the_call_closes(read, cycle):
    cycle.call_closes = date(2026, 12, 9)
    cycle.save()
    _row, answer = read(State.PENDING_ENTITY)
    page = answer.content.decode()
    for text in ("La autoridad validadora de su entidad", "Hasta el 9 de diciembre"):
        assert text in page


@pytest.mark.parametrize("state", [State.DRAFT, State.OBSERVED, State.VALIDATED])
def test_what_does_not_wait_is_read_in_the_review(read, state):
    row, answer = read(state)
    assert answer.headers["Location"] == reverse("workspace:review", args=[row.pk])
