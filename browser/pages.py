"""Every page that people open, each as the person whose page it is.

A page of the workspace or a public one without a row here fails `test_pages.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from browser.world import World
from interventions.choices import State

Arguments = Callable[[World], list]


def nothing(_world: World) -> list:
    """The page's address holds no key."""
    return []


def row_in(state: State) -> Arguments:
    """The key of the row in this state."""
    return lambda world: [world.rows[state]]


@dataclass(frozen=True)
class Page:
    """An address by its name in the resolver, who opens it, and the keys it holds."""

    name: str
    person: str | None = None
    arguments: Arguments = nothing
    query: str = ""
    title: str = ""
    missing: bool = False
    long: bool = False
    """So long that axe takes half a minute: looked at once, on a phone and light."""

    @property
    def label(self) -> str:
        """A name for the test and its pictures."""
        told = (self.name.replace(":", "-"), self.title, self.person or "anybody")
        return "--".join(part for part in told if part)

    @property
    def is_own(self) -> bool:
        """Whether the page is of our making, not of Django's admin."""
        return not self.name.startswith("admin:")

    def address(self, world: World) -> str:
        """The path and query."""
        return reverse(self.name, args=self.arguments(world)) + self.query


CHANGE = "admin:interventions_intervention_change"

PAGES = [
    # -- public ----------------------------------------------------------------------------------
    Page("portal:home"),
    Page("portal:interventions"),
    Page("portal:interventions", query="?objetivo=7&ciclo=2022", title="found"),
    Page("portal:interventions", query="?ciclo=1821", title="refused"),
    Page("portal:intervention", arguments=lambda world: [world.codes[State.VALIDATED]]),
    Page("portal:intervention", arguments=lambda _world: ["NADA"], title="none", missing=True),
    Page("portal:report", arguments=lambda _world: ["2026"]),
    Page("portal:report", arguments=lambda _world: ["2022"], title="long", long=True),
    Page("portal:data"),
    Page("portal:codebook", long=True),
    Page("set_language"),
    Page("admin:login"),
    # -- the workspace ---------------------------------------------------------------------------
    Page("workspace:home", "focal_point"),
    Page("workspace:home", "validator"),
    Page("workspace:home", "secretariat"),
    Page("workspace:home", "analyst"),
    *(Page("workspace:review", "secretariat", row_in(state), title=state.value) for state in State),
    Page("workspace:review", "secretariat", row_in(State.SUBMITTED), "?desde=validated", "before"),
    Page("workspace:review", "focal_point", row_in(State.OBSERVED)),
    Page("workspace:review", "validator", row_in(State.PENDING_ENTITY)),
    # -- the back-office -------------------------------------------------------------------------
    Page("admin:index", "focal_point"),
    Page("admin:interventions_intervention_changelist", "focal_point"),
    Page("admin:interventions_intervention_add", "focal_point"),
    Page(CHANGE, "focal_point", row_in(State.DRAFT), title="draft"),
    Page(CHANGE, "focal_point", row_in(State.OBSERVED), title="returned"),
    Page("admin:index", "secretariat"),
    Page("admin:interventions_intervention_changelist", "secretariat"),
    Page(CHANGE, "secretariat", row_in(State.SUBMITTED)),
    Page(
        "admin:interventions_intervention_move",
        "secretariat",
        lambda world: [world.rows[State.SUBMITTED], "observe"],
    ),
    Page("admin:interventions_intervention_history", "secretariat", row_in(State.OBSERVED)),
    Page("admin:interventions_reportingcycle_change", "secretariat", lambda world: [world.cycle]),
    Page("admin:interventions_focalpoint_changelist", "secretariat"),
    Page("admin:interventions_focalpoint_add", "secretariat"),
    Page("admin:reports_narrativesection_sections", "secretariat"),
    Page("admin:reports_countryreport_change", "secretariat", lambda world: [world.report]),
]

NO_PAGE = {
    "health": "for machines: JSON",
    "portal:report-file": "a file to download",
    "portal:catalogue": "for machines: JSON-LD",
    "portal:data-file": "a file to download",
    "portal:data-latest": "leads to a file to download",
    "workspace:carry": "takes a POST only",
    "workspace:confirm": "takes a POST only",
    "workspace:nothing-new": "takes a POST only",
}
"""Addresses that show no page -> why."""

OTHERS = ("admin/", "api/v1/")
"""Of Django's admin the pages above are looked at; the API has no pages but its documentation's."""


def names_of_pages(patterns: list | None = None, route: str = "", space: str = "") -> Iterator[str]:
    """Names of all the addresses outside of `OTHERS`, from the resolver."""
    for pattern in patterns or get_resolver().url_patterns:
        path = route + str(pattern.pattern)
        if path.startswith(OTHERS):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names_of_pages(pattern.url_patterns, path, space + inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
