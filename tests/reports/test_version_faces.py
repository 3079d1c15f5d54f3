"""Versions and prose in the back-office and the API."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.choices import State
from reports.brakes import brakes_of
from reports.choices import JobState
from reports.models import CompileJob, CountryReport, NarrativeSection
from tests.factories import InterventionFactory, publish


def test_secretariat_compiles_reviews_and_publishes_in_the_back_office(
    client, cycle, secretariat, django_capture_on_commit_callbacks
):
    client.force_login(secretariat)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("admin:reports_countryreport_add"), {"cycle": cycle.pk, "language": "es"}
        )
    job_page = client.get(answer.url)
    assert "Ver la versión 2026-es-1" in job_page.content.decode()
    report = CountryReport.objects.get()
    for move in ("review", "approve", "publish"):
        address = reverse("admin:reports_countryreport_move", args=[report.pk, move])
        assert client.get(address).status_code == 200
        known = {"acknowledged": [brake.key for brake in brakes_of(report)]}
        assert client.post(address, known).status_code == 302
    report.refresh_from_db()
    assert report.is_published
    page = client.get(reverse("admin:reports_countryreport_change", args=[report.pk]))
    assert report.files.get(format="pdf").checksum in page.content.decode()


def test_text_starts_from_the_draft_and_is_signed(client, cycle, secretariat):
    client.force_login(secretariat)
    sections = client.get(reverse("admin:reports_narrativesection_sections"))
    assert "Espera a una persona" in sections.content.decode()
    add = reverse("admin:reports_narrativesection_add")
    form = client.get(add, {"cycle": cycle.pk, "language": "es", "block": "methodology"})
    assert "El informe se compila de" in form.content.decode()
    client.post(
        add, {"cycle": cycle.pk, "language": "es", "block": "methodology", "text": "A\n\nB"}
    )
    assert NarrativeSection.objects.get().edited_by == secretariat


def test_api_compiles_lists_and_downloads(
    client, cycle, secretariat, django_capture_on_commit_callbacks
):
    client.force_login(secretariat)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/api/v1/reports/", {"cycle": cycle.code})
    assert answer.status_code == 202
    job = client.get(answer["Location"]).json()
    assert (job["state"], job["report"]) == ("done", "2026-es-1")
    report = CountryReport.objects.get()
    client.logout()
    assert client.get("/api/v1/reports/").json()["results"] == []
    assert client.get("/api/v1/reports/2026-es-1/").status_code == 404
    publish(report, by=secretariat)
    told = client.get("/api/v1/reports/2026-es-1/").json()
    file = client.get("/api/v1/reports/2026-es-1/?format=pdf")
    assert hashlib.sha256(file.content).hexdigest() == told["files"]["pdf"]["checksum"]
    again = client.get("/api/v1/reports/2026-es-1/?format=pdf", HTTP_IF_NONE_MATCH=file["ETag"])
    assert again.status_code == 304
    assert client.get("/api/v1/reports/2026-es-1/?format=pptx").status_code == 400
    assert client.get("/api/v1/reports/2026-es-9/").status_code == 404
    assert client.get("/api/v1/reports/x/").status_code == 404


@pytest.mark.parametrize("data", [{}, {"cycle": "1999"}, {"cycle": "2026", "language": "fr"}])
def test_api_refuses_what_it_cannot_compile(client, cycle, secretariat, data):
    client.force_login(secretariat)
    answer = client.post("/api/v1/reports/", data)
    assert answer.status_code == 400
    assert set(answer.json()) & {"cycle", "language"}


def test_page_of_a_killed_compilation_offers_to_take_it_up(client, cycle, secretariat):
    long_ago = timezone.now() - timedelta(hours=1)
    job = CompileJob.objects.create(
        cycle=cycle,
        state=JobState.RUNNING,
        requested_at=long_ago,
        heartbeat_at=long_ago,
        requested_by=secretariat,
    )
    client.force_login(secretariat)
    address = reverse("admin:reports_countryreport_job", args=[job.pk])
    assert "El proceso se interrumpió" in client.get(address).content.decode()
    client.post(address)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_draft_follows_the_rows_and_is_the_secretariats(client, cycle, secretariat):
    address = f"/api/v1/cycles/{cycle.code}/country-report/?format=html&draft=true"
    client.force_login(secretariat)
    assert "Recién validada" not in client.get(address).content.decode()
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Recién validada")
    assert "Recién validada" in client.get(address).content.decode()
