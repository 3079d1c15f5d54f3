"""Two people write the same fields: the second sees whose change won and loses nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from browser import steps
from browser.people import person_named
from browser.watching import barriers
from entities.choices import DesignationRole
from entities.models import Entity
from interventions import actions
from interventions.choices import State
from interventions.models import Intervention
from tests.factories import FocalPointFactory

FIRST = "Servicio de orientación legal en Tumbes"
SECOND = "Servicio de orientación legal en Tacna"
TYPED = "Lo que la segunda persona escribió y nadie debe perder."


def test_second_to_save_sees_the_first_s_change_beside_and_keeps_what_was_typed(
    registry, visit, world
):
    entity = Entity.objects.get(acronym="MIMP")
    colleague = person_named("other_focal_point")
    FocalPointFactory(entity=entity, user=colleague, role=DesignationRole.ALTERNATE)
    address = reverse("workspace:write", args=[world.rows[State.DRAFT], "que"])
    first, second = (
        visit(person, registry, viewport={"width": 1366, "height": 900})
        for person in ("focal_point", "other_focal_point")
    )
    for page in (first, second):
        page.goto(registry + address)
    steps.title_field(first).fill(FIRST)
    steps.save(first)

    steps.title_field(second).fill(SECOND)
    second.locator("textarea[name=description]").fill(TYPED)
    steps.try_to_save(second)
    expect(second.get_by_role("alert")).to_be_visible()
    expect(steps.title_field(second)).to_have_value(SECOND)
    expect(second.locator("textarea[name=description]")).to_have_value(TYPED)
    won = second.locator(".beside", has_text=FIRST)
    expect(won).to_contain_text("Guardado por focal-point")
    mine, theirs = steps.title_field(second).bounding_box(), won.bounding_box()
    assert mine["x"] + mine["width"] <= theirs["x"], "not side by side"
    assert row_of(world).title == FIRST
    expect(steps.offer(second)).to_have_count(0)  # it stands in the form already

    steps.save(second)
    saved = row_of(world)
    assert (saved.title, saved.description) == (SECOND, TYPED)
    expect(second.locator(".beside")).to_have_count(0)


@pytest.mark.parametrize("width", [1366, 390])
def test_whoever_writes_while_a_colleague_sends_is_told_and_copies_what_was_typed(
    registry, visit, world, width
):
    page = visit("focal_point", registry, viewport={"width": width, "height": 900})
    address = reverse("workspace:write", args=[world.rows[State.DRAFT], "que"])
    page.goto(registry + address)
    steps.title_field(page).fill(SECOND)
    page.locator("textarea[name=description]").fill(TYPED)
    actions.submit_intervention(row_of(world), by=person_named("focal_point"))
    steps.try_to_save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("No se puede hacer esto")
    expect(page.locator("main")).to_contain_text("ya se envió")
    expect(page.locator(".typed-texts")).to_contain_text(SECOND)
    expect(page.locator(".typed-texts")).to_contain_text(TYPED)
    assert barriers(page) == []
    assert row_of(world).title != SECOND


def row_of(world) -> Intervention:
    return Intervention.objects.get(pk=world.rows[State.DRAFT])
