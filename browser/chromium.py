"""Debian's Chromium, driven by Playwright; nothing is downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

SWITCHES = [
    "--no-sandbox",  # root has none in a container; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Chromium's own errands are no request of our pages.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NOT_FOUND = """
No Chromium was found, so nothing was tested in a browser. Install it:
    apt-get update && apt-get install --yes chromium
or name one that is already there: CHROMIUM=/path/to/chromium make browser-test
"""


def path_of_chromium() -> str:
    """The program to start; ends the run, as a failure, where there is none."""
    chosen = os.environ.get("CHROMIUM", "")
    candidates = [chosen] if chosen else NAMES
    found = next((path for name in candidates if (path := shutil.which(name))), None)
    if found is None:
        pytest.exit(NOT_FOUND, returncode=pytest.ExitCode.USAGE_ERROR)
    return found


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless Chromium for as long as the block runs."""
    path = path_of_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()
