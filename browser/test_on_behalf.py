"""The secretariat enters for an entity by form, sends and takes back; the entity objects."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from browser.people import person_named
from browser.watching import barriers
from entities.models import Entity
from interventions import actions
from interventions.choices import State
from interventions.models import Intervention
from tests.factories import FocalPointFactory

WHY = "La Superintendencia no tiene punto focal; lo informó con el oficio 123-2026."
TITLE = "Jornadas de regularización en la frontera"


@pytest.mark.parametrize("width", [1366, 390])
def test_intervention_is_entered_for_an_entity_sent_and_objected_to(registry, visit, world, width):
    window = {"viewport": {"width": width, "height": 900}}
    page = visit("secretariat", registry, **window)
    enters(page, registry)
    row = Intervention.objects.get(title=TITLE)
    assert (row.state, row.lead_participation.entity.acronym) == (State.DRAFT, "SNM")
    completes_and_sends(page)
    assert state_of(row) == State.SUBMITTED
    expect(page.locator("main")).to_contain_text(
        "Registrado por la Secretaría Técnica en nombre de SNM"
    )
    expect(page.locator(".decision")).to_contain_text("la valida otra persona")
    assert barriers(page) == []
    page.get_by_role("button", name="Retirar el envío").click()
    expect(page.get_by_role("status").first).to_contain_text("Se retiró el envío")
    assert state_of(row) == State.DRAFT

    FocalPointFactory(entity=Entity.objects.get(acronym="SNM"), user=speaks_for_it())
    entity = visit("other_focal_point", registry, **window)
    objects(entity, registry)
    page.goto(registry + reverse("workspace:on-behalf", args=[row.pk]))
    page.get_by_label("Respuesta a la entidad").fill("Se corrige la cifra.")
    assert barriers(page) == []
    page.get_by_role("button", name="Responder la objeción").click()
    expect(page.get_by_role("status").first).to_contain_text("quedó registrada")
    entity.goto(registry + reverse("workspace:on-behalf", args=[row.pk]))
    expect(entity.locator("main")).to_contain_text("Se corrige la cifra.")


def speaks_for_it():
    return person_named("other_focal_point")


def enters(page: Page, registry: str) -> None:
    """From the page of an entity without people: for whom, why and what."""
    page.goto(registry + reverse("workspace:entity-profile", args=["SNM"]))
    page.get_by_role("link", name="Registrar en nombre de una entidad").click()
    expect(page.locator("#id_lead option:checked")).to_contain_text("SNM")
    page.get_by_label("Motivo para registrarla en su nombre").fill(WHY)
    page.locator("[name=title]").fill(TITLE)
    page.get_by_label("Tipo").select_option("Servicio")
    assert barriers(page) == []
    follow(page)
    expect(page.get_by_role("alert")).to_contain_text("¿No será una de estas?")
    follow(page, "No es ninguna de ellas: guardar la nueva")


def completes_and_sends(page: Page) -> None:
    """The steps after the first, each with the least that sending needs."""
    expect(page.locator("h1")).to_contain_text("¿Con quién y dónde?")
    follow(page)
    expect(page.locator("h1")).to_contain_text("¿A qué contribuye?")
    page.locator("#aims input[type=checkbox]").first.check()
    follow(page)
    for question in ("¿Qué resultados hubo?", "¿Qué dificultades hubo?"):
        expect(page.locator("h1")).to_contain_text(question)
        page.get_by_role("radio", name="No señala").check()
        follow(page)
    expect(page.locator("h1")).to_contain_text("¿Qué lo sustenta?")
    follow(page)
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("se envió a la Secretaría Técnica")


def follow(page: Page, button: str = "Guardar y seguir") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def objects(entity: Page, registry: str) -> None:
    """The people of the entity find on their first page what was written for them."""
    entity.goto(f"{registry}/trabajo/")
    told = entity.locator("section", has_text="La Secretaría Técnica escribió en su nombre").last
    expect(told).to_contain_text(WHY)
    told.locator("a", has_text=f"Objetar: {TITLE}").click()
    entity.get_by_label("En qué no está de acuerdo su entidad").fill("Fueron cinco jornadas.")
    assert barriers(entity) == []
    entity.get_by_role("button", name="Objetar").click()
    expect(entity.get_by_role("status").first).to_contain_text("La objeción quedó registrada")


@pytest.mark.parametrize("width", [1366, 390])
def test_focal_point_takes_back_what_was_sent_until_somebody_reviews_it(
    registry, visit, world, width
):
    row = Intervention.objects.get(pk=world.others["joint"])
    page = visit("other_focal_point", registry, viewport={"width": width, "height": 900})
    review = registry + reverse("workspace:review", args=[row.pk])
    for _time in range(2):
        actions.submit_intervention(row, by=person_named("other_focal_point"))
        page.goto(review)
        assert barriers(page) == []
        page.get_by_role("button", name="Retirar el envío").click()
        expect(page.get_by_role("status").first).to_contain_text("Se retiró el envío")
        assert state_of(row) == State.DRAFT
    actions.submit_intervention(row, by=person_named("other_focal_point"))
    page.goto(review)
    actions.take_review(row, by=person_named("secretariat"))
    page.get_by_role("button", name="Retirar el envío").click()
    expect(page.get_by_role("alert")).to_contain_text("ya la está revisando")
    page.goto(review)
    expect(page.get_by_role("button", name="Retirar el envío")).to_have_count(0)
    expect(page.locator(".decision")).to_contain_text("ya la está revisando")
    assert state_of(row) == State.SUBMITTED


def state_of(row: Intervention) -> State:
    row.refresh_from_db()
    return State(row.state)
