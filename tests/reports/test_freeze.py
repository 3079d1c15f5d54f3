"""What is published cannot be altered: refused or detected, road by road."""

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from reports import freeze, queries
from reports.choices import ReportState
from reports.models import CountryReport, ReportFile
from tests.factories import CountryReportFactory


def refused(change):
    """The database refuses `change`, and the connection goes on."""
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        change()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ReportState.DRAFT, "published_at": None, "published_by": None},
        {"checksum": "0" * 64},
        {"content": {}},
        {"change_note": "Otra"},
        {"number": 99},
        {"language": "en"},
    ],
)
def test_orm_update_is_refused(published, fields):
    refused(lambda: CountryReport.objects.filter(pk=published.pk).update(**fields))


def test_orm_save_is_refused(published):
    published.change_note = "Otra"
    refused(published.save)


def test_orm_delete_is_refused(published):
    ReportFile.objects.none().delete()
    refused(lambda: CountryReport.objects.filter(pk=published.pk)._raw_delete("default"))
    refused(lambda: ReportFile.objects.filter(report=published).delete())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_countryreport SET content = '{}'",
        "UPDATE reports_countryreport SET state = 'draft', published_at = NULL",
        "DELETE FROM reports_countryreport",
        "UPDATE reports_reportfile SET checksum = ''",
        "DELETE FROM reports_reportfile",
        "INSERT INTO reports_reportfile (report_id, format, body, checksum) "
        "SELECT id, 'otro', '', '' FROM reports_countryreport",
    ],
)
def test_sql_is_refused(published, statement):
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(statement))


def test_roads_around_update_and_delete_are_refused(published):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE waits for them
        statement = "TRUNCATE reports_countryreport CASCADE"
    else:
        statement = (
            "INSERT OR REPLACE INTO reports_reportfile (id, report_id, format, body, checksum) "
            "SELECT id, report_id, format, '', '' FROM reports_reportfile"
        )
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(statement))


def test_compiled_content_of_a_draft_does_not_change_either(cycle):
    report = CountryReportFactory(cycle)
    refused(lambda: CountryReport.objects.filter(pk=report.pk).update(content={}))


def test_admin_and_api_have_no_way_to_write(client, published, superuser):
    client.force_login(superuser)
    address = reverse("admin:reports_countryreport_change", args=[published.pk])
    client.post(address, {"change_note": "Otra", "checksum": "0"})
    delete = reverse("admin:reports_countryreport_delete", args=[published.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(
            reverse("report-detail", args=[published.code])
        ).status_code in {403, 405}
    move = reverse("admin:reports_countryreport_move", args=[published.pk, "return"])
    client.post(move)
    assert CountryReport.objects.get(pk=published.pk).checksum == published.checksum
    assert CountryReport.objects.get(pk=published.pk).state == ReportState.PUBLISHED


def test_every_trigger_is_there_after_all_migrations(db):
    sources = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
        "WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sources[connection.vendor])
        found = dict(cursor.fetchall())
    assert set(freeze.TRIGGERS.items()) <= set(found.items())


@pytest.fixture
def without_triggers(published):
    """What an administrator of the database could do."""
    freeze.remove(connection.SchemaEditorClass(connection))
    return published


def test_altered_content_is_detected(without_triggers):
    told = without_triggers.content
    told["title"] = "Otro título"
    CountryReport.objects.filter(pk=without_triggers.pk).update(content=told)
    with pytest.raises(CommandError, match="alteradas: 1 de 1"):
        call_command("verify_report", without_triggers.code, stdout=StringIO())


@pytest.mark.parametrize("alter", ["body", "missing", "content and checksum"])
def test_altered_files_are_detected(without_triggers, alter):
    report = without_triggers
    if alter == "body":
        ReportFile.objects.filter(report=report, format="pdf").update(body=b"%PDF otro")
    elif alter == "missing":
        ReportFile.objects.filter(report=report, format="docx").delete()
    else:  # whoever mends the checksum too is given away by the file
        told = report.content | {"title": "Otro título"}
        report.content = told
        CountryReport.objects.filter(pk=report.pk).update(
            content=told, checksum=report.told.checksum
        )
    assert queries.problems_of(CountryReport.objects.get(pk=report.pk))


def test_intact_versions_are_confirmed_and_a_file_is_recognised(published, tmp_path):
    out = StringIO()
    call_command("verify_report", stdout=out)
    assert "2026-es-1: conforme" in out.getvalue()
    file = tmp_path / "informe.pdf"
    file.write_bytes(queries.file_of(published, "pdf").body)
    call_command("verify_report", file=file, stdout=out)
    assert "es la versión publicada 2026-es-1 (pdf)" in out.getvalue()
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(CommandError, match="no es un archivo publicado"):
        call_command("verify_report", file=file, stdout=out)


def test_checksum_stands_in_the_document(published):
    for name in ("html", "docx", "json"):
        assert published.checksum in _text(queries.file_of(published, name).body, name)


def _text(body, name):
    if name != "docx":
        return body.decode()
    from io import BytesIO
    from zipfile import ZipFile

    return ZipFile(BytesIO(body)).read("word/document.xml").decode()


@pytest.mark.parametrize("model", [CountryReport, ReportFile])
def test_import_of_altered_rows_is_refused(published, model):
    field = "content" if model is CountryReport else "checksum"
    told = json.loads(serializers.serialize("json", model.objects.all()))
    for row in told:
        row["fields"][field] = {} if field == "content" else "0" * 64
    for row in serializers.deserialize("json", json.dumps(told)):
        refused(row.save)
