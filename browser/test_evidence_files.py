"""A file goes with what supports an intervention, and the public downloads it."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser.watching import barriers
from interventions.choices import Reporting, State
from interventions.models import Intervention
from tests.uploads.made import PDF

REPORT = {"name": "Informe de ejecución.pdf", "mimeType": "text/html", "buffer": PDF}
PROGRAM = {"name": "Informe.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90 a program"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_file_is_chosen_corrected_saved_and_downloaded(registry, visit, world, scripts):
    row = Intervention.objects.filter(
        state=State.DRAFT, participations__entity__acronym="MIMP", participations__role="lead"
    ).first()
    page = visit("focal_point", registry, java_script_enabled=scripts)
    page.goto(registry + reverse("workspace:write", args=[row.pk, "sustento"]))
    chooses(page, 0, "Informe anual", REPORT)
    page.get_by_role("button", name="Agregar: sustento").click()
    if not scripts:  # the page came back, with the file still chosen
        expect(page.locator("main")).to_contain_text("Informe de ejecución.pdf")
    chooses(page, 1, "Otro informe", PROGRAM)
    saves(page)
    expect(page.get_by_role("alert").first).to_contain_text("Ese archivo no se acepta")
    expect(page.locator("[name=evidence-1-title]")).to_have_value("Otro informe")
    expect(page.locator("main")).to_contain_text("elegido; se guarda con lo demás")
    if scripts:
        assert barriers(page) == []
    page.locator("[name=evidence-1-DELETE]").check()
    saves(page)
    expect(page.get_by_role("link", name="Informe de ejecución.pdf")).to_be_visible()
    evidence = row.evidence.get(title="Informe anual")
    assert evidence.file_size == len(PDF)

    Intervention.objects.filter(pk=row.pk).update(
        state=State.VALIDATED,
        validated_at=timezone.now(),
        results_reporting=Reporting.NOT_REPORTED,
        challenges_reporting=Reporting.NOT_REPORTED,
    )
    citizen = visit(None, registry)
    citizen.goto(registry + reverse("portal:intervention", args=[row.code]))
    assert barriers(citizen) == []
    with citizen.expect_download() as download:
        citizen.get_by_role("link", name="Descargar PDF").click()
    assert download.value.suggested_filename == "Informe de ejecución.pdf"
    assert Path(download.value.path()).read_bytes() == PDF


def chooses(page: Page, row: int, title: str, file: dict) -> None:
    page.locator(f"[name=evidence-{row}-kind]").select_option(label="Documento")
    page.locator(f"[name=evidence-{row}-title]").fill(title)
    page.locator(f"[name=evidence-{row}-upload]").set_input_files(file)


def saves(page: Page) -> None:
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_load_state()
