"""Every hostile or clumsy file is answered in clear Spanish, and writes nothing."""

import pytest
from django.core.exceptions import ValidationError

from entities.models import Entity
from exchange.actions import importing
from exchange.choices import ImportState
from exchange.reader.guard import MOST_BYTES
from interventions.models import Intervention
from tests.exchange.books import book_of, downloaded, saved, send, texts
from tests.exchange.hostile_files import HEADER, table
from tests.exchange.hostile_values import hostile_files
from tests.factories import CycleFactory, InterventionFactory

FILES = hostile_files()


def test_there_are_more_than_a_hundred():
    assert len(FILES) > 100


@pytest.mark.reads_apart
@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_hostile_file(catalogues, entity, other_entity, cycle, focal_point, file):
    entities = Entity.objects.count()
    body = file.make()
    if len(body) > MOST_BYTES:
        with pytest.raises(ValidationError, match=file.told):
            send(body, entity, cycle, focal_point, name=file.file_name)
        return
    batch = send(body, entity, cycle, focal_point, name=file.file_name)
    assert file.told in texts(batch), texts(batch)
    assert batch.state == (ImportState.REFUSED if file.refused else ImportState.PREVIEWED)
    assert batch.body is None
    assert Intervention.objects.count() == 0
    assert Entity.objects.count() == entities


def test_code_of_a_foreign_draft_is_answered_as_one_that_does_not_exist(
    catalogues, entity, other_entity, cycle, focal_point
):
    foreign = InterventionFactory(lead=other_entity, cycle=cycle, title="Reservada")
    told = []
    for code in (foreign.code, "PE-22222"):
        batch = send(table([code, "Reservada", "Plan"]), entity, cycle, focal_point)
        told.append(
            (texts(batch).replace(code, "?"), [*batch.rows.values_list("outcome", "title")])
        )
    assert told[0] == told[1]
    assert "No hay ninguna intervención de MIMP" in told[0][0]


def test_code_of_a_closed_cycle_says_where_it_is(catalogues, entity, cycle, focal_point):
    old = InterventionFactory(lead=entity, cycle=CycleFactory(code="2022", state="closed"))
    batch = send(table([old.code, "a", "Plan"]), entity, cycle, focal_point)
    assert "Está en el ciclo 2022" in texts(batch)


def test_code_of_a_row_that_another_entity_leads(
    catalogues, entity, other_entity, cycle, focal_point
):
    row = InterventionFactory(lead=other_entity, partners=[entity], cycle=cycle)
    batch = send(table([row.code, "a", "Plan"]), entity, cycle, focal_point)
    assert "La responde otra entidad" in texts(batch)


def test_closed_cycle_takes_no_file(entity, focal_point):
    closed = CycleFactory(code="2022", state="closed")
    with pytest.raises(ValidationError, match="está cerrado"):
        send(table(HEADER), entity, closed, focal_point)


@pytest.mark.parametrize(
    ("line", "value", "told"),
    [
        (1, 99, "otra versión del registro"),
        (1, "x", "otra versión del registro"),
        (2, "2022", "del ciclo 2022"),
        (3, "MINSA", "no es de MIMP"),
    ],
)
def test_workbook_of_something_else(catalogues, entity, cycle, focal_point, line, value, told):
    book = downloaded(entity, cycle)
    book["_registro"].cell(line, 2, value)
    batch = send(saved(book), entity, cycle, focal_point)
    assert (batch.state, told in batch.error) == (ImportState.REFUSED, True)


def test_titles_above_the_header_and_another_name_of_the_only_sheet(
    catalogues, entity, cycle, focal_point
):
    rows = [["Informe de MIMP"], [], HEADER, ["", "Ventanilla", "Servicio"]]
    batch = send(book_of({"Hoja1": rows}), entity, cycle, focal_point)
    assert [*batch.rows.values_list("outcome", "row")] == [("new", 4)]


def test_name_of_the_file_is_only_shown():
    assert importing.shown_name("../../etc/pass\x00wd") == "passwd"
    assert importing.shown_name("C:\\a\\Mi libro.xlsx") == "Mi libro.xlsx"
    assert importing.shown_name("") == "sin nombre"
