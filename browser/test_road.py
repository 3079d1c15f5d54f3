"""The road of a row through everybody's hands, each with a keyboard only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser import steps
from browser.keyboard import Keyboard
from browser.world import pending_row
from interventions.choices import State
from interventions.models import Intervention

FIRST = "Línea de ayuda en tres idiomas para personas migrantes"
CORRECTED = "Línea telefónica de ayuda en tres idiomas para personas migrantes"
NOTE = "Diga por qué medio se atiende."
REASON = "El título no dice qué es la línea."

CORRECTING = 60
"""Seconds in which a person should be done with a returned row."""

Arrive = Callable[[str], Keyboard]


@pytest.fixture
def arrive(registry, visit, journey) -> Arrive:
    """`arrive(name)`: the person signs in by typing, in a browser of their own."""

    def signed_in(name: str) -> Keyboard:
        page = visit(None, registry, viewport={"width": 1366, "height": 900})
        keyboard = Keyboard(page, person=name, journey=journey)
        with keyboard.step("signs in"):
            steps.sign_in(keyboard, registry, name)
        return keyboard

    return signed_in


def test_row_goes_from_the_entity_to_the_public_by_keyboard_alone(registry, arrive, visit, journey):
    row = pending_row(FIRST)
    approves(arrive("validator"), FIRST)
    assert state_of(row) == State.SUBMITTED
    returns(arrive("secretariat"))
    assert state_of(row) == State.OBSERVED
    corrects(arrive("focal_point"))
    assert state_of(row) == State.PENDING_ENTITY
    approves(arrive("validator"), CORRECTED)
    assert state_of(row) == State.SUBMITTED
    validates(arrive("secretariat"))
    assert state_of(row) == State.VALIDATED
    finds(Keyboard(visit(None, registry), person="citizen", journey=journey), registry)
    assert sum(step.clicks for step in journey.steps) == 0


def approves(validator: Keyboard, title: str) -> None:
    with validator.step("approves for the entity"):
        steps.open_row(validator, title)
        steps.approve(validator)


def returns(secretariat: Keyboard) -> None:
    with secretariat.step("returns with a note on a field"):
        steps.open_row(secretariat, FIRST)
        steps.note_on_title(secretariat, NOTE)
        steps.send_back(secretariat, REASON)


def corrects(focal_point: Keyboard) -> None:
    expect(focal_point.page.get_by_text(NOTE)).to_be_visible()
    expect(focal_point.page.get_by_text(REASON)).to_be_visible()
    with focal_point.step("corrects and sends again") as spent:
        steps.open_row(focal_point, FIRST)
        steps.correct_title(focal_point, CORRECTED)
        steps.send(focal_point)
    assert spent.by_hand < CORRECTING


def validates(secretariat: Keyboard) -> None:
    with secretariat.step("validates"):
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
