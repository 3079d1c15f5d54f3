"""The workbook of an entity, sent in by the secretariat in its name."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from exchange.actions import importing
from exchange.models import ImportBatch
from interventions import actions
from interventions.choices import State
from interventions.models import Intervention, OnBehalf
from tests.exchange.books import downloaded, saved, write
from tests.factories import InterventionFactory, saved_by

WHY = "Lo mandó por correo: no tiene punto focal."
NEW = "Código;Intervención;Tipo\nN1;Nueva;Plan\n".encode()


def taken(body, entity, cycle, person, reason=WHY):
    batch = importing.start_import(
        body, name="a.csv", entity=entity, cycle=cycle, by=person, on_behalf=reason
    )
    importing.confirm_import(batch, by=person)
    return batch


def test_new_row_is_the_entity_s_with_who_and_why(entity, cycle, secretariat):
    taken(NEW, entity, cycle, secretariat)
    row = Intervention.objects.get()
    assert row.lead_participation.entity == entity
    written = row.on_behalf.get()
    assert (written.by, written.reason, written.kind) == (secretariat, WHY, "entered")


def test_changed_row_is_corrected_and_undoing_takes_the_correction_back(entity, cycle, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, title="Talleres")
    book = downloaded(entity, cycle)
    write(book, row.code, Intervención="Talleres de oficio")
    batch = taken(saved(book), entity, cycle, secretariat)
    row.refresh_from_db()
    assert (row.title, row.on_behalf.get().kind) == ("Talleres de oficio", "corrected")
    importing.undo_import(batch, by=secretariat)
    row.refresh_from_db()
    assert row.title == "Talleres"
    assert not OnBehalf.objects.told().exists()


def test_undoing_deletes_what_was_entered(entity, cycle, secretariat):
    batch = taken(NEW, entity, cycle, secretariat)
    importing.undo_import(batch, by=secretariat)
    assert not Intervention.objects.exists()


def test_another_member_of_the_secretariat_sees_it_and_does_not_undo_it(
    entity, cycle, secretariat, superuser
):
    batch = taken(NEW, entity, cycle, secretariat)
    with pytest.raises(PermissionDenied):
        importing.undo_import(batch, by=superuser)


@pytest.mark.parametrize("reason", ["", " "])
def test_without_a_reason_no_file_is_taken_in(entity, cycle, secretariat, reason):
    with pytest.raises(ValidationError, match="Escriba el motivo"):
        taken(NEW, entity, cycle, secretariat, reason)
    assert not ImportBatch.objects.exists()


def test_reason_of_who_writes_for_the_entity_is_not_kept(entity, cycle, focal_point):
    batch = taken(NEW, entity, cycle, focal_point)
    assert batch.on_behalf == ""
    assert not OnBehalf.objects.exists()


def test_nobody_else_sends_in_for_others(other_entity, cycle, focal_point, analyst, observer):
    for person in (focal_point, analyst, observer):
        with pytest.raises(PermissionDenied):
            taken(NEW, other_entity, cycle, person)


def test_page_offers_the_workbook_of_the_entity_chosen_and_asks_why(
    client, entity, cycle, secretariat
):
    client.force_login(secretariat)
    page = reverse("workspace:excel")
    assert reverse("workspace:upload") not in client.get(page).content.decode()
    text = client.get(page, {"entidad": entity.acronym}).content.decode()
    workbook = reverse("workspace:workbook", args=[entity.acronym, cycle.code])
    assert workbook in text
    assert client.get(workbook).status_code == 200
    asked = {"entity": entity.acronym, "cycle": cycle.code}
    sent = {**asked, "file": SimpleUploadedFile("a.csv", NEW), "on_behalf": ""}
    refused = client.post(reverse("workspace:upload"), sent)
    assert refused.status_code == 400
    assert "Escriba el motivo" in refused.content.decode()
    sent = {**asked, "file": SimpleUploadedFile("a.csv", NEW), "on_behalf": WHY}
    answer = client.post(reverse("workspace:upload"), sent)
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == reverse("workspace:import", args=[batch.pk])
    assert WHY in client.get(answer.headers["Location"]).content.decode()


def test_api_takes_the_reason(client, entity, cycle, secretariat):
    client.force_login(secretariat)
    asked = {"entity": entity.acronym, "cycle": cycle.code}
    refused = client.post(
        reverse("import-list"), {**asked, "file": SimpleUploadedFile("a.csv", NEW)}
    )
    assert (refused.status_code, list(refused.json())) == (400, ["on_behalf"])
    told = client.post(
        reverse("import-list"),
        {**asked, "file": SimpleUploadedFile("a.csv", NEW), "on_behalf": WHY},
    ).json()
    assert told["on_behalf"] == WHY
    assert client.post(reverse("import-confirm", args=[told["id"]])).status_code == 200
    assert OnBehalf.objects.get().reason == WHY


def test_command_takes_the_reason(entity, cycle, secretariat, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(NEW)
    options = {"entity": entity.acronym, "cycle": cycle.code, "user": secretariat.username}
    with pytest.raises(CommandError, match="Escriba el motivo"):
        call_command("import_interventions", str(file), confirm=True, **options)
    call_command("import_interventions", str(file), confirm=True, on_behalf=WHY, **options)
    assert OnBehalf.objects.get().reason == WHY


def test_sent_row_is_not_changed_by_excel_on_behalf_either(entity, cycle, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    book = downloaded(entity, cycle)
    write(book, row.code, Intervención="Otro")
    batch = importing.start_import(
        saved(book), name="a.xlsx", entity=entity, cycle=cycle, by=secretariat, on_behalf=WHY
    )
    assert [one.outcome for one in batch.rows.all()] == ["refused"]


def test_undoing_leaves_what_was_corrected_before_the_file(entity, cycle, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, title="Talleres")
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    saved_by(secretariat, row, title="Talleres de oficio")
    book = downloaded(entity, cycle)
    write(book, row.code, Intervención="Talleres del archivo")
    batch = taken(saved(book), entity, cycle, secretariat)
    importing.undo_import(batch, by=secretariat)
    row = Intervention.objects.get(pk=row.pk)
    assert (row.title, row.on_behalf.standing().count()) == ("Talleres de oficio", 1)


def test_undoing_keeps_the_objection_and_says_nothing_more(entity, cycle, secretariat, focal_point):
    row = InterventionFactory(lead=entity, cycle=cycle, title="Talleres")
    book = downloaded(entity, cycle)
    write(book, row.code, Intervención="Talleres de oficio")
    batch = taken(saved(book), entity, cycle, secretariat)
    actions.object_to(row.on_behalf.get(), by=focal_point, text="No fueron de oficio")
    importing.undo_import(batch, by=secretariat)
    assert Intervention.objects.get(pk=row.pk).said_on_behalf == ""
    assert [one.objection for one in row.on_behalf.told()] == ["No fueron de oficio"]


def test_draft_that_the_entity_objects_to_is_not_undone(entity, cycle, secretariat, focal_point):
    batch = taken(NEW, entity, cycle, secretariat)
    actions.object_to(OnBehalf.objects.get(), by=focal_point, text="No es nuestra")
    with pytest.raises((PermissionDenied, ValidationError), match="no lo objete"):
        importing.undo_import(batch, by=secretariat)
    assert OnBehalf.objects.get().objection == "No es nuestra"


def test_no_file_is_taken_in_for_an_entity_that_ended(client, entity, cycle, secretariat):
    type(entity).objects.filter(pk=entity.pk).update(valid_to=date(2020, 1, 1))
    with pytest.raises(PermissionDenied, match="que terminó"):
        taken(NEW, entity, cycle, secretariat)
    client.force_login(secretariat)
    sent = {"entity": entity.acronym, "cycle": cycle.code, "on_behalf": WHY}
    answer = client.post(reverse("import-list"), {**sent, "file": SimpleUploadedFile("a.csv", NEW)})
    assert (answer.status_code, "que terminó" in answer.content.decode()) == (403, True)
