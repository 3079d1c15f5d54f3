"""What was typed outlives a killed server, a closed window and an expired session.

The form keeps it on the machine (static/workspace/keep-typed.js) and a moment later in a copy of
the registry's own (`actions.keep_working_copy`).
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
    """`form_of(address)`: a focal point has opened a step of a draft of the entity."""

    def opened(address: str) -> Page:
        page = visit("focal_point", address)
        page.goto(address + form_address(world))
        expect(steps.title_field(page)).to_be_visible()
        return page

    return opened


def form_address(world) -> str:
    return reverse("workspace:write", args=[world.rows[State.DRAFT], "que"])


def saved_title(world) -> str:
    return Intervention.objects.get(pk=world.rows[State.DRAFT]).title


def test_killed_server_loses_at_most_the_last_seconds(server, form_of, world):
    page = form_of(server.url)
    keyboard = Keyboard(page, person="focal_point", journey=Journey())
    keyboard.replace("Intervención", BEFORE)
    steps.wait_until_kept_there(page)
    server.kill()
    keyboard.type(AFTER)
    expect(page.locator("#kept")).to_contain_text("Sin conexión con el registro")
    steps.wait_until_kept_here(page, BEFORE + AFTER)
    steps.try_to_save(page)  # and nobody answers

    server.start()
    page.goto(server.url + form_address(world))
    expect(steps.title_field(page)).to_have_value(BEFORE)  # the registry's copy
    expect(steps.copy_shown(page)).to_be_visible()
    steps.take_back(page)  # and what the machine kept since
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    steps.save(page)
    page.goto(server.url + form_address(world))
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    expect(steps.offer(page)).to_have_count(0)  # saved: nothing is left to offer
    expect(steps.copy_shown(page)).to_have_count(0)


def test_text_outlives_a_closed_window(registry, form_of, world):
    page = form_of(registry)
    steps.title_field(page).fill(BEFORE + AFTER)
    steps.wait_until_kept_there(page)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(registry + form_address(world))
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    expect(steps.copy_shown(page)).to_be_visible()
    expect(steps.offer(page)).to_have_count(0)  # both kept the same: offered once


def test_window_closed_at_once_leaves_the_text_on_the_machine(registry, form_of, world):
    page = form_of(registry)
    steps.title_field(page).fill(BEFORE + AFTER)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(registry + form_address(world))
    if steps.title_field(page).input_value() != BEFORE + AFTER:
        steps.take_back(page)
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)


def test_text_outlives_an_expired_session(registry, form_of, world):
    page = form_of(registry)
    keyboard = Keyboard(page, person="focal_point", journey=Journey())
    Session.objects.all().delete()
    keyboard.replace("Intervención", BEFORE + AFTER)
    expect(page.locator("#kept")).to_contain_text("Su sesión venció")
    steps.try_to_save(page)
    assert page.url.startswith(registry + reverse("account_login"))
    steps.type_credentials(keyboard, "focal_point")
    assert page.url == registry + form_address(world)
    assert saved_title(world) != BEFORE + AFTER
    steps.take_back(page)
    expect(steps.title_field(page)).to_have_value(BEFORE + AFTER)
    steps.save(page)
    assert saved_title(world) == BEFORE + AFTER


def test_signing_out_leaves_no_text_on_the_machine(registry, form_of):
    page = form_of(registry)
    steps.title_field(page).fill(BEFORE + AFTER)
    steps.wait_until_kept_here(page, BEFORE + AFTER)
    steps.sign_out(page)
    kept = page.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert BEFORE not in kept


def test_words_of_a_review_outlive_an_expired_session(registry, visit, world):
    address = registry + reverse("workspace:review", args=[world.rows[State.SUBMITTED]])
    page = visit("secretariat", registry)
    page.goto(address)
    page.locator("textarea[name=reason]").fill(BEFORE)
    note = page.locator("textarea[name^=note-]").first
    note.evaluate("(field) => { field.closest('details').open = true; }")
    note.fill(AFTER.strip())
    steps.wait_until_kept_here(page, AFTER.strip())
    Session.objects.all().delete()
    page.get_by_role("button", name="Observar", exact=True).click()
    page.wait_for_load_state()
    assert page.url.startswith(registry + reverse("account_login"))
    steps.type_credentials(Keyboard(page, person="secretariat", journey=Journey()), "secretariat")
    assert page.url == address
    steps.take_back(page)
    expect(page.locator("textarea[name=reason]")).to_have_value(BEFORE)
    expect(note).to_be_visible()
    expect(note).to_have_value(AFTER.strip())


def test_return_that_was_made_is_not_offered_again(registry, visit, world):
    address = registry + reverse("workspace:review", args=[world.rows[State.SUBMITTED]])
    page = visit("secretariat", registry)
    page.goto(address)
    page.locator("textarea[name=reason]").fill(BEFORE)
    steps.wait_until_kept_here(page, BEFORE)
    page.get_by_role("button", name="Observar", exact=True).click()
    page.wait_for_load_state()
    assert not page.url.startswith(address)  # it lands where nothing is typed
    page.goto(address)
    expect(page.locator("main")).to_contain_text(BEFORE)  # in the history
    expect(steps.offer(page)).to_have_count(0)
    assert page.evaluate("() => localStorage.length") == 0
