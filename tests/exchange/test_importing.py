"""Confirming and undoing a file: all of it or nothing, by whoever may, while nobody touched it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cycles.choices import ResponseStatus
from exchange import permissions
from exchange.actions import import_rows, importing
from exchange.choices import ImportState
from exchange.lists import Lists
from exchange.models import ImportBatch, ImportRow
from exchange.reader import comparison
from exchange.row_values import values_of
from exchange.writer.entity_workbook import workbook_of_refused
from interventions.actions.moves import StaleVersionError, submit_intervention
from interventions.choices import State
from interventions.models import Intervention, Participation, Result
from interventions.queries import with_relations
from jobs.actions import recover
from tests.exchange.books import (
    append,
    column_of,
    csv_of,
    downloaded,
    opened,
    outcomes,
    saved,
    send,
    texts,
    write,
)
from tests.exchange.hostile_files import table
from tests.factories import (
    CycleFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    saved_by,
)


@pytest.fixture
def edited(full_row, entity, cycle, focal_point) -> ImportBatch:
    """A file that changes one row and adds another, read and not confirmed."""
    book = downloaded(entity, cycle)
    write(book, full_row.code, Intervención="Cambiada", Departamentos="Lima")
    write(book, "N1", Intervención="Nueva", Tipo="Campaña")
    append(book, "Resultados", "N1", Resultado="Uno")
    return send(saved(book), entity, cycle, focal_point)


def everything(row) -> dict:
    return values_of(with_relations(Intervention.objects.all()).get(pk=row.pk), Lists(row.cycle))


def test_confirmed_file_is_written_and_says_what_came_in(edited, entity, cycle, focal_point):
    response = EntityResponseFactory(entity=entity, cycle=cycle)
    importing.confirm_import(edited, by=focal_point)
    assert edited.state == ImportState.APPLIED
    assert [row.code for row in edited.rows.all()] == list(
        Intervention.objects.order_by("pk").values_list("code", flat=True)
    )
    response.refresh_from_db()
    assert response.status == ResponseStatus.IN_PROGRESS
    with pytest.raises(ValidationError, match="ya no espera"):
        importing.confirm_import(edited, by=focal_point)


def test_only_the_chosen_rows_are_written(edited, full_row, focal_point):
    new = edited.rows.get(outcome="new")
    importing.confirm_import(edited, by=focal_point, rows=[new.pk])
    full_row.refresh_from_db()
    assert full_row.title == "Ventanilla única"
    assert Intervention.objects.filter(title="Nueva").exists()


def test_row_saved_by_somebody_else_since_the_preview_stops_everything(
    edited, full_row, focal_point, alternate
):
    saved_by(alternate, full_row, expected=full_row.version)
    with pytest.raises(StaleVersionError, match=full_row.code):
        importing.confirm_import(edited, by=focal_point)
    assert Intervention.objects.count() == 1
    edited.refresh_from_db()
    assert (edited.state, full_row.code in edited.error) == (ImportState.PREVIEWED, True)


def test_failure_in_the_middle_writes_nothing(edited, full_row, focal_point, monkeypatch):
    def break_down(*_args, **_kwargs):
        raise RuntimeError("sin disco")

    monkeypatch.setattr(import_rows, "write", break_down)
    with pytest.raises(RuntimeError):
        importing.confirm_import(edited, by=focal_point)
    edited.refresh_from_db()
    assert (Intervention.objects.count(), edited.state) == (1, ImportState.PREVIEWED)
    assert "no se guardó nada" in edited.error


def test_same_new_row_confirmed_twice_is_made_once(full_row, entity, cycle, focal_point):
    batches = [
        send(table(["N1", "Nueva", "Plan"]), entity, cycle, focal_point) for _time in range(2)
    ]
    importing.confirm_import(batches[0], by=focal_point)
    with pytest.raises(StaleVersionError, match="Ya se crearon"):
        importing.confirm_import(batches[1], by=focal_point)
    assert Intervention.objects.filter(title="Nueva").count() == 1


def test_who_may(edited, entity, focal_point, alternate, other_focal_point, secretariat, validator):
    for person in (alternate, other_focal_point, secretariat, validator):
        with pytest.raises(PermissionDenied):
            importing.confirm_import(edited, by=person)
    for person in (other_focal_point, secretariat, validator):
        assert not permissions.visible_imports(person).exists()
        # The secretariat may, in the entity's name: it is asked why (`test_on_behalf`).
        refused = ValidationError if person == secretariat else PermissionDenied
        with pytest.raises(refused):
            importing.start_import(b"x", name="a", entity=entity, cycle=edited.cycle, by=person)
        with pytest.raises(PermissionDenied):
            importing.undo_import(edited, by=person)


def test_designation_that_ended_meanwhile(edited, focal_point):
    focal_point.designations.update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        importing.confirm_import(edited, by=focal_point)


def test_cycle_closed_meanwhile(edited, cycle, focal_point):
    cycle.state = "closed"
    cycle.save()
    edited.refresh_from_db()
    with pytest.raises(ValidationError, match="está cerrado"):
        importing.confirm_import(edited, by=focal_point)


def test_undo_restores_everything(edited, full_row, focal_point, alternate):
    before = everything(full_row)
    importing.confirm_import(edited, by=focal_point)
    importing.undo_import(edited, by=alternate)
    assert everything(full_row) == before
    assert Intervention.objects.count() == 1
    assert (edited.state, edited.undone_by) == (ImportState.UNDONE, alternate)
    for model in (Intervention, Result, Participation):
        deleted = model.history.filter(history_type="-")
        assert {record.history_user for record in deleted} == {alternate}, model
    with pytest.raises(ValidationError, match="ya no se puede deshacer"):
        importing.undo_import(edited, by=alternate)


@pytest.mark.parametrize("touch", ["saved", "sent", "deleted"])
def test_undo_is_refused_where_a_row_was_touched(edited, full_row, focal_point, touch):
    importing.confirm_import(edited, by=focal_point)
    new = Intervention.objects.get(title="Nueva")
    full_row.refresh_from_db()
    if touch == "saved":
        saved_by(focal_point, new, expected=new.version)
    elif touch == "deleted":
        new.delete()
    else:
        submit_intervention(full_row, by=focal_point)
    code = full_row.code if touch == "sent" else new.code
    with pytest.raises(StaleVersionError, match=code):
        importing.undo_import(edited, by=focal_point)
    edited.refresh_from_db()
    assert edited.state == ImportState.APPLIED


def test_row_changed_after_the_download_waits_to_be_chosen(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    write(book, full_row.code, Intervención="Vieja idea")
    saved_by(focal_point, full_row, expected=full_row.version)
    batch = send(saved(book), entity, cycle, focal_point)
    row = batch.rows.get()
    assert row.is_outdated
    assert "después de que usted descargó" in texts(batch)
    with pytest.raises(ValidationError, match="No hay ninguna fila"):
        importing.confirm_import(batch, by=focal_point)
    importing.confirm_import(batch, by=focal_point, rows=[row.pk])
    book["Intervenciones"].cell(2, column_of(book["Intervenciones"], "Intervención"), "Otra más")
    again = send(saved(book), entity, cycle, focal_point)
    assert not again.rows.get().is_outdated  # the version that this workbook's own import left


def test_row_changed_meanwhile_waits_again_after_it_was_mended(
    full_row, entity, cycle, focal_point
):
    book = downloaded(entity, cycle)
    write(book, full_row.code, Intervención="Vieja idea", Presupuesto="mil")
    saved_by(focal_point, full_row, expected=full_row.version)
    batch = send(saved(book), entity, cycle, focal_point)
    assert batch.rows.get().is_outdated
    back = opened(workbook_of_refused(batch))
    write(back, full_row.code, Presupuesto=1000)
    again = send(saved(back), entity, cycle, focal_point).rows.get()
    assert again.is_outdated
    assert not again.needs_mending


def test_refused_rows_go_back_with_their_reasons(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    write(book, "N1", Intervención="Mala", Tipo="Pograma", Presupuesto="mil")
    append(book, "Resultados", "N1", Resultado="Uno", Cifra=5)
    batch = send(saved(book), entity, cycle, focal_point)
    assert outcomes(batch) == ["unchanged", "refused"]
    back = opened(workbook_of_refused(batch))
    page = back["Intervenciones"]
    assert page["B1"].value == "Qué corregir"
    assert "¿Quiso decir «Programa»?" in page["B2"].value
    assert page.cell(2, column_of(page, "Presupuesto")).value == "mil"
    assert back["Resultados"]["B2"].value == "Uno"
    write(back, "N1", Tipo="Programa", Presupuesto=1000, Moneda="PEN")
    back["Resultados"]["D2"] = "personas"
    mended = send(saved(back), entity, cycle, focal_point)
    assert outcomes(mended) == ["new"]
    assert {message["level"] for message in mended.rows.get().messages} <= {"warning"}


def test_partner_that_confirmed_stays(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    book["Otras entidades"].delete_rows(2)
    batch = send(saved(book), entity, cycle, focal_point)
    assert "OIM ya confirmó" in texts(batch)
    assert outcomes(batch) == ["unchanged"]
    assert Participation.objects.get(entity__acronym="OIM").contribution_text == "Asesoría"


def test_lines_of_a_one_sheet_file_become_results(full_row, entity, cycle, focal_point):
    header = ["Estrategia, política, acción", "Tipo", "Resultado", "Dificultad, desafío"]
    row = ["Nueva", "Política", "Uno\nDos", "Falta personal"]
    batch = send(csv_of([header, row]), entity, cycle, focal_point, name="a.csv")
    importing.confirm_import(batch, by=focal_point)
    new = Intervention.objects.get(title="Nueva")
    assert [result.text for result in new.results.all()] == ["Uno", "Dos"]
    assert [row.category for row in new.challenges.all()] == ["other"]


def test_large_file_is_read_and_written_by_a_worker(
    catalogues, entity, cycle, focal_point, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(importing, "SMALL_FILE", 10)
    monkeypatch.setattr(importing, "FEW_ROWS", 0)
    body = table(["N1", "Nueva", "Plan"])
    with django_capture_on_commit_callbacks(execute=False):
        batch = importing.start_import(body, name="a", entity=entity, cycle=cycle, by=focal_point)
    assert batch.state == ImportState.READING
    importing.run_import(batch.pk)
    importing.run_import(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED
    with django_capture_on_commit_callbacks(execute=True):
        importing.confirm_import(batch, by=focal_point)
    batch.refresh_from_db()
    assert (batch.state, batch.progress) == (ImportState.APPLIED, 100)
    assert Intervention.objects.get().state == State.DRAFT


def test_killed_worker_is_followed_by_another_and_given_up_after_three(
    edited, full_row, focal_point, django_capture_on_commit_callbacks
):
    long_ago = timezone.now() - timedelta(hours=1)
    edited.rows.filter(outcome="new").update(is_taken=True)
    ImportBatch.objects.update(state="applying", attempts=1, heartbeat_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        assert recover([importing.IMPORT]) == {ImportBatch: 1}
    edited.refresh_from_db()
    assert edited.state == ImportState.APPLIED
    ImportBatch.objects.update(state="applying", applied_at=None, attempts=3, heartbeat_at=long_ago)
    recover([importing.IMPORT])
    edited.refresh_from_db()
    assert (edited.state, "tres veces" in edited.error) == (ImportState.PREVIEWED, True)


def test_old_files_are_forgotten(edited, focal_point):
    importing.forget_old_imports(now=timezone.now() + timedelta(days=8))
    assert not ImportBatch.objects.exists()


def test_rows_of_an_old_import_are_forgotten_and_it_stays(edited, focal_point):
    importing.confirm_import(edited, by=focal_point)
    importing.forget_old_imports(now=timezone.now() + timedelta(days=40))
    assert (ImportBatch.objects.count(), ImportRow.objects.count()) == (1, 0)


def test_many_rows_keep_history_and_codes(catalogues, entity, cycle, focal_point):
    rows = [[f"N{number}", f"Intervención {number}", "Plan"] for number in range(1, 701)]
    batch = send(table(*rows), entity, cycle, focal_point)
    importing.confirm_import(batch, by=focal_point, at_once=True)
    made = Intervention.objects.all()
    assert len({row.code for row in made}) == 700
    assert Intervention.history.count() == Participation.history.count() == 700
    importing.undo_import(batch, by=focal_point, at_once=True)
    assert not Intervention.objects.exists()


def test_colleague_sees_and_other_entity_of_the_same_person_too(edited, focal_point, alternate):
    assert permissions.visible_imports(alternate).get() == edited
    other = FocalPointFactory(user=focal_point).entity
    InterventionFactory(lead=other, cycle=edited.cycle)
    assert permissions.visible_imports(focal_point).get() == edited


def test_new_row_like_one_of_this_or_the_last_cycle_is_told(
    full_row, entity, other_entity, cycle, focal_point
):
    last = CycleFactory(
        code="2022", state="closed", period_start="2018-12-01", period_end="2022-07-31"
    )
    before = InterventionFactory(
        lead=entity, cycle=last, state=State.VALIDATED, title="Feria de servicios en Tacna"
    )
    InterventionFactory(lead=other_entity, cycle=cycle, title="Albergue para familias de Tumbes")
    file = table(
        ["Ventanillas únicas", "Campaña"],
        ["Ferias de servicios, Tacna", "Campaña"],
        ["Albergue para familias de Tumbes", "Campaña"],
        header=["Intervención", "Tipo"],
    )
    batch = send(file, entity, cycle, focal_point)
    told = [
        [message["text"] for message in row.messages if "parece" in message["text"]]
        for row in batch.rows.order_by("row")
    ]
    assert [len(one) for one in told] == [1, 1, 0]  # what is not theirs to see does not exist
    assert f"({full_row.code}), de este ciclo" in told[0][0]
    assert f"({before.code}), del ciclo 2022" in told[1][0]
    assert batch.rows.filter(outcome="new").count() == 3


def test_new_rows_past_the_first_ones_are_told_not_to_be_compared(
    catalogues, entity, cycle, focal_point, monkeypatch
):
    monkeypatch.setattr(comparison, "MOST_NEW", 1)
    InterventionFactory(lead=entity, cycle=cycle, title="Ventanilla única")
    rows = [["Feria de servicios", "Campaña"], ["Ventanillas únicas", "Campaña"]]
    file = table(*rows, header=["Intervención", "Tipo"])
    told = texts(send(file, entity, cycle, focal_point))
    assert "Se parece" not in told
    assert "Solo las primeras 1 nuevas" in told
