"""What people do on today's pages, by keyboard: the one place that knows where things are.

When a page is rebuilt, its step changes here and the roads stay as they are.
"""

from playwright.sync_api import Locator, Page, expect

from browser.keyboard import Keyboard
from browser.people import PASSWORD, user_name

MY_WORK = "Mi trabajo"


def sign_in(keyboard: Keyboard, address: str, name: str) -> None:
    """Open «Mi trabajo» as nobody, and be asked who one is."""
    keyboard.page.goto(f"{address}/trabajo/")
    type_credentials(keyboard, name)
    expect(keyboard.page.locator("h1")).to_have_text(MY_WORK)


def type_credentials(keyboard: Keyboard, name: str) -> None:
    """On the page that asks who one is: the name, the password, and on to where one was going.

    The page puts the focus into the first field; whoever tabbed past it comes round again.
    """
    if keyboard.focus().name.rstrip(":") == "Nombre de usuario":
        keyboard.type(user_name(name))
    else:
        keyboard.write("Nombre de usuario", user_name(name))
    keyboard.write("Contraseña", PASSWORD)
    with keyboard.page.expect_navigation():
        keyboard.press("Enter")


def open_row(keyboard: Keyboard, title: str) -> None:
    """From «Mi trabajo» to the row."""
    keyboard.follow(title, role="link")


def approve(keyboard: Keyboard) -> None:
    """On the review page, as the entity's validator."""
    keyboard.follow("Aprobar en la entidad", role="button")
    expect(keyboard.page.get_by_role("status")).to_contain_text("Hecho.")


def validate(keyboard: Keyboard) -> None:
    """On the review page, as the secretariat."""
    keyboard.follow("Validar", role="button")
    expect(keyboard.page.get_by_role("status")).to_contain_text("Hecho.")


def note_on_title(keyboard: Keyboard, note: str) -> None:
    """On the review page: open the first field's note and write it."""
    keyboard.go_to("Observar este campo")
    keyboard.press("Enter")
    keyboard.write("Observación sobre intervención", note)


def send_back(keyboard: Keyboard, reason: str) -> None:
    """On the review page, as the secretariat: the reason, and return."""
    keyboard.write("Motivo, si la devuelve", reason)
    keyboard.follow("Observar", role="button")
    expect(keyboard.page.get_by_role("status")).to_contain_text("Hecho.")


def correct_title(keyboard: Keyboard, title: str) -> None:
    """On the row's form: another title."""
    keyboard.replace("Intervención", title)


def send(keyboard: Keyboard) -> None:
    """On the row's form: save and send."""
    keyboard.follow("Guardar y enviar", role="button")
    expect(keyboard.page.get_by_text("se guardó y se envió")).to_be_visible()


# -- A form that is interrupted ------------------------------------------------------------------
# Not by keyboard: here the text matters, not the road to it.


def title_field(page: Page) -> Locator:
    """Where the row's title is typed."""
    return page.get_by_label("Intervención", exact=False).and_(page.locator("[name=title]"))


def wait_until_kept(page: Page, text: str) -> None:
    """Until what was typed is safe on the machine."""
    page.wait_for_function(
        "(text) => Object.values(localStorage).some((it) => it.includes(text))", arg=text
    )


def try_to_save(page: Page) -> None:
    """Press the button, whatever answers."""
    page.get_by_role("button", name="Guardar borrador").click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    """Press the button, and see that it was saved."""
    try_to_save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()


def offer(page: Page) -> Locator:
    """The offer of what was typed and never saved."""
    return page.get_by_text("Hay texto de esta página que no se llegó a guardar")


def take_back(page: Page) -> None:
    """Accept the offer."""
    expect(offer(page)).to_be_visible()
    page.get_by_role("button", name="Recuperarlo").click()


def sign_out(page: Page) -> None:
    """Leave, from a page of the back-office."""
    page.get_by_role("button", name="Cerrar sesión").click()
    page.wait_for_load_state()
