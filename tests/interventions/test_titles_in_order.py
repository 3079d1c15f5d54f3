"""Titles stand as a Spanish dictionary has them, on both databases and through every door."""

import random
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.choices import State
from interventions.models import Intervention
from notifications.open_work import open_work
from notifications.pending_tasks import frozen_work
from portal.queries.interventions import public_interventions
from tests.factories import CycleFactory, InterventionFactory, saved_by
from workspace.queries.lists import rows_before

ORDER = ["Ámbito", "Área", "Índice", "llama", "nube", "Nuñoa", "Ñaña", "«Ojo»", "Óxido", "Zona"]


@pytest.fixture
def rows(cycle, entity):
    titles = list(ORDER)
    random.Random(7).shuffle(titles)  # noqa: S311 - any order does
    for title in titles:
        InterventionFactory(cycle=cycle, lead=entity, title=title, state=State.VALIDATED)


def test_public_list_and_what_stands_beside_a_row(rows):
    assert [row.title for row in public_interventions()] == ORDER


def test_api_orders_by_title_both_ways(client, rows):
    for ordering, expected in (("title", ORDER), ("-title", ORDER[::-1])):
        answer = client.get("/api/v1/interventions/", {"ordering": ordering}).json()
        assert [row["title"] for row in answer["results"]] == expected


def test_back_office_orders_by_the_column_of_titles(client, rows, secretariat):
    client.force_login(secretariat)
    address = reverse("admin:interventions_intervention_changelist")
    listed = client.get(address, {"o": "2"}).context["cl"].result_list
    assert [row.title for row in listed] == ORDER
    listed = client.get(address, {"o": "-2"}).context["cl"].result_list
    assert [row.title for row in listed] == ORDER[::-1]


def test_letters_and_lists_of_work(rows, cycle, entity, focal_point):
    Intervention.objects.update(state=State.DRAFT, validated_at=None)
    assert [row.title for row in open_work(entity, day=timezone.localdate()).rows] == ORDER
    [left] = frozen_work(cycle, timezone.localdate())
    assert [task.title for task in left.rows[State.DRAFT]] == ORDER


def test_what_earlier_cycles_hold(rows, cycle, entity):
    Intervention.objects.update(validated_at=timezone.now())
    later = CycleFactory(code="2028", period_end=date(2028, 1, 1))
    entities = type(entity).objects.filter(pk=entity.pk)
    assert [row.title for row in rows_before(entities, later)] == ORDER


def test_title_that_is_written_anew_takes_its_place(rows, focal_point):
    row = Intervention.objects.get(title="Ámbito")
    Intervention.objects.filter(pk=row.pk).update(state=State.DRAFT, validated_at=None)
    row.refresh_from_db()
    saved_by(focal_point, row, expected=row.version, title="Ñuñ")
    assert Intervention.objects.get(pk=row.pk).title == "Ñuñ"
    kept = Intervention.objects.values_list("title_key", flat=True).get(pk=row.pk)
    assert kept == "n~un~"
    Intervention.objects.filter(pk=row.pk).update(title="Último")
    assert Intervention.objects.get(title_key="ultimo").pk == row.pk
