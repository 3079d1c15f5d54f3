"""Every form of every page, posted empty: what is missing is listed on top, each line leading to
its control, and has the focus; what must be filled is marked; a page has one red button.

The pages are those that the browser opens, so that a new page is here too.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from lxml import html

from browser.pages import PAGES, Page
from browser.world import World, build_world

pytestmark = pytest.mark.django_db

CONTROLS = (
    ".//input[not(@type='hidden') and not(@type='submit') and not(@readonly)]"
    " | .//select | .//textarea"
)
RED = (
    "//main//button[not(contains(@class, 'quiet')) and not(@type='button') and not(@aria-hidden)"
    " and not(ancestor::form[@method='get'])]"
    " | //main//a[contains(concat(' ', @class, ' '), ' button ')"
    " and not(contains(@class, 'quiet'))]"
)
PAGES_OF_OURS = [
    page for page in PAGES if page.is_own and page.status == 200 and not (page.press or page.long)
]
TWO_ALIKE = {"set_language"}
"""A page whose two buttons are two answers to one question."""

STAYS = {200, 400, 422}
"""Of the answer to a form that is shown again."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """What the browser meets, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def client_of(world: World, page: Page) -> Client:
    client = Client()
    if page.person is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[page.person]
    return client


def opened(world: World) -> Iterator[tuple[Page, str, Any]]:
    """Each page that there is to look at, its address, and its tree."""
    for page in PAGES_OF_OURS:
        address = page.address(world)
        answer = client_of(world, page).get(address)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            yield page, address, html.fromstring(answer.content.decode())


def forms_to_fill(tree: Any) -> list[Any]:
    """The forms of a page that are posted and in which something is typed or chosen."""
    return [form for form in tree.xpath("//main//form[@method='post']") if form.xpath(CONTROLS)]


def emptied(form: Any) -> dict[str, str]:
    """What the form sends where nothing is typed and its first button is pressed."""
    hidden = form.xpath(".//input[@type='hidden']")
    values = {one.get("name"): one.get("value", "") for one in hidden}
    for one in form.xpath(CONTROLS):
        if one.get("name") and one.get("type") not in ("checkbox", "radio", "file"):
            values[one.get("name")] = ""
    for button in form.xpath(".//button[not(@type='button') and @name]")[:1]:
        values[button.get("name")] = button.get("value", "")
    return values


def faults_of(tree: Any) -> Iterator[str]:
    """What is wrong with how a page says what is missing in its form."""
    boxes = tree.xpath("//*[@id='errores']")
    if not boxes:
        yield "says nothing on top"
        return
    if boxes[0].get("autofocus") is None:
        yield "the list has not the focus"
    links = boxes[0].xpath(".//a/@href")
    if not links:
        yield "lists nothing"
    for link in links:
        if not tree.xpath("//*[@id=$target]", target=link.removeprefix("#")):
            yield f"leads to nothing: {link}"


def test_empty_form_says_on_top_what_is_missing(world):
    wrong, seen = [], 0
    for page, address, tree in opened(world):
        for form in forms_to_fill(tree):
            with transaction.atomic():
                answer = client_of(world, page).post(form.get("action") or address, emptied(form))
                transaction.set_rollback(True)
            if answer.status_code in STAYS and answer.content:
                seen += 1
                told = html.fromstring(answer.content.decode())
                wrong += [f"{page.label} ({answer.status_code}): {one}" for one in faults_of(told)]
    assert seen > 30
    assert not wrong, "\n".join(wrong)


def test_what_must_be_filled_is_marked_and_a_page_has_one_red_button(world):
    wrong = []
    for page, _address, tree in opened(world):
        red = [" ".join(one.text_content().split()) for one in tree.xpath(RED)]
        if len(red) > 1 and page.name not in TWO_ALIKE:
            wrong.append(f"{page.label}: {red}")
        for form in forms_to_fill(tree):
            for one in form.xpath(".//*[@required and not(@type='radio')]"):
                labels = tree.xpath("//label[@for=$id]", id=one.get("id") or "")
                if not any("obligatorio" in label.text_content() for label in labels):
                    wrong.append(f"{page.label}: {one.get('name')} is not marked")
    assert not wrong, "\n".join(wrong)
