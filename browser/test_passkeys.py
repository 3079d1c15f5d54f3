"""A passkey made and used in Chromium, with its own authenticator in software, under our policy."""

from playwright.sync_api import Browser, Page

from browser.people import PASSWORD, user_name


def test_passkey_is_made_and_opens_the_account(registry: str, chromium: Browser) -> None:
    address = registry.replace("127.0.0.1", "localhost")  # passkeys are for names
    page = chromium.new_context().new_page()
    problems: list[str] = []
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    strangers: list[str] = []
    page.on("request", lambda sent: None if address in sent.url else strangers.append(sent.url))
    _plug_in_a_device(page)

    def sign_in() -> None:
        page.goto(f"{address}/cuenta/ingresar/")
        page.get_by_label("Usuario o correo").fill(user_name("focal_point"))
        page.get_by_label("Contraseña").fill(PASSWORD)
        page.get_by_role("button", name="Ingresar").click()

    sign_in()
    page.wait_for_url("**/trabajo/**")  # whoever goes on sooner leaves without the session
    page.goto(f"{address}/cuenta/segundo-factor/")
    page.get_by_role("link", name="Crear una llave de acceso").click()
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Confirmar").click()
    page.get_by_role("button", name="Crear la llave").click()
    page.wait_for_url("**/segundo-factor/respaldo/")
    page.context.clear_cookies()
    sign_in()
    page.get_by_role("button", name="Usar la llave de acceso").click()
    page.wait_for_url("**/trabajo/**")
    assert problems == strangers == []
    page.context.close()


def _plug_in_a_device(page: Page) -> None:
    """An authenticator in the browser that says yes by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": kind | able})
