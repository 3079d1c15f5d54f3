"""Files of evidence: kept, told to a row, and gone when no row has them."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cycles.choices import CycleState
from cycles.models import ReportingCycle
from interventions import actions, freeze, rules
from interventions.choices import State
from interventions.differences import told_at, told_of
from interventions.models import Evidence, EvidenceFile, Intervention
from tests.factories import CycleFactory, FocalPointFactory, InterventionFactory, UserFactory
from tests.uploads import made


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(cycle=cycle, lead=entity)


def kept(by, name="Acta.pdf", body=made.PDF, **more):
    return actions.keep_file(name, body, by=by, **more)


def write(row, by, *evidence):
    """Write the evidence of a row: mappings, or names of documents without a file."""
    values = [
        {"kind": "document", "title": one} if isinstance(one, str) else {"kind": "document"} | one
        for one in evidence
    ]
    row = Intervention.objects.get(pk=row.pk)
    actions.write_contents(row, values={"evidence": values}, expected=row.version, by=by)
    return list(row.evidence.all())


def files():
    return set(EvidenceFile.objects.values_list("pk", flat=True))


def refused(change):
    with pytest.raises(ValidationError) as error:
        change()
    return error.value.message_dict


# -- kept -----------------------------------------------------------------------------------------


def test_file_is_kept_as_it_came_under_a_name_of_its_kind(focal_point):
    file = kept(focal_point, "..\\actas\\Acta nº 1.exe")
    stored = EvidenceFile.objects.get(pk=file.pk)
    assert (stored.name, stored.type, stored.size) == (
        "Acta nº 1.pdf",
        "application/pdf",
        len(made.PDF),
    )
    assert bytes(stored.body) == made.PDF
    assert stored.sha256 == sha256(made.PDF).hexdigest()
    assert len(stored.pk) == 32
    assert stored.kept_by == focal_point


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><script>", "Ese archivo no se acepta"),
        (b"", "está vacío"),
        (made.document("word/document.xml", "word/vbaProject.bin"), "macros"),
    ],
)
def test_file_that_is_not_taken_leaves_nothing(focal_point, body, said):
    found = refused(lambda: kept(focal_point, body=body))
    assert list(found) == ["upload"]
    assert said in found["upload"][0]
    assert files() == set()


def test_file_of_twenty_megabytes_is_the_largest(focal_point):
    most = rules.MOST_FILE_BYTES
    assert most == 20 * 1024 * 1024
    assert kept(focal_point, body=made.pdf_of(most)).size == most
    found = refused(lambda: kept(focal_point, body=made.pdf_of(most + 1)))
    assert found == {"upload": ["El archivo pasa de 20 MB: elija uno más liviano."]}


def test_file_that_the_scanner_refuses_is_not_kept(focal_point, settings):
    settings.UPLOAD_SCANNER = "tests.uploads.test_scanner.lets_nothing_in"
    assert "antivirus" in refused(lambda: kept(focal_point))["upload"][0]
    assert files() == set()


def test_who_writes_nothing_keeps_nothing(focal_point):
    with pytest.raises(PermissionDenied):
        kept(UserFactory())


def test_what_nobody_saved_in_a_week_is_forgotten(row, focal_point):
    now = timezone.now()
    saved = kept(focal_point, now=now - timedelta(days=9))
    write(row, focal_point, {"title": "Acta", "file_id": saved.pk})
    kept(focal_point, now=now - timedelta(days=8))
    recent = kept(focal_point, now=now - timedelta(days=6))
    last = kept(focal_point)
    assert files() == {saved.pk, recent.pk, last.pk}


def test_of_one_person_no_more_is_kept_than_a_form_can_name(focal_point, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ROWS", 2)
    _first, *last = [kept(focal_point) for _number in range(3)]
    assert files() == {file.pk for file in last}


# -- told to a row --------------------------------------------------------------------------------


def test_row_says_what_its_file_is(row, focal_point):
    file = kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    assert (evidence.file_id, evidence.file_name, evidence.file_type, evidence.file_size) == (
        file.pk,
        "Acta.pdf",
        "application/pdf",
        len(made.PDF),
    )
    assert evidence.file_sha256 == file.sha256
    assert told_of(row)["evidence"] == [f"Acta ({evidence.file_words})"]
    assert evidence.file_words.startswith("Acta.pdf, PDF, ")


def test_what_a_door_says_of_a_file_is_not_believed(row, focal_point):
    lie = {"file_name": "otra.exe", "file_type": "text/html", "file_size": 1, "file_sha256": "0"}
    file = kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": file.pk, **lie})
    assert (evidence.file_name, evidence.file_type) == ("Acta.pdf", "application/pdf")
    (evidence,) = write(row, focal_point, {"id": evidence.pk, "title": "Acta", **lie})
    assert evidence.file_name == "Acta.pdf"


def test_what_does_not_name_the_file_leaves_it(row, focal_point):
    file = kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    (same,) = write(row, focal_point, {"id": evidence.pk, "title": "Otro título"})
    assert (same.pk, same.title, same.file_id) == (evidence.pk, "Otro título", file.pk)


def test_same_again_changes_nothing(row, focal_point):
    file = kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    version = Intervention.objects.get(pk=row.pk).version
    told = {"id": evidence.pk, "title": "Acta", "file_id": file.pk}
    write(row, focal_point, told)
    assert Intervention.objects.get(pk=row.pk).version == version
    assert Evidence.history.count() == 1


def test_replaced_file_is_gone_and_history_says_what_it_was(row, focal_point):
    first = kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": first.pk})
    then = timezone.now()
    second = kept(focal_point, "Final.docx", made.document())
    told = {"id": evidence.pk, "title": "Acta", "file_id": second.pk}
    (evidence,) = write(row, focal_point, told)
    assert evidence.file_name == "Final.docx"
    assert files() == {second.pk}
    assert "Acta.pdf" in told_at(row, then)["evidence"][0]
    assert [one.file_sha256 for one in evidence.history.order_by("history_id")] == [
        first.sha256,
        second.sha256,
    ]


def test_file_taken_out_is_gone(row, focal_point):
    file = kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    (evidence,) = write(row, focal_point, {"id": evidence.pk, "title": "Acta", "file_id": None})
    assert (evidence.file_name, evidence.file_size, files()) == ("", None, set())


@pytest.mark.parametrize("deed", ["evidence", "intervention"])
def test_file_goes_with_its_row(row, focal_point, deed):
    write(row, focal_point, {"title": "Acta", "file_id": kept(focal_point).pk})
    if deed == "evidence":
        write(row, focal_point)
    else:
        row.refresh_from_db()
        actions.delete_draft(row, by=focal_point)
    assert files() == set()


def test_refused_save_leaves_the_files_as_they_were(row, focal_point):
    first, second = kept(focal_point), kept(focal_point)
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": first.pk})
    row.refresh_from_db()
    told = [{"id": evidence.pk, "kind": "document", "title": "Acta", "file_id": second.pk}]
    wrong = {"evidence": told, "start_date": "2026-02-02", "end_date": "2026-01-01"}
    with pytest.raises(ValidationError):
        actions.write_contents(row, values=wrong, expected=row.version, by=focal_point)
    assert files() == {first.pk, second.pk}
    assert row.evidence.get().file_id == first.pk


# -- whose file -----------------------------------------------------------------------------------


def test_nobody_names_the_file_of_somebody_else(row, entity, other_entity, focal_point):
    stranger = UserFactory()
    FocalPointFactory(entity=other_entity, user=stranger)
    file = kept(stranger)
    told = {"title": "Acta", "file_id": file.pk}
    assert refused(lambda: write(row, focal_point, told)) == {"evidence": [str(rules.FILE_IS_GONE)]}
    other = InterventionFactory(cycle=row.cycle, lead=other_entity)
    write(other, stranger, told)
    assert refused(lambda: write(row, focal_point, told)) == {"evidence": [str(rules.FILE_IS_GONE)]}


def test_file_of_another_intervention_is_not_named(row, entity, focal_point):
    told = {"title": "Acta", "file_id": kept(focal_point).pk}
    write(row, focal_point, told)
    other = InterventionFactory(cycle=row.cycle, lead=entity)
    assert "evidence" in refused(lambda: write(other, focal_point, told))


def test_file_that_was_forgotten_is_not_named(row, focal_point):
    told = {"title": "Acta", "file_id": "0" * 32}
    assert refused(lambda: write(row, focal_point, told)) == {"evidence": [str(rules.FILE_IS_GONE)]}


def test_colleague_saves_a_row_with_the_file_of_another(row, entity, focal_point):
    (evidence,) = write(row, focal_point, {"title": "Acta", "file_id": kept(focal_point).pk})
    colleague = UserFactory()
    FocalPointFactory(entity=entity, user=colleague, role="alternate")
    told = {"id": evidence.pk, "title": "Otro", "file_id": evidence.file_id}
    (same,) = write(row, colleague, told)
    assert (same.title, same.file_name) == ("Otro", "Acta.pdf")


# -- which row is meant, where a door names no keys ------------------------------------------------


def test_rows_are_told_by_the_names_of_their_files(row, focal_point):
    first, second = kept(focal_point, "a.pdf"), kept(focal_point, "b.pdf")
    write(
        row,
        focal_point,
        {"title": "A", "file_id": first.pk},
        "Sin archivo",
        {"title": "B", "file_id": second.pk},
    )
    found = write(
        row,
        focal_point,
        {"title": "Nuevo", "file_name": ""},
        {"title": "Otro B", "file_name": "b.pdf"},
        {"title": "Otro A", "file_name": "a.pdf"},
    )
    assert {one.title: one.file_id for one in found} == {
        "Nuevo": None,
        "Otro B": second.pk,
        "Otro A": first.pk,
    }


# -- from one cycle to the next --------------------------------------------------------------------


def close(cycle):
    ReportingCycle.objects.filter(pk=cycle.pk).update(state=CycleState.CLOSED)
    return CycleFactory(code="2030")


def test_unfinished_row_of_a_closed_cycle_takes_its_file_along(row, cycle, focal_point):
    file = kept(focal_point)
    write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    again = actions.carry_forward(row, cycle=close(cycle), by=focal_point)
    assert again.evidence.get().file_id == file.pk
    assert files() == {file.pk}
    write(again, focal_point)
    assert files() == {file.pk}
    assert Evidence.objects.get().intervention == row


def test_validated_row_is_carried_without_evidence(row, cycle, focal_point):
    file = kept(focal_point)
    write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    Intervention.objects.filter(pk=row.pk).update(
        state=State.VALIDATED, validated_at=timezone.now()
    )
    row.refresh_from_db()
    again = actions.carry_forward(row, cycle=close(cycle), by=focal_point)
    assert not again.evidence.exists()
    assert files() == {file.pk}


CHANGES = {
    "body": lambda files: files.update(body=b"otro"),
    "name": lambda files: files.update(name="otro.pdf"),
    "evidence": lambda _files: Evidence.objects.update(file_name="otro.pdf"),
    "taken out": lambda _files: Evidence.objects.update(
        file=None, file_name="", file_type="", file_size=None, file_sha256=""
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_database_refuses_to_change_the_file_of_a_closed_cycle(row, cycle, focal_point, change):
    file = kept(focal_point)
    write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    close(cycle)
    with pytest.raises(IntegrityError, match=freeze.MESSAGE), transaction.atomic():
        change(EvidenceFile.objects.filter(pk=file.pk))
    assert bytes(EvidenceFile.objects.get().body) == made.PDF


def test_database_refuses_to_delete_the_file_of_a_closed_cycle(row, cycle, focal_point):
    file = kept(focal_point)
    write(row, focal_point, {"title": "Acta", "file_id": file.pk})
    close(cycle)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceFile.objects.filter(pk=file.pk)._raw_delete("default")
    assert files() == {file.pk}


def test_database_takes_no_half_told_file(row, focal_point):
    (evidence,) = write(row, focal_point, "Acta")
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(file_name="acta.pdf")


def test_writing_three_files_takes_as_many_queries_as_one(row, focal_point):
    write(row, focal_point, "Acta")  # the entity's answer to the call follows the first
    write(row, focal_point)
    counts = []
    for rows in (1, 3):
        told = [{"title": f"Acta {n}", "file_id": kept(focal_point).pk} for n in range(rows)]
        with CaptureQueriesContext(connection) as asked:
            write(row, focal_point, *told)
        counts.append(len(asked))
        write(row, focal_point)
    assert counts[0] == counts[1]
