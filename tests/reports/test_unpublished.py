"""Before publication, nobody: drafts are the secretariat's, and each page of them says so."""

import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from cycles.choices import ResponseStatus
from interventions.choices import State
from reports.compile import compile_report
from reports.models import CountryReport, NarrativeSection
from reports.queries import file_of, problems_of
from reports.render import FORMATS, render
from tests.factories import (
    CountryReportFactory,
    EntityFactory,
    EntityResponseFactory,
    InterventionFactory,
    UserFactory,
)

MARK = "Borrador, no publicado"
STRANGERS = "anonymous focal_point other_focal_point validator analyst observer".split()


@pytest.fixture
def unpublished(cycle):
    """An open cycle with a validated row, prose, a table that lies down, and who answered."""
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Recién validada")
    NarrativeSection.objects.create(cycle=cycle, block="methodology", text="Prosa guardada.")
    EntityResponseFactory(cycle=cycle, entity=EntityFactory(acronym="MTPE"))
    return cycle


def sign_in(client, person):
    client.logout()
    if person.is_authenticated:
        client.force_login(person)


@pytest.mark.parametrize("name", STRANGERS)
def test_report_is_in_preparation_for_all_but_the_secretariat(client, request, unpublished, name):
    sign_in(client, request.getfixturevalue(name))
    CountryReportFactory(unpublished)
    page = client.get(reverse("portal:report", args=[unpublished.code]))
    assert page.status_code == 200
    assert "en preparación" in page.content.decode()
    api = reverse("country-report", args=[unpublished.code])
    told = client.get(api)
    assert (told.status_code, told.json()) == (
        404,
        {"detail": "El Informe País de este ciclo está en preparación."},
    )
    for kind in FORMATS:
        file = client.get(reverse("portal:report-file", args=[unpublished.code, kind]))
        assert file.status_code == 404
        assert client.get(api, {"format": kind}).status_code == 404
        assert client.get(api, {"format": kind, "draft": "true"}).status_code == 404
    for address in (reverse("portal:home"), page.request["PATH_INFO"]):
        shown = client.get(address).content.decode()
        assert "Prosa guardada" not in shown
        assert reverse("portal:report-file", args=[unpublished.code, "docx"]) not in shown


@pytest.mark.parametrize("name", STRANGERS)
def test_who_answered_is_told_to_nobody_before_a_report_says_it(client, request, unpublished, name):
    sign_in(client, request.getfixturevalue(name))
    unpublished.responses.update(status=ResponseStatus.IN_PROGRESS)
    told = client.get(reverse("cycle-detail", args=[unpublished.code])).json()
    assert (told["expected"], told["answered"], told["response_rate"]) == (None, None, None)
    rows = json.loads(client.get(reverse("cycle-export") + "?format=json").getvalue())
    assert {row["response_rate"] for row in rows} == {None}


def test_secretariat_counts_the_answers(client, unpublished, secretariat):
    client.force_login(secretariat)
    told = client.get(reverse("cycle-detail", args=[unpublished.code])).json()
    assert (told["expected"], told["answered"], told["response_rate"]) == (1, 0, 0.0)


def pages_of(name, body):
    """The pages of a file, each as all of its text that is shown or printed."""
    if name == "pdf":
        return [page.extract_text() for page in PdfReader(BytesIO(body)).pages]
    if name == "docx":
        return list(_tops(docx.Document(BytesIO(body))))
    if name == "xlsx":
        with ZipFile(BytesIO(body)) as package:
            sheets = [part for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
            return [package.read(sheet).decode() for sheet in sheets]
    return [body.decode()]


def _tops(document):
    """What stands on top of every kind of page of every section."""
    for section in document.sections:
        yield "".join(row.text for row in section.header.paragraphs)
        if section.different_first_page_header_footer:
            yield "".join(row.text for row in section.first_page_header.paragraphs)


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_page_of_a_draft_says_so(client, unpublished, secretariat, name):
    client.force_login(secretariat)
    stored = CountryReportFactory(unpublished)
    addresses = {
        reverse("country-report", args=[unpublished.code])
        + f"?draft=true&format={name}": "2026-es",
        reverse("report-detail", args=[stored.code]) + f"?format={name}": "2026-es-1",
        reverse("admin:reports_countryreport_file", args=[stored.pk, name]): "2026-es-1",
    }
    for address, code in addresses.items():
        answer = client.get(address)
        assert f'"informe-pais-{code}-borrador.{name}"' in answer["Content-Disposition"], address
        assert "no-store" in answer["Cache-Control"], address
        if name == "json":
            assert answer.json()["draft"] is True
            continue
        pages = pages_of(name, answer.content)
        assert len(pages) >= 1
        assert [page for page in pages if MARK not in page] == [], address


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_page_of_a_published_version_says_draft(published, name):
    body = file_of(published, name).body
    assert all(MARK not in page for page in pages_of(name, body))
    assert b'"draft"' not in body
    assert problems_of(published) == []


def test_draft_in_english_says_so_in_english(unpublished):
    page = render(compile_report(unpublished, language="en"), "html", draft=True).body.decode()
    assert "Draft, not published" in page


def test_draft_is_asked_for_by_true_or_false(client, unpublished, secretariat):
    client.force_login(secretariat)
    api = reverse("country-report", args=[unpublished.code])
    assert client.get(api, {"draft": "quizas"}).status_code == 400
    assert client.get(api, {"draft": "false"}).status_code == 404
    assert client.get(api, {"draft": "true"}).status_code == 200


def test_published_version_does_not_change_with_what_is_written_since(client, published):
    api = reverse("country-report", args=[published.cycle.code])
    before = client.get(api).content
    InterventionFactory(state=State.VALIDATED, cycle=published.cycle, title="Validada después")
    NarrativeSection.objects.create(cycle=published.cycle, block="methodology", text="Otra prosa.")
    CountryReportFactory(published.cycle)
    assert client.get(api).content == before
    assert client.get(api, {"draft": "true"}).status_code == 404
    assert client.get(api, {"language": "en"}).content == before


def test_demo_publishes_through_the_actions(client, cycle, settings, tmp_path, secretariat):
    InterventionFactory(state=State.VALIDATED, cycle=cycle)
    settings.DEMO = False
    with pytest.raises(CommandError, match="demostración"):
        call_command("publish_demo_report", cycle.code)
    settings.DEMO = True
    for _time in range(2):
        call_command(
            "publish_demo_report", cycle.code, output=tmp_path / "informe", stdout=StringIO()
        )
    report = CountryReport.objects.get()
    assert (report.is_published, report.published_by) == (True, secretariat)
    assert {path.name for path in tmp_path.iterdir()} == {f"informe.{name}" for name in FORMATS}
    assert (
        report.checksum in client.get(reverse("portal:report", args=[cycle.code])).content.decode()
    )


def test_demo_says_what_is_missing(cycle, settings):
    settings.DEMO = True
    UserFactory(username="secretaria")  # without the role
    with pytest.raises(CommandError, match="load_demo"):
        call_command("publish_demo_report", cycle.code)
    with pytest.raises(CommandError, match="1999"):
        call_command("publish_demo_report", "1999")


def test_command_writes_a_draft(unpublished, tmp_path):
    path = tmp_path / "x.html"
    call_command("compile_report", unpublished.code, format="html", output=path, stdout=StringIO())
    assert re.search(rf"<title>{MARK}: ", path.read_text())
