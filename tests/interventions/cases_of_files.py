"""Cases of `test_every_door`: what becomes of files where a door neither takes nor shows them."""

from interventions import actions
from interventions.models import EvidenceFile, Intervention
from tests.exchange.books import append, column_of, texts
from tests.interventions.doors import FILES, case, not_by
from tests.uploads import made

SHEET = "Sustentos"
ADDED, TAKEN_OUT = "se agrega en el formulario", "se quita en el formulario"


def with_files(world):
    """The row with two documents that have files, and one that has none."""
    told = [
        {"kind": "document", "title": title, "file_id": key}
        for title, key in (
            ("Acta", actions.keep_file("a.pdf", made.PDF, by=world.person).pk),
            ("Resolución", None),
            ("Informe", actions.keep_file("b.pdf", made.PDF, by=world.person).pk),
        )
    ]
    row = Intervention.objects.get(pk=world.row.pk)
    actions.write_contents(row, values={"evidence": told}, expected=row.version, by=world.person)


def saved(world):
    return {one.title: one.file_name for one in world.row.evidence.all()}


def line_of(book, title):
    page = book[SHEET]
    titles = page.iter_rows(min_col=column_of(page, "Título"), max_col=column_of(page, "Título"))
    return next(cell.row for (cell,) in titles if cell.value == title)


def retitled(book, **titles):
    page = book[SHEET]
    for old, new in titles.items():
        page.cell(line_of(book, old), column_of(page, "Título"), new)


BEFORE = {"Acta": "a.pdf", "Resolución": "", "Informe": "b.pdf"}


def keys():
    return set(EvidenceFile.objects.values_list("pk", flat=True))


@case("files_stay", *FILES)
def file_in_a_workbook(world, door):
    with_files(world)
    before = keys()
    assert "a.pdf" in [cell.value for cell in _column(world, door, "Archivo")]
    batch = world.imported(lambda book: None, door)
    assert set(batch.rows.values_list("outcome", flat=True)) == {"unchanged"}
    world.imported(lambda book: swapped(book, world.row.code), door)
    assert saved(world) == {
        "Otra acta": "a.pdf",
        "Otro informe": "b.pdf",
        "Resolución": "",
        "Portal": "",
    }
    for change, said in (
        (without_the_line, TAKEN_OUT),
        (without_the_name, TAKEN_OUT),
        (with_a_name, ADDED),
    ):
        assert said in texts(world.imported(change, door)), change.__name__
    assert saved(world)["Otra acta"] == "a.pdf"
    world.imported(older, door)
    assert saved(world)["Otra acta"] == "a.pdf"
    assert world.row.evidence.get(title="Otra acta").number == "12"
    assert keys() == before


def swapped(book, code):
    """Both rewritten, in the other order, and one more."""
    retitled(book, Acta="Otro informe", Informe="Otra acta")
    page = book[SHEET]
    place = column_of(page, "Archivo")
    first, second = line_of(book, "Otro informe"), line_of(book, "Otra acta")
    page.cell(first, place, "b.pdf")
    page.cell(second, place, "a.pdf")
    append(book, SHEET, code, Clase="Enlace", Título="Portal")


def without_the_line(book):
    book[SHEET].delete_rows(line_of(book, "Otra acta"))


def without_the_name(book):
    page = book[SHEET]
    page.cell(line_of(book, "Otra acta"), column_of(page, "Archivo")).value = None


def with_a_name(book):
    page = book[SHEET]
    page.cell(line_of(book, "Portal"), column_of(page, "Archivo"), "../c.pdf")


def older(book):
    """A workbook of before the column."""
    page = book[SHEET]
    page.delete_cols(column_of(page, "Archivo"))
    page.cell(line_of(book, "Otra acta"), column_of(page, "Número"), "12")


def _column(world, door, title):
    page = getattr(world, door).book(world.row)[SHEET]
    return [page.cell(line, column_of(page, title)) for line in range(2, page.max_row + 1)]


@case("files_stay", "undo")
def file_where_an_import_is_undone(world, _door):
    with_files(world)
    before = keys()
    world.undone(lambda book: retitled(book, Acta="Otra", Resolución="Norma"))
    assert saved(world) == BEFORE
    assert keys() == before


not_by("files_stay", "takes files and shows them", "step", "back_office")
not_by("files_stay", "takes along whole what was unfinished, and no evidence of the rest", "carry")
