"""The file of evidence: who downloads it, and that it is a download and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions import actions
from interventions.choices import State
from interventions.models import Intervention
from tests.factories import CycleFactory, InterventionFactory
from tests.matrix import (
    OF_THE_ENTITY,
    PARTNERS,
    PEOPLE,
    STAFF,
    partners,
    people,
    people_with,
    statuses_of,
    who_gets,
)
from tests.uploads import made

__all__ = ["partners", "people"]


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(cycle=cycle, lead=entity)


def with_file(row, by, name="Acta nº 1.pdf", body=made.PDF, title="Acta"):
    """The row with one more file; gives the address of the file."""
    key = actions.keep_file(name, body, by=by).pk
    row = Intervention.objects.get(pk=row.pk)
    stored = [{"id": pk} for pk in row.evidence.values_list("pk", flat=True)]
    told = [*stored, {"kind": "document", "title": title, "file_id": key}]
    actions.write_contents(row, values={"evidence": told}, expected=row.version, by=by)
    return address(row, key)


def address(row, key):
    return reverse("portal:evidence-file", args=[row.code, key])


def put(row, state):
    """The row in another state."""
    at = timezone.now() if state == State.VALIDATED else None
    Intervention.objects.filter(pk=row.pk).update(state=state, validated_at=at)


@pytest.mark.parametrize("state", State.values)
def test_who_downloads_it(client, people, row, focal_point, state):
    link = with_file(row, focal_point)
    put(row, state)
    readers = set(PEOPLE) if state == State.VALIDATED else OF_THE_ENTITY | STAFF
    statuses = statuses_of(client, people, link)
    assert people_with(statuses, 200) == readers
    assert people_with(statuses, 404) == set(PEOPLE) - readers


def test_partners_download_it(client, partners, row, focal_point):
    people, take_part = partners
    link = with_file(row, focal_point)
    assert who_gets(client, people, link) == set()
    take_part(row)
    assert who_gets(client, people, link) == PARTNERS


def test_file_that_nobody_saved_is_nobodys(client, people, row, focal_point):
    put(row, State.VALIDATED)
    link = address(row, actions.keep_file("a.pdf", made.PDF, by=focal_point).pk)
    assert who_gets(client, people, link) == set()


def test_file_stands_under_its_own_intervention(client, row, entity, focal_point):
    link = with_file(row, focal_point)
    put(row, State.VALIDATED)
    other = InterventionFactory(cycle=row.cycle, lead=entity, state=State.VALIDATED)
    assert client.get(link).status_code == 200
    for wrong in (address(other, link.split("/")[-2]), address(row, "0" * 32), link[:-2] + "/"):
        assert client.get(wrong).status_code == 404


def test_file_of_two_cycles_is_public_where_one_of_them_is(client, row, cycle, focal_point):
    link = with_file(row, focal_point)
    type(cycle).objects.filter(pk=cycle.pk).update(state="closed")
    again = actions.carry_forward(row, cycle=CycleFactory(code="2030"), by=focal_point)
    assert client.get(link).status_code == 404
    put(again, State.VALIDATED)
    assert client.get(link).content == made.PDF


def test_it_is_a_download_and_nothing_else(client, row, focal_point):
    link = with_file(row, focal_point, "../Informe de ejecución\r\nX: 1.html")
    put(row, State.VALIDATED)
    answer = client.get(link)
    assert answer.content == made.PDF
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Informe%20de%20ejecuci%C3%B3n%20X%201.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Length"] == str(len(made.PDF))
    assert headers["Cache-Control"] == "no-cache"
    assert "X" not in headers
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(link).status_code == 405


def test_what_is_somebodys_is_not_kept(client, row, focal_point):
    link = with_file(row, focal_point)
    client.force_login(focal_point)
    answer = client.get(link)
    assert answer.content == made.PDF
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_has_it_already_gets_it_once(client, row, focal_point):
    link = with_file(row, focal_point)
    put(row, State.VALIDATED)
    etag = client.get(link).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        again = client.get(link, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert '"body"' not in "".join(one["sql"] for one in asked)
    put(row, State.OBSERVED)
    assert client.get(link, headers={"If-None-Match": etag}).status_code == 404


def test_public_page_offers_it_by_kind_and_size(client, row, focal_point):
    link = with_file(row, focal_point, body=made.pdf_of(1_258_291))
    put(row, State.VALIDATED)
    page = client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    assert f'href="{link}" download' in page
    assert "Descargar PDF, 1.2\xa0MB" in page
    assert "Acta nº 1.pdf" in page


def test_public_page_without_files_offers_none(client, row, focal_point):
    row = Intervention.objects.get(pk=row.pk)
    told = {"evidence": [{"kind": "link", "title": "Portal", "url": "https://www.gob.pe/"}]}
    actions.write_contents(row, values=told, expected=row.version, by=focal_point)
    put(row, State.VALIDATED)
    page = client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    assert "Portal" in page
    assert "archivos/" not in page


def test_public_page_takes_as_many_queries_for_three_files(client, row, focal_point):
    page, counts = reverse("portal:intervention", args=[row.code]), []
    for rows in (1, 2):
        for number in range(rows):
            put(row, State.DRAFT)
            with_file(row, focal_point, f"{number}.pdf", title=f"Acta {number}")
        put(row, State.VALIDATED)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert row.evidence.count() == 3
