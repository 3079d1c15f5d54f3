"""The step in which evidence is written: its files are chosen, replaced and taken out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions import actions, rules
from interventions.models import Evidence, EvidenceFile, Intervention
from tests.factories import FocalPointFactory, InterventionFactory, UserFactory
from tests.uploads import made
from tests.workspace.typing import opened, rows

WRITTEN = {"kind": "document", "title": "Acta"}


def file(name="acta.pdf", body=made.PDF):
    return SimpleUploadedFile(name, body, "text/html")


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, title="Como estaba")


@pytest.fixture
def writer(client, focal_point):
    client.force_login(focal_point)
    return client


def address(row):
    return reverse("workspace:write", args=[row.pk, "sustento"])


def send(client, row, *typed, initial=0, **more):
    """Send the step with these rows of evidence."""
    data = {"opened": opened(row, "sustento"), "then": "stay"}
    return client.post(address(row), data | rows("evidence", *typed, initial=initial) | more)


def saved(row):
    return [(one.title, one.file_name) for one in row.evidence.all()]


def stored(row, by, name="acta.pdf", **more):
    """A row of evidence with a file, written already."""
    key = actions.keep_file(name, made.PDF, by=by).pk
    told = {"evidence": [WRITTEN | {"file_id": key} | more]}
    row = Intervention.objects.get(pk=row.pk)
    actions.write_contents(row, values=told, expected=row.version, by=by)
    return row.evidence.get()


def text(answer):
    return answer.content.decode()


def test_file_is_chosen_and_saved(writer, row, focal_point):
    page = text(writer.get(address(row)))
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="evidence-0-upload"' in page
    answer = send(writer, row, {**WRITTEN, "upload": file("Acta nº 3.exe")})
    assert answer.status_code == 302
    assert saved(row) == [("Acta", "Acta nº 3.pdf")]
    page = text(writer.get(address(row)))
    link = reverse("portal:evidence-file", args=[row.code, row.evidence.get().file_id])
    assert f'<a href="{link}">Acta nº 3.pdf</a> (PDF, ' in page
    assert writer.get(link).content == made.PDF


def test_step_without_files_takes_none(writer, row):
    page = text(writer.get(reverse("workspace:write", args=[row.pk, "resultados"])))
    assert "multipart" not in page
    assert 'type="file"' not in page


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><script>alert(1)</script>", "Ese archivo no se acepta"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Ese archivo no se acepta"),
        (made.PDF + b"<script>", "incompleto o dañado"),
        (made.document("word/document.xml", "word/vbaProject.bin"), "lleva macros"),
        (made.spoilt(6, b"\x01\x00"), "pide contraseña"),
        (b"", "está vacío"),
    ],
)
def test_refused_file_is_told_in_its_row_and_nothing_typed_is_lost(writer, row, body, said):
    typed = {**WRITTEN, "number": "015-2026", "upload": file(body=body)}
    answer = send(writer, row, typed, source_document="Informe anual")
    assert answer.status_code == 400
    page = text(answer)
    assert page.count(said) == 2  # on top, and in its row
    assert 'href="#id_evidence-0-upload"' in page
    assert 'value="015-2026"' in page
    assert 'value="Informe anual"' in page
    assert not EvidenceFile.objects.exists()
    assert not row.evidence.exists()


def test_file_that_is_too_large_is_not_read_whole(writer, row, monkeypatch):
    monkeypatch.setattr(rules, "MOST_FILE_BYTES", 2**20)
    page = text(send(writer, row, {**WRITTEN, "upload": file(body=made.pdf_of(2**20 + 1))}))
    assert "El archivo pasa de 1 MB" in page


def test_row_with_nothing_but_a_refused_file_says_so(writer, row):
    answer = send(writer, row, {"upload": file(body=b"MZ")})
    assert answer.status_code == 400
    assert "Ese archivo no se acepta" in text(answer)


def test_scanner_that_fails_is_told(writer, row, settings):
    settings.UPLOAD_SCANNER = "no.such.module"
    answer = send(writer, row, {**WRITTEN, "upload": file()})
    assert answer.status_code == 400
    assert "pruebe otra vez más tarde" in text(answer)


def test_good_file_stays_chosen_where_something_else_is_wrong(writer, row):
    typed = {"kind": "document", "title": "", "upload": file()}
    answer = send(writer, row, typed, {**WRITTEN, "upload": file(body=b"MZ")})
    assert answer.status_code == 400
    assert "acta.pdf (PDF, " in text(answer)
    key = EvidenceFile.objects.get().pk
    assert f'value="{key}"' in text(answer)
    assert send(writer, row, {**WRITTEN, "file_key": key}).status_code == 302
    assert saved(row) == [("Acta", "acta.pdf")]


def test_good_file_stays_chosen_where_another_row_is_added(writer, row):
    answer = send(writer, row, {**WRITTEN, "upload": file()}, then="add-row")
    assert answer.status_code == 200
    assert "elegido; se guarda con lo demás" in text(answer)
    assert 'name="evidence-1-upload"' in text(answer)


def test_refused_file_is_told_where_another_row_is_added(writer, row):
    page = text(send(writer, row, {**WRITTEN, "upload": file(body=b"MZ")}, then="add-row"))
    assert "Ese archivo no se acepta" in page


def test_good_file_stays_chosen_where_somebody_else_was_faster(writer, row, entity):
    then = opened(row, "sustento")
    colleague = UserFactory()
    FocalPointFactory(entity=entity, user=colleague, role="alternate")
    stored(row, colleague, "otra.pdf")
    answer = send(writer, row, {**WRITTEN, "upload": file()}, opened=then)
    assert answer.status_code == 409
    assert "acta.pdf (PDF, " in text(answer)
    assert "otra.pdf, PDF, " in text(answer)


def test_chosen_file_is_in_the_copy_of_what_was_typed(writer, row):
    send(writer, row, {"kind": "", "title": "", "upload": file()})
    key = EvidenceFile.objects.get().pk
    typed = rows("evidence", {**WRITTEN, "file_key": key})
    about = {"opened": opened(row, "sustento"), "row": row.pk, "step": "sustento"}
    assert writer.post(reverse("workspace:keep"), typed | about).status_code == 200
    assert "acta.pdf (PDF, " in text(writer.get(address(row)))


def test_file_is_replaced(writer, row, focal_point):
    evidence = stored(row, focal_point)
    told = {**WRITTEN, "id": evidence.pk, "file_key": evidence.file_id}
    send(writer, row, {**told, "upload": file("final.pdf"), "drop_file": "on"}, initial=1)
    assert saved(row) == [("Acta", "final.pdf")]
    assert [one.name for one in EvidenceFile.objects.all()] == ["final.pdf"]


def test_file_is_taken_out(writer, row, focal_point):
    evidence = stored(row, focal_point)
    told = {**WRITTEN, "id": evidence.pk, "file_key": evidence.file_id}
    send(writer, row, {**told, "drop_file": "on"}, initial=1)
    assert saved(row) == [("Acta", "")]
    assert not EvidenceFile.objects.exists()


def test_file_stays_where_nobody_touches_it(writer, row, focal_point):
    evidence = stored(row, focal_point)
    told = {**WRITTEN, "title": "Otro", "id": evidence.pk, "file_key": evidence.file_id}
    send(writer, row, told, initial=1)
    assert saved(row) == [("Otro", "acta.pdf")]


def test_file_goes_with_its_row(writer, row, focal_point):
    evidence = stored(row, focal_point)
    told = {**WRITTEN, "id": evidence.pk, "file_key": evidence.file_id, "DELETE": "on"}
    send(writer, row, told, initial=1)
    assert saved(row) == []
    assert not EvidenceFile.objects.exists()


def test_file_of_somebody_else_is_not_there(writer, row, other_entity):
    stranger = UserFactory()
    FocalPointFactory(entity=other_entity, user=stranger)
    key = actions.keep_file("secreto.pdf", made.PDF, by=stranger).pk
    answer = send(writer, row, {**WRITTEN, "file_key": key})
    assert answer.status_code == 400
    assert str(rules.FILE_IS_GONE) in text(answer)
    assert "secreto.pdf" not in text(answer)


@pytest.mark.parametrize("key", ["0" * 32, "x", "'"])
def test_file_that_was_forgotten_is_chosen_again(writer, row, key):
    answer = send(writer, row, {**WRITTEN, "file_key": key})
    assert answer.status_code == 400
    assert str(rules.FILE_IS_GONE) in text(answer)


def test_more_files_than_people_choose_at_once_are_taken(writer, row):
    typed = [{**WRITTEN, "title": f"Acta {n}", "upload": file(f"{n}.pdf")} for n in range(25)]
    assert send(writer, row, *typed).status_code == 302
    assert row.evidence.exclude(file=None).count() == 25


def test_page_takes_as_many_queries_for_three_files(writer, row, focal_point):
    counts = []
    for rows_there in (1, 3):
        told = [
            WRITTEN | {"file_id": actions.keep_file(f"{n}.pdf", made.PDF, by=focal_point).pk}
            for n in range(rows_there)
        ]
        fresh = Intervention.objects.get(pk=row.pk)
        actions.write_contents(
            fresh, values={"evidence": told}, expected=fresh.version, by=focal_point
        )
        with CaptureQueriesContext(connection) as asked:
            writer.get(address(row))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_contents_are_read_by_no_page(writer, row, focal_point):
    stored(row, focal_point)
    evidence = Evidence.objects.get()
    kept = actions.keep_file("b.pdf", made.PDF, by=focal_point)
    typed = {"id": evidence.pk, "kind": "", "title": "", "file_key": evidence.file_id}
    with CaptureQueriesContext(connection) as asked:
        send(writer, row, typed, {"file_key": kept.pk, "title": ""}, initial=1)
    assert '"body"' not in "".join(one["sql"] for one in asked)


def test_of_what_is_chosen_and_never_saved_nothing_stays(writer, row, focal_point):
    actions.keep_file("a.pdf", made.PDF, by=focal_point, now=timezone.now() - timedelta(days=8))
    send(writer, row, {**WRITTEN, "upload": file()})
    assert [one.name for one in EvidenceFile.objects.all()] == ["acta.pdf"]
