"""Everything works where no script runs: an old browser, a strict one, a script that was lost."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from interventions.choices import State
from interventions.models import Intervention

TITLE = "Ventanilla de orientación en tres idiomas para personas migrantes"


@pytest.fixture
def plain(visit, registry):
    """`plain(person)`: an empty page of theirs, in which no script runs."""

    def page_of(person: str | None) -> Page:
        return visit(person, registry, java_script_enabled=False)

    return page_of


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_row_is_written_sent_approved_and_validated(plain, registry):
    writes(plain("focal_point"), registry)
    row = Intervention.objects.get(title=TITLE)
    assert row.state == State.PENDING_ENTITY
    decides(plain("validator"), registry, row, "Aprobar en la entidad")
    decides(plain("secretariat"), registry, row, "Validar")
    row.refresh_from_db()
    assert row.state == State.VALIDATED
    finds(plain(None), registry)


def writes(page: Page, registry: str) -> None:
    page.goto(f"{registry}/trabajo/")
    page.get_by_role("link", name=re.compile("^Escribir una intervención")).click()
    page.get_by_label(re.compile("^Intervención")).fill(TITLE)
    page.get_by_label("Descripción").fill("Atiende a personas migrantes en tres idiomas.")
    page.get_by_label(re.compile("^Tipo")).select_option(label="Servicio")
    press(page, "Guardar y seguir")
    press(page, "Agregar: otra entidad")
    expect(page.get_by_label("Entidad", exact=True)).to_have_count(2)
    press(page, "Guardar y seguir")
    expect(page.locator("h1")).to_have_text("¿A qué contribuye?")
    fold = page.locator("details").filter(has_text=re.compile("Área temática 5"))
    fold.locator("summary").first.click()
    fold.get_by_role("checkbox", name=re.compile("PMM 15")).first.check()
    for _question in ("¿Hay resultados?", "¿Hay dificultades?"):
        press(page, "Guardar y seguir")
        page.get_by_label("No señala: no hay nada que reportar por ahora").check()
    for _step in ("difficulties", "evidence"):
        press(page, "Guardar y seguir")
    expect(page.locator("h1")).to_have_text("Está completa: revísela y envíela")
    press(page, "Enviar")


def decides(page: Page, registry: str, row: Intervention, decision: str) -> None:
    page.goto(registry + reverse("workspace:review", args=[row.pk]))
    page.get_by_role("button", name=re.compile(f"^{decision}")).click()
    page.wait_for_load_state()


def finds(page: Page, registry: str) -> None:
    page.goto(f"{registry}/")
    page.get_by_label("Busque en las intervenciones").fill("ventanilla idiomas")
    press(page, "Buscar")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("h1")).to_have_text(TITLE)


def test_list_is_filtered_crossed_and_taken_away(plain, registry):
    page = plain(None)
    page.goto(f"{registry}/intervenciones/")
    page.get_by_label("Objetivo del Pacto").select_option("7")
    press(page, "Buscar")
    expect(page.locator("h1")).to_contain_text("intervenciones")
    page.get_by_role("link", name="Cruzar por dos características").click()
    page.get_by_label("Columnas").select_option(label="Entidad ejecutora")
    press(page, "Contar")
    page.locator("table a").first.click()
    expect(page.locator("h1")).to_contain_text("intervenci")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename.endswith(".csv")


def test_picture_tells_its_data_without_script(plain, registry):
    page = plain(None)
    page.goto(f"{registry}/compromisos/")
    fold = page.locator("details").filter(has_text="Ver los datos").first
    fold.locator("summary").click()
    expect(fold.locator("table")).to_be_visible()
