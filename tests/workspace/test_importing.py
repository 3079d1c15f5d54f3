"""Excel in, on the pages: download, upload, preview, confirm, undo."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entities.models import Country
from exchange.actions.importing import start_import
from exchange.choices import ImportState
from exchange.models import ImportBatch
from interventions.choices import State
from interventions.models import Intervention
from tests.exchange.books import csv_of, opened
from tests.factories import CycleFactory, InterventionFactory, saved_by

HEADER = ["Código", "Intervención", "Tipo", "Presupuesto"]


def file_of(*rows, name="intervenciones.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, csv_of([HEADER, *rows]))


def upload(client, file, entity="MIMP", cycle="2026"):
    data = {"entity": entity, "cycle": cycle, "file": file}
    return client.post(reverse("workspace:upload"), data)


@pytest.fixture
def row(entity, cycle):
    return InterventionFactory(lead=entity, cycle=cycle, title="La de siempre")


@pytest.fixture
def batch(row, entity, cycle, focal_point, client) -> ImportBatch:
    client.force_login(focal_point)
    rows = [[row.code, "Otro nombre", "", ""], ["N1", "Nueva", "Plan", ""], ["N2", "Mala", "", "x"]]
    answer = upload(client, file_of(*rows))
    assert answer.status_code == 302
    return ImportBatch.objects.get()


def page(client, batch, query="") -> str:
    return client.get(reverse("workspace:import", args=[batch.pk]) + query).content.decode()


def test_workbook_of_the_own_entity(client, row, other_entity, focal_point, cycle):
    InterventionFactory(lead=other_entity, cycle=cycle, title="Ajena y reservada")
    client.force_login(focal_point)
    answer = client.get(reverse("workspace:workbook", args=["MIMP", "2026"]))
    book = opened(answer.content)
    assert book["Intervenciones"]["A2"].value == row.code
    shown = [str(cell.value) for sheet in book for line in sheet.rows for cell in line]
    assert not any("Ajena y reservada" in text for text in shown)
    assert answer["Content-Disposition"] == 'attachment; filename="intervenciones-MIMP-2026.xlsx"'
    for address in (["MINSA", "2026"], ["MIMP", "2099"]):
        assert client.get(reverse("workspace:workbook", args=address)).status_code == 404


def test_workbook_fits_its_paper_and_its_rows(client, entity, cycle, focal_point):
    InterventionFactory(lead=entity, cycle=cycle, title="Un nombre muy largo " * 12)
    client.force_login(focal_point)
    address = reverse("workspace:workbook", args=["MIMP", "2026"])
    book = opened(client.get(address).content)
    for sheet in book.worksheets[:-1]:  # the last is hidden
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    sheet = book["Intervenciones"]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$C")
    assert sheet.row_dimensions[2].height == 6 * 15
    assert sheet.auto_filter.ref == "A1:AB5001"


def test_lists_are_in_the_order_of_a_dictionary(client, entity, cycle, focal_point):
    for code, name in (("MM", "Myanmar"), ("MX", "México"), ("LB", "Líbano"), ("LU", "Luxemburgo")):
        Country.objects.create(code=code, name_es=name)
    client.force_login(focal_point)
    answer = client.get(reverse("workspace:workbook", args=["MIMP", "2026"]))
    sheet = opened(answer.content)["Listas"]
    [countries] = [column for column in sheet.columns if column[0].value == "Países"]
    names = [cell.value for cell in countries[1:5]]
    assert names == ["Líbano", "Luxemburgo", "México", "Myanmar"]


def test_blank_ficha_names_what_may_be_chosen_and_no_sheet_of_excel(client, focal_point, cycle):
    client.force_login(focal_point)
    address = reverse("workspace:blank-ficha", args=["MIMP", "2026"])
    document = docx.Document(BytesIO(client.get(address).content))
    written = " ".join(cell.text for cell in document.tables[0].column_cells(1))
    assert "Opciones: Estrategia; Política" in written
    assert "hoja" not in written
    assert any("Opciones: Dificultad" in line.text for line in document.paragraphs)
    label, value = document.tables[0].columns
    assert value.width > 2 * label.width


def test_fichas_in_word(client, row, focal_point, cycle):
    client.force_login(focal_point)
    for address in (
        reverse("workspace:ficha", args=[row.pk]),
        reverse("workspace:blank-ficha", args=["MIMP", "2026"]),
    ):
        document = docx.Document(BytesIO(client.get(address).content))
        assert document.paragraphs[0].text == "Ficha de intervención"
    text = docx.Document(BytesIO(client.get(reverse("workspace:ficha", args=[row.pk])).content))
    assert any("La de siempre" in cell.text for cell in text.tables[0].column_cells(1))


def test_ficha_is_linked_from_the_pages_of_its_row_for_whoever_may_take_it(
    client, row, focal_point, validator, secretariat
):
    link = reverse("workspace:ficha", args=[row.pk])
    client.force_login(focal_point)
    for name in ("workspace:review", "workspace:send", "workspace:sent"):
        if name == "workspace:sent":
            Intervention.objects.filter(pk=row.pk).update(state="submitted")
        assert link in client.get(reverse(name, args=[row.pk])).content.decode(), name
    assert client.get(link).status_code == 200
    client.force_login(secretariat)  # who may write in the name of the entity
    page = client.get(reverse("workspace:review", args=[row.pk]))
    assert (page.status_code, link in page.content.decode()) == (200, True)
    assert client.get(link).status_code == 200
    client.force_login(validator)
    page = client.get(reverse("workspace:review", args=[row.pk]))
    assert (page.status_code, link in page.content.decode()) == (200, False)


def test_preview_says_what_each_row_would_do_and_writes_nothing(client, batch, row):
    text = page(client, batch)
    assert "Todavía no se guardó nada" in text
    assert "La de siempre" in text
    assert "Otro nombre" in text
    assert "fila 4, columna «Presupuesto»" in text
    assert "Falta este dato" in text
    assert Intervention.objects.count() == 1
    assert "Mala" not in page(client, batch, "?ver=new")
    assert "Mala" in page(client, batch, "?ver=mending")


def test_page_of_a_file_at_work_says_what_it_waits_for(client, batch):
    def told(**changes) -> str:
        ImportBatch.objects.update(state=ImportState.APPLYING, step="Se guarda", **changes)
        address = reverse("workspace:import", args=[batch.pk])
        step = client.get(address + "?format=json").json()["step"]
        assert step in page(client, batch)
        return step

    now = timezone.now()
    assert "En cola" in told(heartbeat_at=None)
    assert told(heartbeat_at=now) == "Se guarda"
    assert "Sin señales" in told(heartbeat_at=now - timedelta(minutes=4))


def test_confirm_then_undo(client, batch, row):
    client.post(reverse("workspace:import-confirm", args=[batch.pk]))
    row.refresh_from_db()
    assert row.title == "Otro nombre"
    text = page(client, batch)
    assert "Se incorporaron 2 intervenciones" in text
    assert Intervention.objects.get(title="Nueva").code in text
    client.post(reverse("workspace:import-undo", args=[batch.pk]))
    row.refresh_from_db()
    assert (row.title, Intervention.objects.count()) == ("La de siempre", 1)
    text = page(client, batch)
    assert "Deshecha" in text
    assert "el registro quedó como antes del archivo" in text


def test_undoing_that_waits_for_a_worker_is_not_said_to_be_done(client, batch, row, monkeypatch):
    client.post(reverse("workspace:import-confirm", args=[batch.pk]))
    monkeypatch.setattr("exchange.actions.importing.FEW_ROWS", 0)
    client.post(reverse("workspace:import-undo", args=[batch.pk]))
    text = page(client, batch)
    assert "Deshaciéndose" in text
    assert "quedó como antes" not in text


def test_file_with_nothing_to_take_offers_no_button(client, row, entity, cycle, focal_point):
    client.force_login(focal_point)
    upload(client, file_of([row.code, row.title, "", ""], ["N1", "Un nombre " * 40, "Plan", ""]))
    text = page(client, ImportBatch.objects.get())
    assert "No hay nada que incorporar" in text
    assert "Incorporar las filas marcadas" not in text
    assert "Un nombre Un nombre" in text  # too long to be taken, and still the row is recognised


def test_row_that_somebody_changed_meanwhile_may_still_be_ticked(client, batch):
    batch.rows.filter(outcome="new").delete()
    batch.rows.filter(outcome="changed").update(is_outdated=True)
    text = page(client, batch)
    assert "Incorporar las filas marcadas" in text
    assert "No hay nada que incorporar" not in text


def test_rows_that_are_not_shown_are_told_of(client, batch):
    assert "Las que no se ven aquí" not in page(client, batch)
    assert "Las que no se ven aquí" in page(client, batch, "?ver=refused")


def test_only_what_is_ticked_is_taken(client, batch, row):
    changed, new = batch.rows.filter(outcome__in=["changed", "new"]).order_by("row")
    data = {"shown": [changed.pk, new.pk], "row": [new.pk]}
    client.post(reverse("workspace:import-confirm", args=[batch.pk]), data)
    row.refresh_from_db()
    assert row.title == "La de siempre"
    assert Intervention.objects.filter(title="Nueva").exists()


def test_nothing_ticked_and_odd_keys(client, batch):
    keys = [str(row.pk) for row in batch.rows.all()]
    for ticked in ([], ["x", "-1", "9" * 30, "٣"]):
        data = {"shown": keys, "row": ticked}
        client.post(reverse("workspace:import-confirm", args=[batch.pk]), data)
        assert "No hay ninguna fila que tomar" in page(client, batch)
    assert Intervention.objects.count() == 1


def test_change_by_somebody_else_is_told_and_nothing_is_written(client, batch, row, alternate):
    saved_by(alternate, row, expected=row.version)
    client.post(reverse("workspace:import-confirm", args=[batch.pk]))
    assert f"Otra persona guardó cambios mientras tanto en: {row.code}" in page(client, batch)
    assert Intervention.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"entity": "MINSA"}, "Entidad: elija una de las suyas"),
        ({"entity": "a\x00b"}, "Entidad: elija una de las suyas"),
        ({"cycle": "2022"}, "Ciclo: elija uno abierto"),
        ({"cycle": ""}, "Ciclo: elija uno abierto"),
        ({"file": ""}, "Archivo: elija el Excel"),
    ],
)
def test_clumsy_upload_is_a_spanish_error(client, cycle, other_entity, focal_point, data, told):
    CycleFactory(code="2022", state="closed")
    client.force_login(focal_point)
    good = {"entity": "MIMP", "cycle": "2026", "file": file_of(["N1", "a", "Plan", ""])}
    answer = client.post(reverse("workspace:upload"), good | data)
    assert (answer.status_code, told in answer.content.decode()) == (400, True)
    assert not ImportBatch.objects.exists()


def test_each_thing_wrong_with_an_upload_is_told_at_its_field(client, cycle, focal_point):
    client.force_login(focal_point)
    data = {"entity": "MINSA", "cycle": "1999"}
    text = client.post(reverse("workspace:upload"), data).content.decode()
    assert "Falta corregir 3 respuestas" in text
    for field, told in (("entity", "Entidad: elija"), ("cycle", "Ciclo: elija"), ("file", "Arch")):
        assert f'<a href="#{field}">{told}' in text
    for described in ("entity-error", "cycle-error", "upload-error"):
        assert f'aria-describedby="{described}"' in text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", "Escriba el motivo"),
        ("No tiene punto focal. " * 200, "Motivo: escriba a lo más 4,000 caracteres; tiene 4,400."),
    ],
)
def test_reason_is_refused_at_its_field_and_never_cut(
    client, cycle, entity, secretariat, reason, told
):
    client.force_login(secretariat)
    data = {
        "entity": "MIMP",
        "cycle": "2026",
        "on_behalf": reason,
        "file": file_of(["N1", "a", "Plan", ""]),
    }
    answer = client.post(reverse("workspace:upload"), data)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert f'<a href="#on_behalf">{told}' in text
    assert 'aria-describedby="on_behalf-hint on_behalf-error"' in text
    assert 'id="upload-error"' not in text
    assert reason in text  # what was typed is there to be shortened
    assert not ImportBatch.objects.exists()


def test_reason_of_as_many_letters_as_the_page_lets_type_is_kept(
    client, cycle, entity, secretariat
):
    """Browsers count a line break as one letter and send two."""
    client.force_login(secretariat)
    reason = "línea\r\n" * 666  # 3,996 letters as typed, 4,662 as sent
    file = file_of(["N1", "a", "Plan", ""])
    data = {"entity": "MIMP", "cycle": "2026", "on_behalf": reason, "file": file}
    assert client.post(reverse("workspace:upload"), data).status_code == 302
    assert ImportBatch.objects.get().on_behalf.count("línea") == 666


def test_file_that_cannot_be_read_says_why(client, cycle, focal_point):
    client.force_login(focal_point)
    file = SimpleUploadedFile("<script>alert(1)</script>.xlsx", b"nada")
    answer = client.get(upload(client, file).url)
    text = answer.content.decode()
    assert "No se encuentran las columnas" in text
    assert "<script>alert(1)" not in text


def test_progress_of_a_long_file(client, batch):
    now = timezone.now()
    ImportBatch.objects.update(state="applying", progress=40, step="Se guardan", heartbeat_at=now)
    assert 'value="40"' in page(client, batch)
    answer = client.get(reverse("workspace:import", args=[batch.pk]) + "?format=json")
    assert answer.json() == {"finished": False, "progress": 40, "step": "Se guardan"}


def test_pages_ask_the_same_number_of_queries_at_one_and_at_three(
    client, entity, cycle, focal_point
):
    client.force_login(focal_point)
    counts = []
    for size in (1, 3):
        rows = [[f"N{number}", f"Nueva {size}-{number}", "Plan", ""] for number in range(size)]
        body = csv_of([HEADER, *rows])
        batch = start_import(body, name="a", entity=entity, cycle=cycle, by=focal_point)
        for address in (
            reverse("workspace:excel"),
            reverse("workspace:import", args=[batch.pk]),
            reverse("import-list"),
            reverse("import-rows", args=[batch.pk]),
        ):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:4] == counts[4:]


def test_rows_past_the_first_page(client, entity, cycle, focal_point):
    client.force_login(focal_point)
    rows = [[f"N{number}", f"Nueva {number}", "Plan", ""] for number in range(60)]
    batch = start_import(
        csv_of([HEADER, *rows]), name="a", entity=entity, cycle=cycle, by=focal_point
    )
    first = page(client, batch)
    assert "1 a 50 de 60" in first
    assert "Nueva 59" in page(client, batch, "?page=2")
    shown = list(batch.rows.order_by("row").values_list("pk", flat=True)[:50])
    data = {"shown": shown, "row": shown[:1]}
    client.post(reverse("workspace:import-confirm", args=[batch.pk]), data)
    assert Intervention.objects.count() == 11


def test_home_leads_here(client, row, focal_point):
    client.force_login(focal_point)
    assert reverse("workspace:excel") in client.get(reverse("workspace:home")).content.decode()


def test_sent_row_is_locked_in_the_workbook(client, entity, cycle, focal_point):
    InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    InterventionFactory(lead=entity, cycle=cycle, title="Borrador")
    client.force_login(focal_point)
    body = client.get(reverse("workspace:workbook", args=["MIMP", "2026"])).content
    sheet = opened(body)["Intervenciones"]
    assert sheet.protection.sheet
    assert [sheet.cell(line, 3).protection.locked for line in (2, 3)] == [False, True]
    assert not sheet.column_dimensions["C"].protection.locked  # of the rows still to be written
    assert sheet["A2"].protection.locked
    assert sheet.data_validations.dataValidation
