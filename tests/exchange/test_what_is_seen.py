"""A file says what the person saw in it: years, per cents, letters, hidden and painted cells."""

from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Border, PatternFill, Side

from exchange.actions import importing
from exchange.writer.entity_workbook import workbook_of_refused
from interventions.models import Intervention
from tests.exchange.books import append, csv_of, downloaded, opened, saved, send, texts, write

HEADER = ["Código", "Intervención", "Tipo", "Descripción"]
ROW = ["N1", "Protección de la niñez", "Plan", "Atención a niñas y niños en Áncash"]


def book_with(**cells):
    """A workbook of one row, with cells by the title of their column: value and format."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Intervenciones"
    page.append([*HEADER, *cells])
    page.append(ROW)
    for place, (value, shown) in enumerate(cells.values(), start=len(HEADER) + 1):
        page.cell(2, place, value).number_format = shown
    return book


@pytest.fixture
def taken(entity, cycle, focal_point):
    """Send a file in and confirm it; gives the row and what was said."""

    def take(body):
        batch = send(body, entity, cycle, focal_point)
        assert batch.state == "previewed", batch.error
        importing.confirm_import(batch, by=focal_point)
        return Intervention.objects.latest("pk"), texts(batch)

    return take


# -- dates ---------------------------------------------------------------------------------------


def test_columns_of_dates_are_texts_in_our_workbook(entity, cycle):
    for sheet, title in (
        ("Intervenciones", "Fecha de inicio"),
        ("Resultados", "Fecha de corte"),
        ("Sustentos", "Fecha"),
    ):
        page = downloaded(entity, cycle)[sheet]
        place = next(cell.column_letter for cell in page[1] if cell.value == title)
        assert page.column_dimensions[place].number_format == "@", title


def test_year_typed_over_a_date_is_a_year_and_said(taken):
    row, said = taken(saved(book_with(**{"Fecha de inicio": (2024, "dd/mm/yyyy")})))
    assert (row.start_date, row.date_precision) == (date(2024, 1, 1), "year")
    assert "Excel había guardado el año 2024 como el 16/07/1905: se tomó el año." in said


def test_month_of_which_excel_made_a_date_is_a_month(taken):
    row, _said = taken(saved(book_with(**{"Fecha de inicio": (date(2024, 3, 1), "mmm-yy")})))
    assert (row.start_date, row.date_precision) == (date(2024, 3, 1), "month")


def test_year_of_a_cut_and_of_a_norm(entity, cycle, focal_point, catalogues):
    book = downloaded(entity, cycle)
    write(book, "N1", Intervención="Una", Tipo="Plan")
    append(book, "Resultados", "N1", Resultado="Algo", Fecha_de_corte=2024)
    append(book, "Sustentos", "N1", Clase="Norma", Título="Ley", Fecha=2024)
    batch = send(saved(book), entity, cycle, focal_point)
    assert "«2024» se tomó como el 31/12/2024." in texts(batch)
    importing.confirm_import(batch, by=focal_point)
    row = Intervention.objects.get()
    assert row.results.get().as_of == date(2024, 12, 31)
    assert row.evidence.get().date == "2024"


def test_what_goes_back_with_reasons_keeps_the_year(entity, cycle, focal_point):
    cells = {"Fecha de inicio": (2024, "dd/mm/yyyy"), "Presupuesto": ("mil", "General")}
    batch = send(saved(book_with(**cells)), entity, cycle, focal_point)
    page = opened(workbook_of_refused(batch))["Intervenciones"]
    assert "2024" in [cell.value for cell in page[2]]


# -- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["0%", "0.00%", "0.0 %"])
def test_per_cent_is_what_excel_shows(taken, shown):
    book = book_with()
    page = book.create_sheet("Resultados")
    page.append(["Código", "Resultado", "Cifra", "Unidad"])
    page.append(["N1", "La mitad", 0.5, "%"])
    page["C2"].number_format = shown
    row, _said = taken(saved(book))
    assert row.results.get().figure == "50 %"


# -- texts ---------------------------------------------------------------------------------------


def test_line_end_in_a_title_is_a_space_and_said(taken):
    book = book_with()
    book.active["B2"] = "Mesa\nde trabajo"
    row, said = taken(saved(book))
    assert row.title == "Mesa de trabajo"
    assert "Los saltos de línea se cambiaron por espacios." in said


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8-sig", ""), ("cp1252", ""), ("cp850", "CP850"), ("mac_roman", "Macintosh")],
)
@pytest.mark.parametrize("accents", [True, False])
def test_csv_is_read_as_it_was_written_and_said(taken, encoding, named, accents):
    header = HEADER if accents else ["Codigo", "Intervencion", "Tipo", "Descripcion"]
    row, said = taken(csv_of([header, ROW], encoding))
    assert (row.title, row.description) == (ROW[1], ROW[3])
    assert named in said
    assert ("se leyó así" in said) == bool(named)


def test_csv_that_was_encoded_twice_is_read_twice(taken):
    body = csv_of([HEADER, ROW], "utf-8").decode("latin-1").encode("utf-8")
    row, said = taken(body)
    assert (row.title, row.description) == (ROW[1], ROW[3])
    assert "UTF-8 escrito dos veces" in said


@pytest.mark.parametrize("lost", ["Intervenci?n", "Intervenci\ufffdn", "Intervenci¢n"])
def test_csv_whose_letters_are_lost_is_refused_with_what_to_do(entity, cycle, focal_point, lost):
    body = csv_of([["Codigo", lost, "Tipo"], ["N1", "Uno", "Plan"]], "utf-8")
    batch = send(body, entity, cycle, focal_point)
    assert "«CSV UTF-8 (delimitado por comas)»" in batch.error
    assert "Falta la columna" not in batch.error


# -- cells ---------------------------------------------------------------------------------------


def test_painted_cells_do_not_count(taken):
    book = book_with()
    page = book.active
    thin = Border(left=Side(style="thin"))
    for number in range(3, 25_001):
        page.cell(number, 1).border = thin
    for place in range(5, 16_385):
        page.cell(1, place).fill = PatternFill("solid", fgColor="FFFF00")
    page.row_dimensions[1_048_576].height = 30
    page.cell(1_048_576, 16_384).border = thin
    row, _said = taken(saved(book))
    assert row.title == ROW[1]


def test_hidden_rows_and_columns_are_said(taken):
    book = book_with()
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["D"].hidden = True
    _row, said = taken(saved(book))
    assert "Hay filas ocultas con datos, que también se leyeron: 2." in said
    assert "Hay columnas ocultas, que también se leyeron: «Descripción»." in said
