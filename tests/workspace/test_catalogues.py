"""Catalogues by spreadsheet: what goes out comes back, and what comes in is judged row by row."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alignment.models import Alignment, Framework, Provision
from entities.models import Country, Entity, Region, TargetGroup, WorkingGroup
from exchange.models import CatalogueImport
from exchange.writer.catalogue import csv_of, workbook_of
from monitoring.models import Indicator, Measurement
from tests.exchange.books import book_of, opened, saved
from tests.exchange.books import csv_of as text_of
from tests.factories import (
    AlignmentFactory,
    EntityFactory,
    FocalPointFactory,
    FrameworkFactory,
    ProvisionFactory,
    UserFactory,
)
from tests.workspace.spreadsheets import confirmed, outcomes, rows, said, sent
from workspace.catalogues import CATALOGUES, resource_of


@pytest.fixture
def people_of_2022(data_of_2022, db):
    """Rows of the catalogues that no reference data has: with odd texts and dates."""
    entity = Entity.objects.order_by("pk")[0]
    person = UserFactory(
        username="titular", first_name="Titular", last_name="De prueba", email="t@entidad.example"
    )
    FocalPointFactory(
        entity=entity, user=person, document="=CMD()", position="- Asesora; de -5 a +3",
        institutional_phone="+51 1 204", valid_to=date(2021, 1, 31), end_document="'Oficio",
    )  # fmt: skip
    FocalPointFactory(entity=entity, user=UserFactory(username="sin-correo", first_name="Sola"))
    WorkingGroup.objects.order_by("pk")[0].members.add(entity)
    entity.note = "=1+1\n- una\n-5 %"
    entity.acronym = f"{entity.acronym} nueva"
    entity.save()
    return entity


@pytest.mark.parametrize("write", [csv_of, workbook_of])
@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_what_goes_out_comes_back_without_a_change(people_of_2022, secretariat, name, write):
    body = write(resource_of(name))
    batch = sent(name, body, secretariat)
    wrong = [line for line in batch.lines if line["outcome"] != "unchanged"]
    assert not wrong, wrong[:3]
    assert len(batch.lines) == resource_of(name).get_queryset().count() > 0
    with pytest.raises(ValidationError, match="Ninguna fila cambia nada"):
        confirmed(batch, secretariat)


def test_new_rows_of_every_catalogue(secretariat):
    files = {
        "entities": [["Sigla", "Nombre", "Tipo", "Adscrita a", "Preside la MTIGM"],
                     ["MRE", "Ministerio de Relaciones Exteriores", "Ministerio", "", "Sí"],
                     ["ODPE", "Oficina", "Unidad orgánica", "MRE", ""]],
        "regions": [["Código UBIGEO", "Nombre", "Es fronteriza"], ["1", "Amazonas", "x"]],
        "countries": [["código iso", "NOMBRE"], ["co", "Colombia"]],
        "target-groups": [["Código", "Nombre"], ["women", "Mujeres"]],
        "frameworks": [["Código", "Sigla", "Nombre", "Tipo"],
                       ["pmm", "PMM", "Pacto Mundial", "Pacto mundial"],
                       ["ods", "ODS", "Agenda 2030", "Agenda internacional"]],
        "provisions": [["Instrumento", "Clase", "Código", "Título", "Pertenece a"],
                       ["pmm", "Área temática", "1", "Un área", ""],
                       ["PMM", "Objetivo", "7", "Vulnerabilidades", "pmm / Área temática / 1"],
                       ["ods", "Meta", "10.7", "Migración ordenada", ""]],
        "alignments": [["Disposición de origen", "Disposición de destino", "Relación"],
                       ["pmm / objetivo / 7", "ODS / Meta / 10.7", "Contribuye a"]],
        "indicators": [["Código", "Nombre", "Clase", "Disposiciones"],
                       ["pea", "Ocupados", "De contexto", "pmm / Objetivo / 7"]],
        "measurements": [["Indicador", "Código de la fuente", "Corte", "Desagregación", "Cifra",
                          "Fecha del dato"],
                         ["pea", "enpove", "2022", "mujeres", "85 %", "mayo de 2022"]],
    }  # fmt: skip
    WorkingGroup.objects.create(name="Grupo Uno", kind="group")
    files["group-members"] = [["Grupo", "Entidad"], ["grupo uno", "mre"]]
    for name, lines in files.items():
        if name == "indicators":
            lines[1][2] = Indicator._meta.get_field("kind").choices[0][1]
        batch = rows(name, *lines, by=secretariat)
        assert (said(batch), set(outcomes(batch))) == ([], {"new"}), name
        confirmed(batch, secretariat)
    assert Entity.objects.get(acronym="ODPE").parent.acronym == "MRE"
    assert Entity.objects.get(acronym="MRE").chairs_mtigm
    assert (Region.objects.get().code, Region.objects.get().is_border) == ("01", True)
    assert Country.objects.get().code == "CO"
    assert TargetGroup.objects.get().name_es == "Mujeres"
    assert Framework.objects.count() == 2
    seven = Provision.objects.get(code="7")
    assert [group.code for group in seven.groups.all()] == ["1"]
    assert Alignment.objects.get().confirmed_by is None
    assert list(Indicator.objects.get().provisions.all()) == [seven]
    figure = Measurement.objects.get()
    assert (figure.value, figure.unit, figure.date) == (Decimal(85), "%", "2022-05")
    assert [one.acronym for one in WorkingGroup.objects.get().members.all()] == ["MRE"]
    for row in (Region.objects.get(), Country.objects.get(), TargetGroup.objects.get(), seven,
                WorkingGroup.objects.get(), figure):  # fmt: skip
        assert row.history.latest().history_user == secretariat, row
    assert WorkingGroup.objects.get().history.latest().members.count() == 1


@pytest.mark.django_db
def test_preview_says_what_changes_and_writes_nothing(secretariat):
    Country.objects.create(code="PE", name_es="Peru")
    Country.objects.create(code="CO", name_es="Colombia")
    header = ["Código ISO", "Nombre", "Vigente hasta"]
    batch = rows(
        "countries", header, ["PE", "Perú", ""], ["CO", "Colombia", ""], ["EC", "Ecuador", ""],
        ["", "", ""], by=secretariat,
    )  # fmt: skip
    assert [(line["row"], line["outcome"], line["name"]) for line in batch.lines] == [
        (2, "changed", "PE"), (3, "unchanged", "CO"), (4, "new", "EC"),
    ]  # fmt: skip
    assert batch.lines[0]["changes"] == [["Nombre", "Peru", "Perú"]]
    assert Country.objects.get(code="PE").name_es == "Peru"
    assert not Country.objects.filter(code="EC").exists()
    confirmed(batch, secretariat)
    assert Country.objects.get(code="PE").name_es == "Perú"
    version = Country.objects.get(code="PE").history.latest()
    assert (version.history_user, version.history_type) == (secretariat, "~")
    assert Country.objects.get(code="CO").history.count() == 1  # what says the same is left alone
    assert (batch.body, batch.lines) == (None, [])
    assert (batch.counts["new"], batch.counts["changed"]) == (1, 1)
    with pytest.raises(ValidationError, match="ya se incorporó"):
        confirmed(batch, secretariat)


@pytest.mark.django_db
def test_every_error_of_every_row_is_said_in_spanish_by_row_and_column(secretariat):
    EntityFactory(acronym="MIMP", name="Ministerio de la Mujer")
    header = ["Sigla", "Nombre", "Tipo", "Adscrita a", "Vigente desde", "Sector público"]
    batch = rows(
        "entities", header,
        ["A1", "Una", "Ministerios", "MIMPP", "enerp 2021", "quizás"],
        ["A2", "Otra", "Ministerio", "", "2021", "Sí"],
        ["", "Sin sigla", "Ministerio", "", "", ""],
        ["A3", "", "Ministerio", "", "", ""],
        ["a4", "Cuatro", "Ministerio", "", "", ""],
        ["A4", "Cuatro otra vez", "Ministerio", "", "", ""],
        ["A5" * 40, "Larga", "Ministerio", "", "", ""],
        by=secretariat,
    )  # fmt: skip
    texts = said(batch)
    for start in (
        "Fila 2, columna «Tipo»: No se encuentra «Ministerios». ¿Quiso decir «Ministerio»?",
        "Fila 2, columna «Adscrita a»: No se encuentra «MIMPP». ¿Quiso decir «MIMP»?",
        "Fila 2, columna «Vigente desde»: No se entiende la fecha «enerp 2021»",
        "Fila 2, columna «Sector público»: Escriba «Sí» o «No» (no «quizás»).",
        "Fila 3, columna «Vigente desde»: «2021» no dice el día",
        "Fila 4, columna «Sigla»: Este campo no puede estar vacío.",
        "Fila 5, columna «Nombre»: Este campo no puede estar vacío.",
        "Fila 7: Repite lo que dice la fila 6.",
        "Fila 8, columna «Sigla»: Escriba como máximo 60 caracteres",
    ):
        assert any(text.startswith(start) for text in texts), (start, texts)
    refused = [line["row"] for line in batch.lines if line["outcome"] == "refused"]
    assert refused == [2, 3, 4, 5, 7, 8]
    with pytest.raises(ValidationError, match="Hay filas por corregir: no se guardó nada"):
        confirmed(batch, secretariat)
    assert list(Entity.objects.values_list("acronym", flat=True)) == ["MIMP"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "está vacío"),
        (b"PK\x03\x04nada", "dañado"),
        (text_of([["Nombre"], ["Perú"]]), "Faltan columnas: «Código ISO»"),
        (text_of([["Código ISO", "Código ISO"], ["PE", "CO"]]), "Hay dos columnas"),
        (book_of({"Otra": [["x"]], "Y otra": [["x"]]}), "no tiene la hoja «Países»"),
        (text_of([["Código ISO", "Nombre"]] + [["PE", "x"]] * 1001), "más de 1,000 filas"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(secretariat, body, words):
    with pytest.raises(ValidationError, match=words):
        sent("countries", body, secretariat)
    assert not CatalogueImport.objects.exists()


@pytest.mark.django_db
@pytest.mark.reads_apart
def test_hostile_file_is_read_in_a_process_of_its_own(secretariat, monkeypatch):
    monkeypatch.setattr("tablib.Dataset.load", None)  # the library never sees a file
    bomb = book_of({"Países": [["Código ISO"], ["PE"]]})
    assert len(sent("countries", bomb, secretariat).lines) == 1
    with pytest.raises(ValidationError, match="El archivo"):
        sent("countries", b"PK\x03\x04" + b"\x00" * 5_000, secretariat)


@pytest.mark.django_db
def test_unknown_columns_faults_and_hidden_rows_are_said(secretariat):
    book = opened(book_of({"Países": [["Código ISO", "Nombre", "Nota mía"], ["PE", "Perú", "x"],
                                      ["CO", "Colombia", ""]]}))  # fmt: skip
    page = book["Países"]
    page.row_dimensions[3].hidden = True
    page["B2"] = "#N/A"
    page["B2"].data_type = "e"
    batch = sent("countries", saved(book), secretariat)
    texts = [message["text"] for message in batch.messages]
    assert any("«Nota mía» no se conoce" in text for text in texts)
    assert any("filas ocultas" in text for text in texts)
    assert said(batch) == ["Fila 2, columna «Nombre»: La celda tiene un error de Excel: "
                           "escriba el valor."]  # fmt: skip


@pytest.mark.django_db
def test_file_that_changes_more_than_a_person_waits_for_is_refused(secretariat, monkeypatch):
    monkeypatch.setattr("exchange.actions.catalogues.MOST_WRITES", 2)
    Country.objects.create(code="PE", name_es="Perú")
    lines = [[code, code] for code in ("AA", "BB")]
    batch = rows("countries", ["Código ISO", "Nombre"], ["PE", "Perú"], *lines, by=secretariat)
    assert outcomes(batch) == ["unchanged", "new", "new"]  # what says the same takes no time
    with pytest.raises(ValidationError, match="cambia más de 2 filas de una vez"):
        rows("countries", ["Código ISO", "Nombre"], ["CC", "C"], *lines, by=secretariat)
    body = text_of([["Código ISO", "Nombre"], ["CC", "C"], *lines])
    assert len(sent("countries", body, secretariat, somebody_waits=False).lines) == 3


@pytest.mark.django_db
def test_what_changed_since_the_preview_is_shown_again_and_not_written(secretariat):
    country = Country.objects.create(code="PE", name_es="Peru")
    batch = rows("countries", ["Código ISO", "Nombre"], ["PE", "Perú"], by=secretariat)
    country.name_es = "PERU"
    country.save()
    with pytest.raises(ValidationError, match="cambió desde la vista previa"):
        confirmed(batch, secretariat)
    batch.refresh_from_db()
    assert batch.lines[0]["changes"] == [["Nombre", "PERU", "Perú"]]
    assert Country.objects.get().name_es == "PERU"
    confirmed(batch, secretariat)
    assert Country.objects.get().name_es == "Perú"


@pytest.mark.parametrize("person", ["focal_point", "analyst", "observer", "no_role_staff"])
def test_only_the_secretariat_changes_catalogues(request, person, secretariat):
    somebody = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        rows("countries", ["Código ISO", "Nombre"], ["PE", "Perú"], by=somebody)
    batch = rows("countries", ["Código ISO", "Nombre"], ["PE", "Perú"], by=secretariat)
    with pytest.raises(PermissionDenied):
        confirmed(batch, somebody)
    colleague = UserFactory(username="colega", registry_role="secretariat")
    with pytest.raises(PermissionDenied):  # who saw it decides on it
        confirmed(batch, colleague)
    assert not Country.objects.exists()


@pytest.mark.django_db
def test_who_confirmed_an_alignment_comes_from_no_file(secretariat):
    alignment = AlignmentFactory(
        source=ProvisionFactory(code="1"),
        target=ProvisionFactory(framework=FrameworkFactory(code="ods"), kind="target", code="10.7"),
    )
    header = ["Disposición de origen", "Disposición de destino", "Cita", "Confirmada por"]
    line = ["pmm / Objetivo / 1", "ods / Meta / 10.7", "Página 3", "secretaria"]
    batch = rows("alignments", header, line, by=secretariat)
    assert "«Confirmada por» no se conoce" in batch.messages[0]["text"]
    confirmed(batch, secretariat)
    alignment.refresh_from_db()
    assert (alignment.citation, alignment.confirmed_by) == ("Página 3", None)
    same = ["pmm / Objetivo / 1", "pmm / Objetivo / 1", "", ""]
    assert said(rows("alignments", header, same, by=secretariat))


@pytest.mark.parametrize("write", [csv_of, workbook_of])
def test_export_holds_nothing_that_a_spreadsheet_would_run(secretariat, write):
    EntityFactory(acronym="=CMD()", name="+1+1", note="@SUM(A1)")
    body = write(resource_of("entities"))
    if write is csv_of:
        assert "'=CMD()" in body.decode()
        assert "'@SUM(A1)" in body.decode()
    else:
        cells = [cell for line in opened(body)["Entidades"] for cell in line]
        assert not any(cell.data_type == "f" for cell in cells)
        assert any(cell.value == "=CMD()" for cell in cells)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_template_has_every_column_its_help_and_nothing_else(secretariat, name):
    UserFactory(first_name="Nadie", email="nadie@entidad.example")
    EntityFactory(acronym="AJENA")
    book = opened(workbook_of(resource_of(name), empty=True))
    page, help_page = book.worksheets
    titles = [field.column_name for field in resource_of(name).columns()]
    assert [cell.value for cell in page[1]] == titles
    assert page.max_row == 1
    assert [cell.value for cell in help_page["A"][1:]] == titles


@pytest.mark.django_db
def test_queries_do_not_grow_with_rows_that_say_the_same(secretariat):
    for code in ("PE", "CO", "EC"):
        Country.objects.create(code=code, name_es=code)
    counted = []
    for codes in (["PE"], ["PE", "CO", "EC"]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lines = [[code, code] for code in codes]
            rows("countries", ["Código ISO", "Nombre"], *lines, by=secretariat)
        counted.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert counted[0] == counted[1]


def test_command_shows_writes_and_says_when_nothing_changes(secretariat, tmp_path, capsys):
    path = tmp_path / "paises.csv"
    path.write_bytes(text_of([["Código ISO", "Nombre"], ["PE", "Perú"]]))
    call_command("import_catalogue", "countries", str(path), "--user=secretaria", "--dry-run")
    assert not Country.objects.exists()
    call_command("import_catalogue", "countries", str(path), "--user=secretaria")
    assert Country.objects.get().history.latest().history_user == secretariat
    assert "Fila 2, PE: Nueva" in capsys.readouterr().out
    call_command("export_catalogue", "countries", str(tmp_path / "salida.xlsx"))
    call_command(
        "import_catalogue", "countries", str(tmp_path / "salida.xlsx"), "--user=secretaria"
    )
    assert "no hay nada que guardar" in capsys.readouterr().out
    path.write_bytes(text_of([["Código ISO", "Nombre"], ["PERU", "Perú"]]))
    with pytest.raises(CommandError, match="Hay filas por corregir"):
        call_command("import_catalogue", "countries", str(path), "--user=secretaria")


def test_command_is_for_the_secretariat(focal_point, tmp_path):
    path = tmp_path / "paises.csv"
    path.write_bytes(text_of([["Código ISO", "Nombre"], ["PE", "Perú"]]))
    with pytest.raises(CommandError, match="no puede cambiar catálogos"):
        call_command("import_catalogue", "countries", str(path), "--user=titular")
    with pytest.raises(CommandError, match="No existe el usuario"):
        call_command("import_catalogue", "countries", str(path), "--user=nadie")


@pytest.mark.django_db
def test_files_that_nobody_confirmed_are_forgotten(secretariat):
    now = timezone.now()
    header = ["Código ISO", "Nombre"]
    old = sent("countries", text_of([header, ["PE", "Perú"]]), secretariat,
               now=now - timedelta(days=8))  # fmt: skip
    rows("countries", header, ["CO", "Colombia"], by=secretariat)
    assert not CatalogueImport.objects.filter(pk=old.pk).exists()
