"""The open data: every file keeps its own schema, tells nothing that is not public, and stays."""

import hashlib
import io
import json
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from api.downloads.cells import as_written
from entities.models import FocalPoint, Region
from interventions.actions import move_intervention
from interventions.choices import ChallengeCategory, Move, State
from interventions.models import Challenge, Evidence, Intervention, Participation, Result
from reports.dataset import freeze
from reports.dataset.actions import publish_dataset
from reports.dataset.package import read_dump
from reports.dataset.queries import problems_of_dataset, report_without_data
from reports.dataset.tables import TABLES
from reports.models import Dataset
from tests.factories import (
    ChallengeFactory,
    CountryReportFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)
from tests.reports.open_data import (
    NOON,
    everything,
    lines_of,
    opened,
    packed_now,
    wrong_in,
)

__all__ = ["everything"]


def test_every_file_keeps_its_own_schema(everything):
    files = opened(packed_now())
    assert set(files) == {"LEEME.txt", "datapackage.json", *(f"{one.name}.csv" for one in TABLES)}
    assert wrong_in(files) == []
    filled = {name for name, body in files.items() if body.count(b"\r\n") > 1}
    empty = {"intervention_countries", "intervention_target_groups", "countries", "target_groups"}
    assert {one.name for one in TABLES} - {name.removesuffix(".csv") for name in filled} == empty


def test_data_of_2022_keep_their_schema(data_of_2022, db):
    files = opened(packed_now())
    assert wrong_in(files) == []
    assert len(lines_of(files["interventions.csv"])) == Intervention.objects.count()


def test_texts_come_back_as_they_were_written(everything):
    files = opened(packed_now())
    told = {row["code"]: row["title"] for row in lines_of(files["interventions.csv"])}
    assert {as_written(title) for title in told.values()} == {row.title for row in everything}
    assert told[everything[0].code] == "'=1+1"
    assert told[everything[1].code] == "-5"
    [challenge] = lines_of(files["challenges.csv"])
    assert as_written(challenge["text"]) == "'=apóstrofo propio"
    objective = next(row for row in lines_of(files["provisions.csv"]) if row["code"] == "7")
    assert objective["title_es"] == 'Con "comillas", comas\r\ny línea'
    results = lines_of(files["results.csv"])
    of_row = {row["result"]: row["position"] for row in lines_of(files["result_interventions.csv"])}
    results.sort(key=lambda row: of_row[row["code"]])
    assert [row["value"] for row in results] == ["-21522.5", "", "100"]


def test_equal_data_give_equal_bytes_whoever_asks_and_in_whatever_order_they_were_written(
    everything,
):
    first = packed_now()
    with translation.override("en"):
        assert packed_now() == first
    for row in reversed(everything):  # a new position in the table, nothing else
        Participation.objects.filter(intervention=row).update(confirmed_at=None)
    assert packed_now() == first
    codes = [row["acronym"] for row in lines_of(opened(first)["entities.csv"])]
    assert codes == sorted(codes)  # by code point, as no database's collation would


def test_codes_and_no_key_of_the_database(everything):
    for name, body in opened(packed_now()).items():
        if name.endswith(".csv"):
            header = body.decode().split("\r\n", 1)[0].split(",")
            assert not {"id", "pk"} & set(header), name
            assert not [column for column in header if column.endswith("_id")], name


def test_nothing_that_is_not_public_is_in_any_file(
    everything, cycle, entity, focal_point, secretariat
):
    FocalPoint.objects.update(
        institutional_email="canario@correo.example",
        institutional_phone="canario-telefono",
        document="canario-oficio",
        position="canario-cargo",
    )
    before = packed_now()
    objective = ProvisionFactory(code="7")
    draft = InterventionFactory(
        cycle=cycle,
        lead=entity,
        provision=objective,
        title="canario-borrador",
        source_document="canario-fuente",
    )
    ResultFactory(intervention=draft, text="canario-resultado")
    ChallengeFactory(intervention=draft, text="canario-dificultad")
    Evidence.objects.create(intervention=draft, kind="link", title="canario-sustento")
    Challenge.objects.create(
        cycle=cycle,
        entity=entity,
        provision=objective,
        category=ChallengeCategory.DATA,
        text="canario-sin-validar",
    )
    draft.regions.add(Region.objects.get())
    reopened = InterventionFactory(
        state=State.SUBMITTED,
        cycle=cycle,
        lead=entity,
        provision=objective,
        title="canario-observada",
    )
    move_intervention(
        reopened,
        move=Move.OBSERVE,
        by=secretariat,
        reason="canario-motivo",
        observations={"title": "canario-nota"},
    )
    Participation.objects.filter(intervention=everything[0]).update(
        contribution_text="canario-aporte"
    )
    after = packed_now()
    assert after == before  # not even an order or a count tells that they exist
    for name, body in opened(after).items():
        assert b"canario" not in body, name
        assert focal_point.username.encode() not in body, name


