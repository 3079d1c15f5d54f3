"""The page that welcomes, and the guides."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from workspace.views.welcome import GUIDES

WELCOME = reverse("workspace:welcome")


@pytest.mark.parametrize(
    ("person", "slug"),
    [
        ("focal_point", "punto-focal"),
        ("alternate", "punto-focal"),
        ("validator", "autoridad-validadora"),
        ("secretariat", "secretaria-tecnica"),
        ("analyst", "analista"),
        ("observer", "observador"),
    ],
)
def test_each_person_is_led_to_the_guide_of_what_they_do(client, request, person, slug):
    client.force_login(request.getfixturevalue(person))
    assert reverse("workspace:guide", args=[slug]) in client.get(WELCOME).content.decode()


def test_welcome_tells_the_cycle_and_its_dates(client, cycle, focal_point):
    client.force_login(focal_point)
    assert "no tiene todavía fecha de cierre" in client.get(WELCOME).content.decode()
    cycle.call_opens = date(2026, 1, 1)
    for days, words in ((0, "cierra el"), (-1, "cerró el")):
        cycle.call_closes = timezone.localdate() + timedelta(days=days)
        cycle.save()
        page = client.get(WELCOME).content.decode()
        assert f"{words} {cycle.call_closes:%d/%m/%Y}" in page
        assert "01/08/2022" in page
    assert "MIMP" in page


def test_welcome_without_a_cycle(client, focal_point):
    client.force_login(focal_point)
    assert "No hay un ciclo abierto" in client.get(WELCOME).content.decode()


def test_reading_it_is_written_down_once(client, focal_point):
    client.force_login(focal_point)
    client.get(WELCOME)
    focal_point.refresh_from_db()
    assert focal_point.welcomed_at is None
    assert client.post(WELCOME).url == reverse("workspace:home")
    focal_point.refresh_from_db()
    first = focal_point.welcomed_at
    assert first is not None
    client.post(WELCOME)
    focal_point.refresh_from_db()
    assert focal_point.welcomed_at == first


@pytest.mark.parametrize("onward", ["https://otro.example/", "//otro.example/", "javascript:1", ""])
def test_it_leads_to_no_other_site(client, focal_point, onward):
    client.force_login(focal_point)
    assert client.post(WELCOME, {"next": onward}).url == reverse("workspace:home")


@pytest.mark.parametrize("slug", sorted(GUIDES))
def test_every_guide_can_be_read(client, analyst, slug):
    client.force_login(analyst)
    answer = client.get(reverse("workspace:guide", args=[slug]))
    assert str(GUIDES[slug].title) in answer.content.decode()


def test_no_other_guide_exists(client, analyst):
    client.force_login(analyst)
    assert client.get(reverse("workspace:guide", args=["otra"])).status_code == 404
