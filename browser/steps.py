"""What people do on today's pages, by keyboard: the one place that knows where things are.

When a page is rebuilt, its step changes here and the roads stay as they are.
"""

import re

from playwright.sync_api import Locator, Page, expect

from browser.keyboard import Keyboard
from browser.people import PASSWORD, user_name

MY_WORK = re.compile("^Mi trabajo")
"""The title of the first page's window; the page's own says what waits."""


# -- Coming in -----------------------------------------------------------------------------------


def sign_in(keyboard: Keyboard, address: str, name: str) -> None:
    """Open «Mi trabajo» as nobody, and be asked who one is."""
    keyboard.page.goto(f"{address}/trabajo/")
    type_credentials(keyboard, name)
    expect(keyboard.page).to_have_title(MY_WORK)


def type_credentials(keyboard: Keyboard, name: str) -> None:
    """On the page that asks who one is: the name, the password, and on to where one was going.

    Where the page puts the focus into the first field by itself, one types at once.
    """
    if keyboard.page.evaluate("document.activeElement !== document.body"):
        keyboard.type(user_name(name))
    else:
        keyboard.write("Usuario o correo", user_name(name))
    keyboard.write("Contraseña", PASSWORD)
    with keyboard.page.expect_navigation():
        keyboard.press("Enter")


def designate(keyboard: Keyboard, entity: str, first_name: str, last_name: str, email: str) -> None:
    """From «Mi trabajo»: write down that an entity designated a new person as alternate."""
    keyboard.follow("Designaciones", role="link")
    keyboard.follow("Registrar una designación", role="link")
    keyboard.choose("Entidad", entity)
    keyboard.choose("Calidad", "Alterno")
    keyboard.write("Documento de designación", "Oficio 15-2026")
    keyboard.write("Nombres", first_name)
    keyboard.write("Apellidos", last_name)
    keyboard.write("Correo institucional", email)
    keyboard.follow("Registrar y escribir a la persona", role="button")
    expect(keyboard.page.get_by_role("status")).to_contain_text("Quedó registrada")


def accept_invitation(keyboard: Keyboard, link: str) -> None:
    """Open the link of the letter, choose a password, read the welcome, and be at work."""
    keyboard.page.goto(link)
    keyboard.write("Contraseña", PASSWORD)
    keyboard.write("La misma contraseña, otra vez", PASSWORD)
    with keyboard.page.expect_navigation():
        keyboard.press("Enter")
    expect(keyboard.page.locator("h1")).to_contain_text("Le damos la bienvenida")
    keyboard.follow("Leído: continuar", role="button")
    expect(keyboard.page).to_have_title(MY_WORK)


# -- Writing -------------------------------------------------------------------------------------

NEXT = "Guardar y seguir"


def begin(keyboard: Keyboard, title: str, description: str, kind: str, since: str) -> None:
    """From «Mi trabajo»: what was done and since when; the draft exists afterwards."""
    keyboard.follow("Escribir una intervención — MIMP", role="link")
    keyboard.write("Intervención", title)
    keyboard.write("Descripción", description)
    keyboard.choose("Tipo", kind)
    keyboard.write("Fecha de inicio de la acción", since)
    next_step(keyboard)
    expect(keyboard.page.locator("h1")).to_contain_text("¿Con quién y dónde?")


def next_step(keyboard: Keyboard) -> None:
    """From the last field that was filled: the button, past the fields that stay empty."""
    keyboard.follow(NEXT, role="button")


def name_partner(keyboard: Keyboard, partner: str) -> None:
    """On the step of the partners."""
    keyboard.choose("Entidad", partner)
    next_step(keyboard)
    expect(keyboard.page.locator("h1")).to_contain_text("¿A qué contribuye?")


def take_proposal(keyboard: Keyboard, objective: str) -> None:
    """On the step of the objectives: tick one that is proposed, whose name tells the reason."""
    label = keyboard.page.locator("#aims label").filter(has_text=objective)
    keyboard.go_to(" ".join(label.inner_text().split()), role="checkbox")
    keyboard.press("Space")
    expect(keyboard.page.locator("#aims input:checked")).to_have_count(1)
    next_step(keyboard)
    expect(keyboard.page.locator("h1")).to_contain_text("¿Qué resultados hubo?")


def report_result(keyboard: Keyboard, text: str, figure: str, unit: str) -> None:
    """On the step of the results: one, with its figure."""
    keyboard.write("Resultado", text)
    keyboard.write("Cifra", figure)
    keyboard.write("Unidad", unit)
    next_step(keyboard)
    expect(keyboard.page.locator("h1")).to_contain_text("¿Qué dificultades hubo?")