def test_reading_asks_the_same_number_of_queries_however_many_rows(everything, cycle):
    with CaptureQueriesContext(connection) as first:
        read_dump()
    InterventionFactory.create_batch(3, state=State.VALIDATED, cycle=cycle)
    with CaptureQueriesContext(connection) as second:
        read_dump()
    assert len(first) == len(second)


def test_publication_of_a_report_publishes_the_data_once_committed(
    everything, secretariat, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        report = CountryReportFactory(everything[0].cycle, published_by=secretariat)
    dataset = Dataset.objects.get()
    assert dataset.report == report
    assert dataset.version.endswith(".1")
    assert hashlib.sha256(bytes(dataset.body)).hexdigest() == dataset.checksum
    assert dataset.size == len(bytes(dataset.body))
    assert wrong_in(opened(bytes(dataset.body))) == []


def test_review_of_a_report_publishes_no_data(cycle, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        CountryReportFactory(cycle)
    assert not Dataset.objects.exists()


def test_nothing_is_published_where_nothing_changed(everything, settings):
    assert publish_dataset(now=lambda: NOON).version == "2026-03-01.1"
    assert publish_dataset() is None
    ResultFactory(intervention=everything[0], text="Otro")
    assert publish_dataset(now=lambda: NOON.replace(hour=18)).version == "2026-03-01.2"
    settings.OPEN_DATA_LICENCE = {"name": "Alguna", "url": "https://registro.example/licencia"}
    licensed = publish_dataset(now=lambda: NOON.replace(day=2))
    assert licensed.version == "2026-03-02.1"
    package = json.loads(opened(bytes(licensed.body))["datapackage.json"])
    assert package["licenses"] == [{"title": "Alguna", "path": "https://registro.example/licencia"}]
    assert b"Alguna: https://registro.example/licencia" in opened(bytes(licensed.body))["LEEME.txt"]


def test_what_was_read_before_the_latest_version_is_not_published_after_it(everything):
    publish_dataset()
    ResultFactory(intervention=everything[0], text="Otro")
    assert publish_dataset(now=lambda: NOON) is None


def test_day_of_a_version_is_limas(everything):
    late = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # still the first of March in Lima
    dataset = publish_dataset(now=lambda: late)
    assert dataset.version == "2026-03-01.1"
    with ZipFile(io.BytesIO(bytes(dataset.body))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 3, 1, 0, 0, 0)}


def test_restarted_worker_asks_for_data_that_a_killed_one_left(
    everything, secretariat, django_capture_on_commit_callbacks
):
    report = CountryReportFactory(everything[0].cycle, published_by=secretariat)  # never committed
    assert report_without_data() == report
    with django_capture_on_commit_callbacks(execute=True):
        call_command("recover_jobs")
    assert Dataset.objects.get().report == report
    assert report_without_data() is None


def refused(change):
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        change()


def test_database_refuses_any_change_of_a_version(everything):
    dataset = publish_dataset()
    refused(lambda: Dataset.objects.update(checksum="0"))
    refused(lambda: Dataset.objects.all()._raw_delete("default"))
    refused(dataset.save)
    for statement in ("UPDATE reports_dataset SET body = ''", "DELETE FROM reports_dataset"):
        with connection.cursor() as cursor:
            refused(lambda: cursor.execute(statement))  # noqa: B023 - called at once
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses by itself
            refused(lambda: cursor.execute("TRUNCATE reports_dataset CASCADE"))
    else:
        with connection.cursor() as cursor:
            names = ", ".join(field.column for field in Dataset._meta.concrete_fields)
            statement = (
                f"INSERT OR REPLACE INTO reports_dataset ({names}) "  # noqa: S608
                f"SELECT {names.replace('size', '0')} FROM reports_dataset"
            )
            refused(lambda: cursor.execute(statement))


def test_triggers_of_the_open_data_are_there_after_all_migrations(db):
    sources = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sources[connection.vendor])
        assert set(freeze.TRIGGERS) <= {name for (name,) in cursor.fetchall()}


def test_command_publishes_checks_and_says_what_is_not_published(everything, capsys):
    with pytest.raises(CommandError, match="sin publicar"):
        call_command("publish_data", "--check")
    assert not Dataset.objects.exists()
    call_command("publish_data")
    call_command("publish_data")
    call_command("publish_data", "--check")
    told = capsys.readouterr().out
    assert "Nada cambió" in told
    assert "conforme" in told
    Result.objects.update(text="Otro")
    with pytest.raises(CommandError, match="sin publicar"):
        call_command("publish_data", "--check")


@pytest.mark.parametrize("field", ["body", "checksum", "size", "summary"])
def test_altered_version_is_detected(everything, field):
    publish_dataset()
    freeze.remove(connection.SchemaEditorClass(connection))
    dataset = Dataset.objects.get()
    altered = {
        "body": b"no zip",
        "checksum": "0",
        "size": 3,
        "summary": {"tables": [{"name": "entities", "sha256": "0"}, {"name": "falta"}]},
    }
    Dataset.objects.update(**{field: altered[field]})
    dataset.refresh_from_db()
    assert problems_of_dataset(dataset)
    with pytest.raises(CommandError, match="alteradas: 1 de 1"):
        call_command("publish_data", "--check")
