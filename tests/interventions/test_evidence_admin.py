"""Files of evidence in the back-office."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interventions import actions
from interventions.models import EvidenceFile, Intervention
from tests.factories import InterventionFactory
from tests.interventions.doors import BackOffice
from tests.uploads import made

NEW = {
    "evidence-TOTAL_FORMS": 1,
    "evidence-0-kind": "document",
    "evidence-0-title": "Acta",
}


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(cycle=cycle, lead=entity)


@pytest.fixture
def desk(client, focal_point):
    return BackOffice(client, focal_point)


def file(name="acta.pdf", body=made.PDF):
    return SimpleUploadedFile(name, body)


def page(client, row):
    address = reverse("admin:interventions_intervention_change", args=[row.pk])
    return client.get(address).content.decode()


@pytest.fixture
def stored(row, focal_point):
    key = actions.keep_file("acta.pdf", made.PDF, by=focal_point).pk
    told = {"evidence": [{"kind": "document", "title": "Acta", "file_id": key}]}
    row = Intervention.objects.get(pk=row.pk)
    actions.write_contents(row, values=told, expected=row.version, by=focal_point)
    return row.evidence.get()


def test_file_is_chosen_and_saved(desk, client, row):
    answer = desk.send(row, **NEW, **{"evidence-0-upload": file()})
    assert answer.status_code == 302
    evidence = row.evidence.get()
    assert (evidence.title, evidence.file_name) == ("Acta", "acta.pdf")
    shown = page(client, row)
    assert 'enctype="multipart/form-data"' in shown
    link = reverse("portal:evidence-file", args=[row.code, evidence.file_id])
    assert f'<a href="{link}">acta.pdf, PDF, ' in shown


def test_refused_file_is_told_at_its_field(desk, row):
    answer = desk.send(row, **NEW, **{"evidence-0-upload": file(body=b"MZ")})
    assert answer.status_code == 200
    assert "Ese archivo no se acepta" in answer.content.decode()
    assert 'value="Acta"' in answer.content.decode()
    assert not EvidenceFile.objects.exists()


def test_good_file_stays_chosen_where_something_else_is_wrong(desk, row):
    typed = NEW | {"evidence-0-title": "", "evidence-0-upload": file()}
    answer = desk.send(row, **typed)
    assert answer.status_code == 200
    key = EvidenceFile.objects.get().pk
    assert f'value="{key}"' in answer.content.decode()
    assert desk.send(row, **NEW, **{"evidence-0-file_key": key}).status_code == 302
    assert row.evidence.get().file_name == "acta.pdf"


def test_good_file_is_kept_once_where_the_writer_refuses(desk, row):
    """The form is then read twice."""
    ended = {"start_date": "02/02/2026", "end_date": "01/01/2026"}
    desk.send(row, **NEW, **ended, **{"evidence-0-upload": file()})
    assert EvidenceFile.objects.count() == 1


def test_file_stays_is_replaced_and_taken_out(desk, row, stored):
    desk.send(row, **{"evidence-0-title": "Otra"})
    assert row.evidence.get().file_id == stored.file_id
    desk.send(row, **{"evidence-0-upload": file("final.pdf")})
    assert row.evidence.get().file_name == "final.pdf"
    desk.send(row, **{"evidence-0-drop_file": "on"})
    assert row.evidence.get().file_name == ""
    assert not EvidenceFile.objects.exists()


def test_who_reads_sees_it_and_chooses_none(client, secretariat, row, stored):
    client.force_login(secretariat)
    shown = page(client, row)
    assert "acta.pdf, PDF, " in shown
    assert 'type="file"' not in shown


def test_who_may_not_write_the_row_keeps_nothing(client, secretariat, row):
    client.force_login(secretariat)
    address = reverse("admin:interventions_intervention_change", args=[row.pk])
    answer = client.post(address, NEW | {"evidence-0-upload": file()})
    assert answer.status_code == 403
    assert not EvidenceFile.objects.exists()
