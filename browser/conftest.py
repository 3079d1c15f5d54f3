"""Chromium, the filled database, the server, and people who are signed in."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from browser.chromium import running_chromium
from browser.database import Database, copy_database, filled_database
from browser.gallery import write_gallery
from browser.journey import Journey, Step, table
from browser.server import Server

# Playwright's synchronous interface keeps an event loop in this thread, and Django would refuse
# every query of a test because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

JOURNEY = pytest.StashKey[Journey]()

PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots`: keep a picture of every page in var/screenshots/."""
    parser.addoption("--screenshots", action="store_true", help="pictures in var/screenshots/")


def pytest_configure(config: pytest.Config) -> None:
    """Where the steps of the road are noted down."""
    config.stash[JOURNEY] = Journey()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its steps over, as whatever can travel between processes."""
    if hasattr(session.config, "workeroutput"):
        steps = session.config.stash[JOURNEY].steps
        session.config.workeroutput["journey"] = [asdict(step) for step in steps]


def pytest_testnodedown(node) -> None:
    """Take over the steps of a worker that has ended (or none: it may have crashed)."""
    steps = getattr(node, "workeroutput", {}).get("journey", [])
    node.config.stash[JOURNEY].steps += [Step(**step) for step in steps]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the road cost each person; where the pictures are, if any were taken."""
    if terminalreporter.config.getoption("--screenshots") and PICTURES.is_dir():
        terminalreporter.write_line(f"Gallery: {write_gallery(PICTURES)}")
    journey = terminalreporter.config.stash[JOURNEY]
    if journey.steps:
        terminalreporter.section("The road, by keyboard alone")
        terminalreporter.write_line(table(journey))


@pytest.fixture
def journey(request: pytest.FixtureRequest) -> Journey:
    """Where the steps of the road are noted down."""
    return request.config.stash[JOURNEY]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run (of this worker)."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def database(
    chromium, django_test_environment, django_db_blocker, tmp_path_factory, worker_id
) -> Iterator[Database]:
    """The filled database. Not pytest-django's: its flush after each test would empty it."""
    folder = tmp_path_factory.mktemp("database")
    shared = folder if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    with django_db_blocker.unblock(), filled_database(folder, shared) as filled:
        yield filled


@pytest.fixture(scope="session")
def _server(database) -> Iterator[LiveServer]:
    server = LiveServer("127.0.0.1")
    with server._live_server_modified_settings:
        yield server
    server.stop()


@pytest.fixture
def registry(_server, database) -> Iterator[str]:
    """The address of the registry, with its data as they were at the start of the run."""
    database.put_back()
    cache.clear()
    yield _server.url
    connections.close_all()


@pytest.fixture
def world(database):
    """Keys of the rows that every test finds."""
    return database.world


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium, world, request) -> Iterator[Visit]:
    """`visit(person, address)` gives an empty page of a browser in which the person is signed in.

    `person` is a name of the cast, or None for whoever does not identify themselves; `address`
    where the cookie is good. Anything else is an option of Playwright's `new_context`.
    """
    opened: list[BrowserContext] = []

    def new_page(person: str | None, address: str, **options) -> Page:
        context = chromium.new_context(timezone_id=settings.TIME_ZONE, **options)
        opened.append(context)
        context.set_default_timeout(30_000)
        if person:
            name, key = settings.SESSION_COOKIE_NAME, world.sessions[person]
            context.add_cookies([{"name": name, "value": key, "url": address}])
        return context.new_page()

    yield new_page
    for context in opened:
        context.close()


@pytest.fixture
def server(database, tmp_path) -> Iterator[Server]:
    """A server of its own, on a copy of the data, that may be killed."""
    path: Path = tmp_path / "registry.sqlite3"
    copy_database(database.untouched, path)
    process = Server(path)
    process.start()
    yield process
    process.kill()
