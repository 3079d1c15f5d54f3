"""Every page by the Nu checker, the validator of the HTML standard: `make validate-html`."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin import site
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from browser.pages import PAGES, Page
from browser.world import World, build_world
from cycles.models import ReportingCycle
from examples.pressing import Forms
from reports.compile import compile_report
from reports.render import as_html

CHECKER = os.environ["NU_CHECKER"]
"""The jar of the checker, which is no package of the registry."""

FAILURES = "400 403 403_csrf 404 413 429 500 503".split()
"""Pages for what failed, by the name of the template."""


@pytest.fixture
def world(db) -> World:
    return build_world()


def test_every_page_is_valid(world, tmp_path):
    for name, body in every_page(world):
        (tmp_path / f"{name}.html").write_bytes(body)
    assert len(list(tmp_path.iterdir())) > len(PAGES) + len(FAILURES)
    found = problems(tmp_path)
    assert not found, f"{len(found)} problems\n" + "\n".join(found)


def every_page(world: World) -> Iterator[tuple[str, bytes]]:
    """Name and source of each page: of people, the back-office, failures, the API, the report."""
    for page in PAGES:
        yield page.label, body_of(answer_of(page, world))
    yield from pages_of_the_back_office(client_of("secretariat", world))
    for name in FAILURES:
        yield f"failure-{name}", render_to_string(f"{name}.html").encode()
    yield "api-docs", body_of(Client().get(reverse("docs")))
    past = ReportingCycle.objects.get(code="2022")
    for draft in (False, True):
        yield f"report-{draft}", as_html(compile_report(past), draft=draft)


def client_of(person: str | None, world: World) -> Client:
    """Whoever is signed in as this person of the cast."""
    client = Client()
    if person:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[person]
    return client


def answer_of(page: Page, world: World) -> Any:
    """The page, or what a button of it answers."""
    client = client_of(page.person, world)
    address = page.address(world)
    answer: Any = client.get(address, follow=True)
    if not page.press:
        assert answer.status_code == page.status, page.label
        return answer
    action, values = Forms(body_of(answer).decode()).with_button(page.press)
    answer = client.post(action or answer.request["PATH_INFO"], values)
    assert answer.status_code == 400, page.label
    return answer


def pages_of_the_back_office(client: Client) -> Iterator[tuple[str, bytes]]:
    """Each list, its form for a new row and that of one that is there."""
    for model in site._registry:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        for name, keys in (("changelist", []), ("add", []), ("change", [row and row.pk])):
            if keys == [None]:
                continue
            answer: Any = client.get(reverse(f"{start}_{name}", args=keys))
            if answer.status_code == 200:
                yield f"{start.replace(':', '-')}-{name}", body_of(answer)


def body_of(answer: Any) -> bytes:
    """What came, also where it comes in pieces."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def problems(folder: Path) -> list[str]:
    """What the checker says of the pages in the folder, a line each, errors and warnings."""
    done = subprocess.run(  # noqa: S603 - the checker that the Makefile installed
        ["java", "-Xss8m", "-jar", CHECKER, "--format", "json", "--exit-zero-always", str(folder)],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(it['url']).stem}, {it.get('lastLine')}: {it['message']} {it.get('extract', '')!r}"
        for it in json.loads(done.stderr)["messages"]
        if it["type"] != "info" or it.get("subType") == "warning"
    ]
