"""What was typed outlives a killed server and an expired session.

Kept by the back-office's form (static/back-office/keep-typed.js).
"""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from browser import steps
from browser.journey import Journey
from browser.keyboard import Keyboard
from interventions.choices import State
from interventions.models import Intervention

BEFORE, AFTER = "Servicio de orientación", " legal y social en cuatro regiones"


@pytest.fixture
def form_of(world, visit):
    """`form_of(address)`: a focal point has opened the form of a draft of the entity."""

    def opened(address: str) -> Page:
        page = visit("focal_point", address)
        page.goto(address + form_address(world))
        expect(steps.title_field(page)).to_be_visible()
        return page

    return opened


def form_address(world) -> str:
    return reverse("admin:interventions_intervention_change", args=[world.rows[State.DRAFT]])


def test_text_outlives_a_killed_server(server, form_of, world):
    page = form_of(server.url)
    keyboard = Keyboard(page, person="focal_point", journey=Journey())
    keyboard.replace("Intervención", BEFORE)
    server.kill()
    keyboard.type(AFTER)
    steps.wait_until_kept(page, BEFORE + AFTER)
    steps.try_to_save(page)  # and nobody answers

    server.start()
    page.goto(server.url + form_address(world))
    expect(steps.title_field(page)).not_to_have_value(BEFORE + AFTER)
    steps.take_back(page)
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    steps.save(page)
    page.goto(server.url + form_address(world))
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    expect(steps.offer(page)).to_have_count(0)  # saved: nothing is left to offer


def test_text_outlives_a_closed_window(registry, form_of, world):
    page = form_of(registry)
    steps.title_field(page).fill(BEFORE + AFTER)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(registry + form_address(world))
    steps.take_back(page)
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)


def test_text_outlives_an_expired_session(registry, form_of, world):
    page = form_of(registry)
    keyboard = Keyboard(page, person="focal_point", journey=Journey())
    keyboard.replace("Intervención", BEFORE + AFTER)
    Session.objects.all().delete()
    steps.try_to_save(page)
    steps.type_credentials(keyboard, "focal_point")
    assert page.url == registry + form_address(world)
    assert Intervention.objects.get(pk=world.rows[State.DRAFT]).title != BEFORE + AFTER
    steps.take_back(page)
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    steps.save(page)
    assert Intervention.objects.get(pk=world.rows[State.DRAFT]).title == BEFORE + AFTER


def test_signing_out_leaves_no_text_on_the_machine(registry, form_of):
    page = form_of(registry)
    steps.title_field(page).fill(BEFORE + AFTER)
    steps.wait_until_kept(page, BEFORE + AFTER)
    steps.sign_out(page)
    kept = page.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert BEFORE not in kept
