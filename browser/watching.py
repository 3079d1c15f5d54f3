"""What goes wrong on a page without anybody seeing it, and what axe finds."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": "wcag2a wcag2aa wcag21a wcag21aa wcag22aa".split()},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2; axe leaves it off by itself
    "resultTypes": ["violations"],
    "preload": False,  # else axe asks for style sheets by itself, and our console tells of it
}

COLOUR_RULES: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": False,
}
"""What can differ once only the colours have changed."""

SETTLED = (
    "() => Promise.all(document.getAnimations().map((moving) => moving.finished)).then(() => 0)"
)
"""Colours that are still fading into each other have no contrast worth measuring."""

AXE = Axe()


@dataclass
class Watch:
    """Errors in the console and requests to other hosts, from now on."""

    page: Page
    expected: str = ""
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        """Violations of the Content-Security-Policy come this way too."""
        if message.type == "error" and not (self.expected and self.expected in message.text):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.problems.append(f"request to {request.url}")


def barriers(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds, a line for each rule: how many things break it, and the first of them."""
    page.evaluate(SETTLED)
    violations = AXE.run(page, options=rules).response["violations"]
    return [
        f"axe {found['id']}, {len(found['nodes'])}: {_first(found['nodes'])}"
        for found in violations
    ]


def _first(nodes: list[dict[str, Any]]) -> str:
    return "; ".join(f"{' '.join(map(str, it['target']))} {it['html'][:160]}" for it in nodes[:3])
