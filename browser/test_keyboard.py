"""The keyboard itself: what it must not be able to reach, and what it must notice on the way."""

import pytest

from browser.journey import Journey
from browser.keyboard import Keyboard, UnreachableError

PAGE = """<!doctype html><html lang="es"><title>x</title>
<style>{style}</style>
<label for="name">Nombre</label> <input id="name" value="Ana">
<label for="year">Ciclo</label>
<select id="year">
  <option>Todos<option>Informe País 2022<option>Informe País 2024<option>Informe País 2026
</select>
<span role="button">Solo con el ratón</span>
<button type="button">Guardar</button>
<div class="bar">Barra</div>
"""


@pytest.fixture
def keyboard(chromium):
    """`keyboard(style)`: a person before a small page."""
    context = chromium.new_context(viewport={"width": 600, "height": 300})

    def before(style=""):
        page = context.new_page()
        page.set_content(PAGE.format(style=style))
        return Keyboard(page, person="anybody", journey=Journey())

    yield before
    context.close()


def test_counts_keys_and_the_clicks_that_should_not_be(keyboard):
    person = keyboard()
    with person.step("types") as spent:
        person.replace("Nombre", "Eva")
    assert (spent.keys, spent.clicks, spent.controls) == (1 + 1 + 3, 0, 1)


def test_click_is_counted(keyboard):
    person = keyboard()
    person.page.goto("data:text/html,<button>Guardar</button>")
    with person.step("clicks") as spent:
        person.page.get_by_role("button").click()
        person.page.wait_for_timeout(100)
    assert spent.clicks == 1


def test_chooses_among_options_that_begin_alike(keyboard):
    person = keyboard()
    person.choose("Ciclo", "Informe País 2026")
    assert person.focus().value == "Informe País 2026"


def test_option_that_is_not_there_is_told(keyboard):
    with pytest.raises(UnreachableError, match="without «Informe País 2030»"):
        keyboard().choose("Ciclo", "Informe País 2030")


def test_goes_back_with_shift(keyboard):
    person = keyboard()
    person.go_to("Guardar")
    assert person.go_to("Nombre", backwards=True).value == "Ana"


def test_control_out_of_reach_is_told_with_what_was_passed(keyboard):
    with pytest.raises(UnreachableError, match="Guardar"):
        keyboard().go_to("Solo con el ratón")


def test_focus_that_does_not_show_is_refused(keyboard):
    with pytest.raises(UnreachableError, match="Nothing shows the focus"):
        keyboard("button:focus { outline: none }").go_to("Guardar")


def test_focus_below_a_bar_that_stays_in_place_is_refused(keyboard):
    bar = ".bar { position: fixed; inset: 0; background: white }"
    with pytest.raises(UnreachableError, match="hidden below something"):
        keyboard(bar).go_to("Guardar")
