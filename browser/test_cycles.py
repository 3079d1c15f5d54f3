"""What takes longer than a form: a partner that confirms late, rows that go on over cycles."""

from datetime import date

from django.urls import reverse
from playwright.sync_api import expect

from browser.people import person_named
from browser.watching import barriers
from cycles.choices import CycleState
from cycles.models import EntityResponse, ReportingCycle
from entities.models import Entity
from interventions import actions
from interventions.choices import State
from interventions.models import Intervention
from notifications.actions import close_call
from tests.factories import FocalPointFactory

WINDOW = {"viewport": {"width": 1366, "height": 900}}


def next_cycle(cycle: ReportingCycle) -> ReportingCycle:
    """Close `cycle`, with its letters, and open the one of two years later."""
    close_call(cycle, by=person_named("secretariat"))
    return ReportingCycle.objects.create(
        code="2028",
        title="Informe País 2028",
        state=CycleState.OPEN,
        period_start=date(2026, 8, 1),
        period_end=date(2028, 7, 31),
    )


def test_partner_confirms_after_validation_and_the_public_page_follows(registry, visit, world):
    row = Intervention.objects.get(pk=world.others["joint"])
    actions.submit_intervention(row, by=person_named("other_focal_point"))
    review = visit("secretariat", registry, **WINDOW)
    review.goto(registry + reverse("workspace:review", args=[row.pk]))
    expect(review.locator(".decision")).to_contain_text("MIMP no ha confirmado que participa")
    assert barriers(review) == []
    review.get_by_role("button", name="Validar").first.click()
    expect(review.get_by_role("status").first).to_contain_text("quedó en estado")

    public = visit(None, registry, **WINDOW)
    address = registry + reverse("portal:intervention", args=[row.code])
    public.goto(address)
    expect(public.locator("main")).to_contain_text("sin confirmar")
    assert barriers(public) == []

    partner = visit("focal_point", registry, **WINDOW)
    partner.goto(f"{registry}/trabajo/")
    partner.get_by_role("link", name=row.title).first.click()
    partner.get_by_role("button", name="Confirmar la participación").click()
    expect(partner.get_by_role("status").first).to_contain_text("quedó confirmada")
    public.goto(address)
    expect(public.locator("main")).not_to_contain_text("sin confirmar")


def test_rows_go_on_over_two_cycles(registry, visit, world):
    entity = Entity.objects.get(acronym="SNM")
    person = person_named("other_focal_point")
    FocalPointFactory(entity=entity, user=person)
    cycle = ReportingCycle.objects.get(code="2026")
    EntityResponse.objects.get_or_create(cycle=cycle, entity=entity)
    page = visit("other_focal_point", registry, **WINDOW)
    page.goto(f"{registry}/trabajo/")
    page.get_by_role("link", name="No tenemos novedades que reportar — SNM").click()
    page.get_by_role("button", name="No tenemos novedades que reportar").click()
    expect(page.locator("main")).to_contain_text("sigue vigente")
    before = registry + reverse("workspace:before")
    page.goto(f"{before}?entidad=SNM")
    expect(page.locator("main")).to_contain_text("Sigue vigente: su entidad respondió")
    assert barriers(page) == []

    later = next_cycle(cycle)
    page.goto(f"{before}?entidad=SNM")
    expect(page.locator("h1")).to_have_text(
        "19 intervenciones de ciclos anteriores son de su entidad"
    )
    title = page.locator(".chosen a").first.inner_text()
    page.locator(".chosen a").first.click()  # the title opens what the row said
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    for box in page.locator("input[name=row]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Actualizar las elegidas").click()
    expect(page.get_by_role("status").first).to_contain_text("2 intervenciones quedaron")
    assert Intervention.objects.filter(cycle=later).count() == 2


def test_draft_that_a_cycle_left_is_taken_up_in_the_next(registry, visit, world):
    draft = Intervention.objects.get(pk=world.rows[State.DRAFT])
    later = next_cycle(ReportingCycle.objects.get(code="2026"))
    writer = visit("focal_point", registry, **WINDOW)
    writer.goto(registry + reverse("workspace:before") + "?entidad=MIMP")
    left = writer.locator(".chosen li", has_text=draft.title)
    expect(left).to_contain_text("se quedó sin validar: Borrador")
    left.get_by_role("checkbox").check()
    writer.get_by_role("button", name="Actualizar las elegidas").click()
    writer.wait_for_load_state()
    carried = Intervention.objects.get(cycle=later, code=draft.code)
    assert (carried.title, carried.results.count()) == (draft.title, draft.results.count())
