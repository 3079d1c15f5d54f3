"""Catalogues by spreadsheet, on the pages: download, upload, look at every row, write them all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities.models import Country, FocalPoint, WorkingGroup
from exchange.models import CatalogueImport
from tests.exchange.books import column_of, csv_of, opened, saved
from tests.factories import UserFactory
from workspace.catalogues import CATALOGUES

HEADER = ["Código ISO", "Nombre"]


def upload(client, *lines, name="countries", body=None):
    file = SimpleUploadedFile("enviada.csv", csv_of([HEADER, *lines]) if body is None else body)
    return client.post(reverse("workspace:catalogue-upload", args=[name]), {"file": file})


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def signed_in(client, secretariat):
    client.force_login(secretariat)
    return client


def test_file_is_looked_at_confirmed_and_told_of(signed_in, secretariat):
    Country.objects.create(code="PE", name_es="Peru")
    answer = upload(signed_in, ["PE", "Perú"], ["CO", "Colombia"])
    shown = page(signed_in, answer.url)
    for words in ("Revise y confirme", "Antes", "Peru", "Perú", "Nueva", "fila 3", "Incorporar"):
        assert words in shown, words
    assert Country.objects.get().name_es == "Peru"
    batch = CatalogueImport.objects.get()
    done = signed_in.post(reverse("workspace:catalogue-confirm", args=[batch.pk]), follow=True)
    assert "El archivo quedó incorporado" in done.content.decode()
    assert sorted(Country.objects.values_list("name_es", flat=True)) == ["Colombia", "Perú"]
    assert Country.objects.get(code="PE").history.latest().history_user == secretariat
    listed = page(signed_in, reverse("workspace:catalogue", args=["countries"]))
    assert "Incorporado" in listed
    assert "Cambia: 1" in listed
    again = signed_in.post(reverse("workspace:catalogue-confirm", args=[batch.pk]), follow=True)
    assert "ya se incorporó" in again.content.decode()
    unchanged = page(signed_in, upload(signed_in, ["PE", "Perú"]).url)
    assert "Ninguna fila cambia nada" in unchanged


def test_wrong_rows_are_shown_and_nothing_can_be_confirmed(signed_in):
    answer = upload(signed_in, ["PER", "Perú"], ["CO", "Colombia"])
    shown = page(signed_in, answer.url)
    assert "1 fila por corregir: no se guardó nada" in shown
    assert "Fila 2, columna «Código ISO»:" in shown
    assert "Incorporar todas" not in shown
    assert "Colombia" not in page(signed_in, f"{answer.url}?ver=refused")
    batch = CatalogueImport.objects.get()
    forced = signed_in.post(reverse("workspace:catalogue-confirm", args=[batch.pk]), follow=True)
    assert "Hay filas por corregir" in forced.content.decode()
    assert not Country.objects.exists()


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04no", b"%PDF-1.4", b"Otra;Cosa\r\n1;2"])
def test_file_that_cannot_be_taken_is_said_at_its_field(signed_in, body):
    answer = upload(signed_in, body=body)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert (
        signed_in.post(reverse("workspace:catalogue-upload", args=["countries"])).status_code == 400
    )


def test_filled_template_designates(signed_in, entity, mailoutbox,
                                    django_capture_on_commit_callbacks):  # fmt: skip
    UserFactory(username="otra")
    address = reverse("workspace:catalogue-template", args=["designations"])
    answer = signed_in.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    book = opened(answer.content)
    sheet = book["Designaciones"]
    told = {"Entidad": "MIMP", "Calidad": "Titular", "Nombres": "Persona", "Apellidos": "Nueva",
            "Correo institucional": "nueva@entidad.example", "Vigente desde": "1/3/2026",
            "Documento de designación": "Oficio 1"}  # fmt: skip
    for title, value in told.items():
        sheet.cell(2, column_of(sheet, title), value)
    shown = page(signed_in, upload(signed_in, name="designations", body=saved(book)).url)
    assert "recibe una" in shown
    batch = CatalogueImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(reverse("workspace:catalogue-confirm", args=[batch.pk]))
    assert FocalPoint.objects.get().user.email == "nueva@entidad.example"
    assert len(mailoutbox) == 1
    batch.refresh_from_db()
    assert (batch.lines, batch.body) == ([], None)  # no personal data stays with the file


@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_every_catalogue_has_its_page_and_its_lists(signed_in, name):
    shown = page(signed_in, reverse("workspace:catalogue", args=[name]))
    for download in ("template", "workbook", "text"):
        address = reverse(f"workspace:catalogue-{download}", args=[name])
        assert address in shown
        answer = signed_in.get(address)
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
    assert reverse("workspace:catalogue", args=[name]) in page(
        signed_in, reverse("workspace:catalogues")
    )


@pytest.mark.parametrize(
    ("listed_at", "name"),
    [
        ("workspace:designations", "designations"),
        ("workspace:groups", "group-members"),
        ("admin:entities_entity_changelist", "entities"),
        ("admin:entities_region_changelist", "regions"),
        ("admin:entities_country_changelist", "countries"),
        ("admin:entities_targetgroup_changelist", "target-groups"),
        ("admin:entities_focalpoint_changelist", "designations"),
        ("admin:entities_workinggroup_changelist", "group-members"),
        ("admin:alignment_framework_changelist", "frameworks"),
        ("admin:alignment_provision_changelist", "provisions"),
        ("admin:alignment_alignment_changelist", "alignments"),
        ("admin:monitoring_indicator_changelist", "indicators"),
        ("admin:monitoring_indicator_changelist", "measurements"),
    ],
)
def test_lists_lead_the_secretariat_to_their_spreadsheet(
    client, secretariat, focal_point, analyst, listed_at, name
):
    way = reverse("workspace:catalogue", args=[name])
    client.force_login(secretariat)
    assert way in page(client, reverse(listed_at))
    for person in (focal_point, analyst):
        client.force_login(person)
        assert way not in client.get(reverse(listed_at), follow=True).content.decode()


def test_file_of_a_colleague_is_not_there_until_it_is_written(client, secretariat):
    colleague = UserFactory(username="colega", registry_role="secretariat")
    client.force_login(colleague)
    answer = upload(client, ["PE", "Perú"])
    client.force_login(secretariat)
    assert client.get(answer.url).status_code == 404
    listed = reverse("workspace:catalogue", args=["countries"])
    assert "enviada.csv" not in page(client, listed)
    client.force_login(colleague)
    client.post(reverse("workspace:catalogue-confirm", args=[CatalogueImport.objects.get().pk]))
    client.force_login(secretariat)
    assert "enviada.csv" in page(client, listed)


def test_queries_of_the_preview_do_not_grow_with_rows(signed_in):
    counted = []
    for codes in (["AA"], ["AA", "BB", "CC"]):
        address = upload(signed_in, *([code, code] for code in codes)).url
        with CaptureQueriesContext(connection) as queries:
            page(signed_in, address)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_queries_of_the_list_do_not_grow_with_rows(signed_in, entity, other_entity):
    group = WorkingGroup.objects.create(name="Grupo", kind="group")
    group.members.add(entity)
    address = reverse("workspace:catalogue-workbook", args=["group-members"])
    signed_in.get(address)
    counted = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(address)
        counted.append(len(queries))
        group.members.add(other_entity)
    assert counted[0] == counted[1]
