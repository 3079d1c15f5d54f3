"""The road of a row through everybody's hands, each with a keyboard only."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from browser import steps
from browser.keyboard import Keyboard
from interventions.choices import Reporting, State
from interventions.models import Intervention

FIRST = "Línea de ayuda en tres idiomas para personas migrantes"
CORRECTED = "Línea telefónica de ayuda en tres idiomas para personas migrantes"
NOTE = "Diga por qué medio se atiende."
REASON = "El título no dice qué es la línea."
DESCRIPTION = (
    "Atención telefónica gratuita a personas migrantes sobre sus derechos y el acceso a los "
    "servicios básicos de salud y educación, en español, inglés y creol."
)

CORRECTING = 60
WRITING = 5 * 60
"""Seconds in which a person should be done with a returned row, and with a new one."""

Arrive = Callable[[str], Keyboard]


@pytest.fixture
def sit_down(registry, visit, journey) -> Arrive:
    """`sit_down(name)`: a person before a browser of their own that knows nobody."""

    def before(name: str) -> Keyboard:
        page = visit(None, registry, viewport={"width": 1366, "height": 900})
        return Keyboard(page, person=name, journey=journey)

    return before


@pytest.fixture
def arrive(registry, sit_down) -> Arrive:
    """`arrive(name)`: the person signs in by typing."""

    def signed_in(name: str) -> Keyboard:
        keyboard = sit_down(name)
        with keyboard.step("signs in"):
            steps.sign_in(keyboard, registry, name)
        return keyboard

    return signed_in


def test_row_goes_from_the_invitation_to_the_public_by_keyboard_alone(
    registry, sit_down, arrive, journey
):
    secretariat, validator = arrive("secretariat"), arrive("validator")
    focal_point = sit_down("focal point")
    designates(secretariat)
    accepts(focal_point, registry)
    writes(focal_point)
    row = Intervention.objects.get(title=FIRST)
    assert row.state == State.PENDING_ENTITY
    assert row.challenges_reporting == Reporting.NOT_REPORTED
    approves(validator, registry, FIRST)
    assert state_of(row) == State.SUBMITTED
    returns(secretariat, registry)
    assert state_of(row) == State.OBSERVED
    corrects(focal_point, registry)
    assert state_of(row) == State.PENDING_ENTITY
    approves(validator, registry, CORRECTED)
    assert state_of(row) == State.SUBMITTED
    validates(secretariat, registry)
    assert state_of(row) == State.VALIDATED
    finds(sit_down("citizen"), registry)
    assert sum(step.clicks for step in journey.steps) == 0


def designates(secretariat: Keyboard) -> None:
    with secretariat.step("designates and invites"):
        steps.designate(
            secretariat,
            "MIMP",
            "Punto Focal",
            "Alterno",
            "punto.focal@mimp.example",
        )


def accepts(focal_point: Keyboard, address: str) -> None:
    (letter,) = [one for one in mail.outbox if "punto.focal@mimp.example" in one.to]
    path = re.search(rf"{reverse('invitation', args=['x'])[:-2]}\S+", letter.body)[0]
    with focal_point.step("accepts the invitation"):
        steps.accept_invitation(focal_point, address + path)


def writes(focal_point: Keyboard) -> None:
    before = len(focal_point.journey.steps)
    with focal_point.step("writes: what"):
        steps.begin(focal_point, FIRST, DESCRIPTION, "Servicio", "03/2024")
    with focal_point.step("writes: with whom"):
        steps.name_partner(focal_point, "MTPE — Ministerio de Trabajo y Promoción del Empleo")
    with focal_point.step("writes: objective proposed"):
        steps.take_proposal(focal_point, "PMM 15")
    with focal_point.step("writes: result with figure"):
        text = "Se atendió a personas migrantes en las 25 regiones."
        steps.report_result(focal_point, text, "21,522", "personas atendidas")
    with focal_point.step("writes: no difficulties"):
        steps.report_no_difficulty(focal_point)
    with focal_point.step("writes: evidence"):
        steps.support(focal_point, "Documento", "Informe anual de la línea de ayuda 2025")
    with focal_point.step("writes: sends"):
        steps.send(focal_point)
    assert sum(step.by_hand for step in focal_point.journey.steps[before:]) < WRITING


def approves(validator: Keyboard, address: str, title: str) -> None:
    with validator.step("approves for the entity"):
        validator.page.goto(f"{address}/trabajo/")
        steps.open_row(validator, title)
        steps.approve(validator)


def returns(secretariat: Keyboard, address: str) -> None:
    with secretariat.step("takes and returns with a note"):
        secretariat.page.goto(f"{address}/trabajo/")
        steps.open_row(secretariat, FIRST)
        steps.take(secretariat)
        steps.note_on_title(secretariat, NOTE)
        steps.send_back(secretariat, REASON)


def corrects(focal_point: Keyboard, address: str) -> None:
    with focal_point.step("corrects and sends again") as spent:
        focal_point.page.goto(f"{address}/trabajo/")
        expect(focal_point.page.get_by_text(NOTE)).to_be_visible()
        expect(focal_point.page.get_by_text(REASON)).to_be_visible()
        steps.correct(focal_point, FIRST, CORRECTED)
    assert spent.by_hand < CORRECTING


def validates(secretariat: Keyboard, address: str) -> None:
    with secretariat.step("validates"):
        secretariat.page.goto(f"{address}/trabajo/")
        steps.open_row(secretariat, CORRECTED)
        steps.validate(secretariat)


def finds(citizen: Keyboard, address: str) -> None:
    with citizen.step("finds it"):
        citizen.page.goto(address)
        citizen.follow("Intervenciones", role="link")
        citizen.write("Palabras", "línea telefónica")
        citizen.choose("Ciclo", "Informe País 2026")
        citizen.follow("Buscar", role="button")
        citizen.follow(CORRECTED, role="link")
    expect(citizen.page.locator("h1")).to_have_text(CORRECTED)


def state_of(row: Intervention) -> State:
    row.refresh_from_db()
    return State(row.state)
