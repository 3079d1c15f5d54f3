"""The file of evidence stands wherever its row does, by name, kind and size."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.links import page
from exchange.writer.entity_workbook import workbook_of
from interventions import actions
from interventions.choices import State
from interventions.models import Intervention
from interventions.serializers import EvidenceSerializer
from reports.compile import compile_report
from reports.dataset.reading import rows_of
from reports.dataset.tables import TABLES
from tests.exchange.books import column_of, opened
from tests.factories import InterventionFactory
from tests.uploads import made

API = "/api/v1/interventions/"


@pytest.fixture
def row(cycle, entity, focal_point):
    """A validated row with a document that has a file, and a link that has none."""
    row = InterventionFactory(cycle=cycle, lead=entity)
    key = actions.keep_file("Acta.pdf", made.PDF, by=focal_point).pk
    told = [
        {"kind": "document", "title": "Acta", "file_id": key},
        {"kind": "link", "title": "Portal", "url": "https://www.gob.pe/"},
    ]
    row = Intervention.objects.get(pk=row.pk)
    actions.write_contents(row, values={"evidence": told}, expected=row.version, by=focal_point)
    Intervention.objects.filter(pk=row.pk).update(
        state=State.VALIDATED, validated_at=timezone.now()
    )
    return Intervention.objects.get(pk=row.pk)


@pytest.fixture
def evidence(row):
    return row.evidence.get(title="Acta")


def test_api_tells_it(client, row, evidence):
    acta, portal = client.get(f"{API}{row.code}/").json()["evidence"]
    assert acta["file"] == {
        "name": "Acta.pdf",
        "type": "application/pdf",
        "size": len(made.PDF),
        "sha256": evidence.file_sha256,
        "url": page("portal:evidence-file", row.code, evidence.file_id),
    }
    assert portal["file"] is None
    assert set(EvidenceSerializer().fields) == set(acta)
    assert set(EvidenceSerializer().fields["file"].fields) == set(acta["file"])


def test_files_tell_it(client, row, evidence):
    data = client.get(f"{API}export/?format=csv").getvalue().decode()
    [line] = csv.DictReader(StringIO(data, newline=""))
    assert line["evidence"] == "Acta\nPortal"
    assert line["evidence_files"] == "Acta.pdf\n"
    assert line["evidence_file_urls"].splitlines() == [
        page("portal:evidence-file", row.code, evidence.file_id)
    ]


def test_open_data_tell_it(row, evidence):
    table = next(table for table in TABLES if table.name == "evidence")
    names = [column.name for column in table.columns]
    acta, portal = (dict(zip(names, values, strict=True)) for values in rows_of(table))
    assert (acta["file_name"], acta["file_type"]) == ("Acta.pdf", "application/pdf")
    assert (acta["file_size"], acta["file_sha256"]) == (len(made.PDF), evidence.file_sha256)
    assert not any(portal[f"file_{name}"] for name in ("name", "type", "size", "sha256"))


def test_review_tells_it_and_offers_it(client, row, evidence, secretariat):
    client.force_login(secretariat)
    shown = client.get(reverse("workspace:review", args=[row.pk])).content.decode()
    assert f"Acta ({evidence.file_words})".replace("\xa0", "&nbsp;") in shown.replace(
        "\xa0", "&nbsp;"
    )
    link = reverse("portal:evidence-file", args=[row.code, evidence.file_id])
    assert f'href="{link}" download' in shown


def test_report_names_it_in_an_annex(cycle, row, evidence):
    blocks = {block.id: block for block in compile_report(cycle).blocks}
    [line] = blocks["annex-files"].rows
    assert line.cells["evidence"] == "Acta"
    assert line.cells["file"] == evidence.file_words
    assert line.cells["code"] == row.code


def test_report_without_files_has_no_annex_of_them(cycle, row, focal_point):
    Intervention.objects.filter(pk=row.pk).update(state=State.OBSERVED, validated_at=None)
    blocks = {block.id for block in compile_report(cycle).blocks}
    assert "annex-files" not in blocks


def test_workbook_shows_its_name_locked(row):
    sheet = opened(workbook_of(row.lead_participation.entity, row.cycle))["Sustentos"]
    place = column_of(sheet, "Archivo")
    assert [sheet.cell(line, place).value for line in (2, 3)] == ["Acta.pdf", None]
    assert sheet.cell(2, place).protection.locked
    assert sheet.cell(3, place).protection.locked
