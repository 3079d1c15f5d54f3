"""What is asked of an intervention and does not stand in the way."""

from datetime import date

import pytest
from django.urls import reverse

from entities.models import Region
from interventions.choices import Reporting
from interventions.models import Result
from interventions.questions import Said, questions_about
from tests.exchange.conftest import catalogues
from tests.factories import InterventionFactory, ResultFactory
from tests.interventions.doors import BackOffice
from tests.workspace.typing import opened, rows, what

__all__ = ["catalogues"]

TODAY, PERIOD = date(2026, 3, 1), (date(2022, 8, 1), date(2026, 7, 31))


def asked(**said):
    nothing = {"start": None, "end": None, "precision": "day", "status": "in_progress"}
    nothing |= {"scope": "not_reported", "regions": 0, "results": []}
    return questions_about(Said(**nothing | said), period=PERIOD, today=TODAY)


@pytest.mark.parametrize(
    ("said", "name", "text"),
    [
        ({"start": date(1905, 7, 16)}, "start_date", "¿Es correcta la fecha 16/07/1905?"),
        ({"end": date(2090, 1, 1)}, "end_date", "¿Es correcta la fecha 01/01/2090?"),
        ({"start": date(2026, 5, 1), "precision": "month"}, "start_date", "Empieza el 05/2026"),
        ({"end": date(2021, 1, 1)}, "end_date", "El ciclo cubre del 01/08/2022 al 31/07/2026"),
        ({"scope": "national", "regions": 3}, "scope", "nombra 3 departamentos"),
        ({"results": ["Reducir la trata"]}, "results", "«Reducir la trata» parece lo que se busca"),
    ],
)
def test_what_may_be_a_slip_is_asked(said, name, text):
    [(field, question)] = asked(**said)
    assert field == name
    assert text in question


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"start": date(2024, 1, 1), "end": date(2030, 12, 31), "precision": "year"},
        {"start": date(2026, 5, 1), "status": "planned"},
        {"scope": "national", "regions": 25},
        {"scope": "regional", "regions": 3},
        {"results": ["Talleres para 200 mujeres", "Reducción de la trata"]},
    ],
)
def test_what_is_usual_is_not_asked(said):
    assert asked(**said) == []


def test_page_saves_and_asks(client, entity, cycle, focal_point):
    client.force_login(focal_point)
    row = InterventionFactory(lead=entity, cycle=cycle, results_reporting=Reporting.REPORTED)
    typed = {"text": "Mejorar la atención", "value": "85%", "unit": "", "as_of": "2025"}
    data = {"opened": opened(row, "resultados"), "then": "stay", "results_reporting": "reported"}
    address = reverse("workspace:write", args=[row.pk, "resultados"])
    answer = client.post(address, data | rows("results", typed), follow=True)
    said = answer.content.decode()
    assert Result.objects.get().figure == "85 %"
    assert "«Mejorar la atención» parece lo que se busca: ¿qué se logró?" in said
    assert "«2025» se tomó como el 31/12/2025." in said
    said = client.get(reverse("workspace:send", args=[row.pk])).content.decode()
    assert "«Mejorar la atención» parece lo que se busca" in said


def test_new_one_is_made_and_asked(client, entity, cycle, focal_point):
    client.force_login(focal_point)
    data = {"lead": entity.pk, **what(start_date="1/1/2090")}
    said = client.post(reverse("workspace:new"), data, follow=True).content.decode()
    assert "¿Es correcta la fecha 01/01/2090?" in said


def test_back_office_reads_and_asks(client, entity, cycle, focal_point, catalogues):
    row = InterventionFactory(lead=entity, cycle=cycle, scope="national")
    row.regions.set(Region.objects.all())
    ResultFactory(intervention=row, value="5", unit="km")
    office = BackOffice(client, focal_point)
    changed = {"start_date": "mayo de 2024", "end_date": "2025", "date_precision": "day"}
    answer = office.send(row, **changed, **{"results-0-value": "0,125"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.start_date, row.end_date) == (date(2024, 5, 1), date(2025, 12, 31))
    assert row.date_precision == "year"
    assert str(row.results.get().value) == "0.1250"
    said = client.get(answer.headers["Location"]).content.decode()
    assert "nombra 3 departamentos" in said
    assert office.send(row, start_date="enerp 2021").status_code == 200


@pytest.mark.parametrize(
    ("text", "words", "say"),
    [
        ("Control de migrantes ilegales", "migrantes ilegales", "situación migratoria irregular"),
        ("Se detuvo a los ilegales", "los ilegales", "situación migratoria irregular"),
        ("Contra la inmigración ilegal", "inmigración ilegal", "situación migratoria irregular"),
        ("Atención a INDOCUMENTADOS", "INDOCUMENTADOS", "persona sin documentos"),
        ("Registro de personas sin papeles", "sin papeles", "persona apátrida"),
    ],
)
def test_words_that_name_people_badly_are_asked_about(text, words, say):
    [(name, question)] = asked(texts=[("description", text), ("results", text)])
    assert name == "description"
    assert f"Dice «{words}»" in question
    assert say in question


@pytest.mark.parametrize(
    "text",
    [
        "Lucha contra la minería ilegal y la tala ilegal",
        "Tráfico ilícito de migrantes",
        "Personas en situación migratoria irregular",
        "Documentó a 30 personas",
        "Es ilegal cobrar por el trámite",
    ],
)
def test_words_that_are_right_are_not_asked_about(text):
    assert asked(texts=[("title", text)]) == []


def test_review_hints_and_validates_all_the_same(client, cycle, entity, secretariat):
    row = InterventionFactory(
        lead=entity, cycle=cycle, state="submitted", title="Control de migrantes ilegales"
    )
    client.force_login(secretariat)
    address = reverse("workspace:review", args=[row.pk])
    assert "Dice «migrantes ilegales»" in client.get(address).content.decode()
    client.post(address, {"move": "validate", "version": row.version})
    row.refresh_from_db()
    assert row.state == "validated"