def report_no_difficulty(keyboard: Keyboard) -> None:
    """On the step of the difficulties: «No señala», an answer like any other."""
    keyboard.go_to("Sí, los escribo aquí", role="radio")
    keyboard.press("ArrowDown")
    assert keyboard.focus().name.startswith("No señala")
    next_step(keyboard)
    expect(keyboard.page.locator("h1")).to_contain_text("¿Qué lo sustenta?")


def support(keyboard: Keyboard, kind: str, title: str) -> None:
    """On the last step: one document; on to the last look."""
    keyboard.choose("Clase", kind)
    keyboard.write("Título", title)
    next_step(keyboard)
    expect(keyboard.page.locator("h1")).to_have_text("Está completa: revísela y envíela")


def send(keyboard: Keyboard) -> None:
    """On the page of the last look."""
    keyboard.follow("Enviar", role="button")
    expect(keyboard.page.get_by_role("status")).to_contain_text("espera la aprobación")


def correct(keyboard: Keyboard, title: str, corrected: str) -> None:
    """From «Mi trabajo»: the step that was observed, another title, and sent at once."""
    keyboard.follow(f"Corregir — {title}", role="link")
    keyboard.replace("Intervención", corrected)
    keyboard.follow("Guardar y enviar", role="button")
    expect(keyboard.page.get_by_role("status")).to_contain_text("espera la aprobación")


# -- Reviewing -----------------------------------------------------------------------------------


def open_row(keyboard: Keyboard, title: str) -> None:
    """From «Mi trabajo» to the row."""
    keyboard.follow(title, role="link")


def approve(keyboard: Keyboard) -> None:
    """On the review page, as the entity's validator."""
    keyboard.follow("Aprobar en la entidad", role="button")
    done(keyboard)


def take(keyboard: Keyboard) -> None:
    """On the review page: say that one is reviewing it."""
    keyboard.follow("Tomar para revisar", role="button")
    expect(keyboard.page.get_by_text(re.compile("Usted la revisa desde"))).to_be_visible()


def note_on_title(keyboard: Keyboard, note: str) -> None:
    """On the review page: open the first field's note and write it."""
    keyboard.go_to("Observar este campo: intervención")
    keyboard.press("Enter")
    keyboard.write("Observación sobre intervención", note)


def send_back(keyboard: Keyboard, reason: str) -> None:
    """On the review page, as the secretariat: the reason, and return."""
    keyboard.write("Motivo, si la devuelve", reason)
    keyboard.follow("Observar", role="button")
    done(keyboard)


def validate(keyboard: Keyboard) -> None:
    """On the review page, as the secretariat."""
    button = keyboard.page.get_by_role("button", name=re.compile("^Validar"))
    keyboard.follow(button.inner_text(), role="button")
    done(keyboard)


def done(keyboard: Keyboard) -> None:
    """The page says so."""
    expect(keyboard.page.get_by_role("status").first).to_contain_text("quedó en estado")


# -- A form that is interrupted ------------------------------------------------------------------
# Not by keyboard: here the text matters, not the road to it.


def title_field(page: Page) -> Locator:
    """Where the row's title is typed."""
    return page.locator("[name=title]")


def wait_until_kept_here(page: Page, text: str) -> None:
    """Until what was typed is safe on the machine."""
    page.wait_for_function(
        "(text) => Object.values(localStorage).some((it) => it.includes(text))", arg=text
    )


def wait_until_kept_there(page: Page) -> None:
    """Until the registry says that it has a copy."""
    expect(page.locator("#kept")).to_contain_text("Copia de lo escrito")


def try_to_save(page: Page) -> None:
    """Press the button, whatever answers."""
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    """Press the button, and see that it was saved."""
    try_to_save(page)
    expect(page.get_by_role("status").first).to_contain_text("Guardado.")


def offer(page: Page) -> Locator:
    """The offer of what the machine kept and the registry never got."""
    return page.get_by_text("Hay texto que usted escribió aquí y no llegó a guardarse")


def take_back(page: Page) -> None:
    """Accept the offer."""
    expect(offer(page)).to_be_visible()
    page.get_by_role("button", name="Recuperarlo").click()


def copy_shown(page: Page) -> Locator:
    """What says that the page shows the registry's copy, not what is saved."""
    return page.get_by_text("no llegó a guardar.")


def sign_out(page: Page) -> None:
    """Leave."""
    page.get_by_role("button", name="Cerrar sesión").click()
    page.wait_for_load_state()
