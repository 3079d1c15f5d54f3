"""Download, edit in a spreadsheet, import: what was edited changes, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from exchange.actions import importing
from exchange.choices import ImportState, RowOutcome
from exchange.lists import Lists
from exchange.row_values import values_of
from exchange.writer.entity_workbook import workbook_of
from interventions.choices import Reporting, State
from interventions.models import Intervention
from interventions.queries import with_relations
from tests.exchange.books import append, downloaded, outcomes, saved, send, texts, write
from tests.factories import InterventionFactory


def values(row) -> dict:
    return values_of(with_relations(Intervention.objects.all()).get(pk=row.pk), Lists(row.cycle))


def test_untouched_workbook_changes_nothing(full_row, entity, cycle, focal_point):
    InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED, title="Ya enviada")
    batch = send(workbook_of(entity, cycle), entity, cycle, focal_point)
    assert (batch.state, batch.error, texts(batch)) == (ImportState.PREVIEWED, "", "")
    assert outcomes(batch) == [RowOutcome.UNCHANGED] * 2


def test_workbook_saved_by_another_program_changes_nothing(full_row, entity, cycle, focal_point):
    batch = send(saved(downloaded(entity, cycle)), entity, cycle, focal_point)
    assert (outcomes(batch), texts(batch)) == ([RowOutcome.UNCHANGED], "")


def test_edit_changes_exactly_what_was_edited(full_row, entity, cycle, focal_point):
    before = values(full_row)
    book = downloaded(entity, cycle)
    write(book, full_row.code, Intervención="Ventanilla de frontera", Presupuesto=300000)
    book["Resultados"]["B2"] = "5,000 personas"
    batch = send(saved(book), entity, cycle, focal_point)
    row = batch.rows.get()
    assert sorted(row.values) == ["budget_amount", "results", "title"]
    assert row.before["title"] == "Ventanilla única"
    importing.confirm_import(batch, by=focal_point)
    after = values(full_row)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"title", "budget_amount", "results"}
    assert after["results"][0] == before["results"][0] | {"text": "5,000 personas"}
    assert after["results"][1] == before["results"][1]
    stored = Intervention.objects.get(pk=full_row.pk)
    assert (stored.version, stored.state) == (full_row.version + 1, State.DRAFT)
    assert stored.history.first().history_user == focal_point
    assert stored.history.first().regions.count() == 2


def test_second_import_of_the_same_file_changes_nothing(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    write(book, full_row.code, Descripción="Otra")
    write(book, "N1", Intervención="Una nueva", Tipo="Campaña")
    for expected in (["changed", "new"], ["unchanged", "unchanged"]):
        batch = send(saved(book), entity, cycle, focal_point)
        assert outcomes(batch) == expected
        if "new" in expected:
            importing.confirm_import(batch, by=focal_point)
    assert Intervention.objects.count() == 2


def test_new_row_with_everything(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    write(
        book,
        "N1",
        Intervención="Encuesta nacional",
        Tipo="Estudio o encuesta",
        Fecha_de_inicio="mayo de 2024",
        Fecha_de_término=2025,
        Departamentos="tacna, PUNO",
        Grupos_poblacionales="Niñas, niños y adolescentes; mujeres",
        Objetivo_o_lineamiento_principal="PMM 23",
        Otros_objetivos_y_lineamientos="pnm 2.9; PMM7",
        Área_temática="2. Disposición 2",
        Presupuesto="S/ 1,200.50",
        Moneda="pen",
    )
    write(book, "N1", **{"¿Hay resultados?": "Se reporta", "¿Hay dificultades?": "no senala"})
    append(book, "Resultados", "N1", Resultado="Mil encuestas", Cifra="1.000,5", Unidad="hojas")
    append(book, "Otras entidades", "N1", Entidad="OIM", Función="Donante")
    append(book, "Sustentos", "N1", Clase="Enlace", Título="Página", Fecha=date(2024, 5, 2))
    batch = send(saved(book), entity, cycle, focal_point)
    assert texts(batch) == ""
    importing.confirm_import(batch, by=focal_point)
    row = Intervention.objects.get(title="Encuesta nacional")
    told = values(row)
    assert (row.state, row.version, row.created_by) == (State.DRAFT, 1, focal_point)
    assert row.lead_participation.entity == entity
    assert (row.start_date, row.end_date) == (date(2024, 5, 1), date(2025, 12, 31))
    assert (row.date_precision, row.budget_amount) == ("year", Decimal("1200.50"))
    assert row.results_reporting == Reporting.REPORTED
    assert row.challenges_reporting == Reporting.NOT_REPORTED
    assert told["regions"] == ["21", "23"]
    assert told["target_groups"] == ["children", "women"]
    assert told["primary"] == "pmm|objective|23"
    assert told["others"] == ["pmm|objective|7", "pnm-2017-2025|guideline|2.9"]
    assert told["area"] == "2"
    assert [child["value"] for child in told["results"]] == ["1000.5000"]
    assert told["partners"] == [{"entity": "OIM", "role": "donor"}]
    assert row.history.count() == 1
    assert row.history.first().target_groups.count() == 2


@pytest.mark.parametrize(
    ("state", "outcome"), [(State.SUBMITTED, "refused"), (State.OBSERVED, "changed")]
)
def test_only_drafts_and_observed_rows_change(
    catalogues, entity, cycle, focal_point, state, outcome
):
    row = InterventionFactory(lead=entity, cycle=cycle, state=state)
    book = downloaded(entity, cycle)
    write(book, row.code, Intervención="Otro nombre")
    batch = send(saved(book), entity, cycle, focal_point)
    assert outcomes(batch) == [outcome]


def test_removed_rows_of_another_sheet_are_removed(full_row, entity, cycle, focal_point):
    kept = full_row.results.get(text="Dos módulos")
    book = downloaded(entity, cycle)
    book["Resultados"].delete_rows(2)
    batch = send(saved(book), entity, cycle, focal_point)
    importing.confirm_import(batch, by=focal_point)
    assert [row.pk for row in full_row.results.all()] == [kept.pk]


def test_missing_sheet_and_columns_change_nothing(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    del book["Resultados"]
    del book["Otras entidades"]
    book["Intervenciones"].delete_cols(5, 4)
    batch = send(saved(book), entity, cycle, focal_point)
    assert outcomes(batch) == ["unchanged"]


def test_objective_for_another_keeps_one_main(full_row, entity, cycle, focal_point):
    book = downloaded(entity, cycle)
    write(
        book,
        full_row.code,
        Objetivo_o_lineamiento_principal="PNM 2.9",
        Otros_objetivos_y_lineamientos="PMM 7",
    )
    batch = send(saved(book), entity, cycle, focal_point)
    importing.confirm_import(batch, by=focal_point)
    told = values(full_row)
    assert told["primary"] == "pnm-2017-2025|guideline|2.9"
    assert told["others"] == ["pmm|objective|7"]
