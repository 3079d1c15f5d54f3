"""The workbook of an entity: typed as people type, also where the entity was renamed since."""

from datetime import date
from pathlib import Path

import openpyxl
from django.urls import reverse
from playwright.sync_api import Page, expect

from browser.watching import barriers
from entities.models import Entity
from interventions.choices import DatePrecision, State
from interventions.models import Intervention
from tests.exchange.books import append, write

WINDOW = {"viewport": {"width": 1366, "height": 900}}
NEW = "Red de casas de acogida en la frontera norte"


def downloaded(page: Page, registry: str, folder: Path) -> Path:
    """The workbook that the page of Excel gives, on the disk of who asked for it."""
    page.goto(registry + reverse("workspace:excel"))
    assert barriers(page) == []
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel con sus intervenciones").first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def send_in(page: Page, registry: str, path: Path) -> None:
    """Send the file in, look at what it would do, and take all of it."""
    page.goto(registry + reverse("workspace:excel"))
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="Subir y ver qué cambia").click()
    expect(page.locator("main")).to_contain_text("Todavía no se guardó nada")
    assert barriers(page) == []
    page.get_by_role("button", name="Incorporar las filas marcadas").click()
    expect(page.get_by_role("link", name="Deshacer")).to_be_visible()


def typed_into(path: Path, key: str, **cells) -> None:
    """Type into the row of `key`, and save the file as a spreadsheet does."""
    book = openpyxl.load_workbook(path)
    write(book, key, **cells)
    book.save(path)


def test_workbook_in_which_years_are_typed_keeps_that_only_the_year_is_known(
    registry, visit, world, tmp_path
):
    draft = Intervention.objects.get(pk=world.rows[State.DRAFT])
    page = visit("focal_point", registry, **WINDOW)
    path = downloaded(page, registry, tmp_path)
    typed_into(path, draft.code, Fecha_de_inicio=2021, Fecha_de_término="2023")
    book = openpyxl.load_workbook(path)
    append(book, "Intervenciones", "N1", Intervención=NEW, Tipo="Servicio", Fecha_de_inicio=2020)
    book.save(path)
    send_in(page, registry, path)
    draft.refresh_from_db()
    assert (draft.start_date, draft.end_date) == (date(2021, 1, 1), date(2023, 12, 31))
    new = Intervention.objects.get(title=NEW)
    assert (new.state, new.start_date) == (State.DRAFT, date(2020, 1, 1))
    assert {draft.date_precision, new.date_precision} == {DatePrecision.YEAR}
    page.goto(registry + reverse("workspace:write", args=[new.pk, "que"]))
    expect(page.get_by_label("Fecha de inicio de la acción")).to_have_value("2020")


def test_workbook_filled_before_its_entity_was_renamed_is_taken_in(
    registry, visit, world, tmp_path
):
    draft = Intervention.objects.get(pk=world.rows[State.DRAFT])
    page = visit("focal_point", registry, **WINDOW)
    path = downloaded(page, registry, tmp_path)
    typed_into(path, draft.code, Intervención=NEW)
    entity = Entity.objects.get(acronym="MIMP")
    entity.acronym, entity.name = "MINMUJER", "Ministerio de la Mujer"
    entity.save()
    send_in(page, registry, path)
    expect(page.locator("main")).to_contain_text("MINMUJER")
    draft.refresh_from_db()
    assert (draft.title, draft.lead_participation.entity) == (NEW, entity)
