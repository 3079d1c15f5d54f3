"""Spreadsheets of catalogues as their pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.permissions import Actor
from exchange.actions.catalogues import is_takeable
from exchange.choices import LineOutcome
from exchange.models import CatalogueImport
from exchange.permissions import visible_catalogue_imports
from exchange.reader.messages import place_of

LINES_A_PAGE = 50
SIGNS = {
    LineOutcome.NEW: "ok",
    LineOutcome.CHANGED: "warn",
    LineOutcome.REMOVED: "warn",
    LineOutcome.REFUSED: "bad",
}


@dataclass(frozen=True)
class ShownLine:
    """A row of the file in words."""

    row: int
    name: str
    outcome: LineOutcome
    changes: list[list[str]]
    messages: list[str]

    @property
    def sign(self) -> str:
        """The sign of its tag."""
        return SIGNS.get(self.outcome, "")


@dataclass(frozen=True)
class ShownImport:
    """A file before it is written: how many rows do what, and the rows of one page."""

    counts: list[tuple[LineOutcome, int]]
    total: int
    messages: list[str]
    page: Page
    lines: list[ShownLine]
    may_write: bool
    refused: int


def catalogue_imports(user: Actor, name: str) -> QuerySet[CatalogueImport]:
    """The files of a catalogue that `user` may look at, the latest ten."""
    return visible_catalogue_imports(user).filter(catalogue=name).defer("body", "lines")[:10]


def import_in_words(batch: CatalogueImport, *, show: str, number: str) -> ShownImport:
    """The rows of `batch` with the outcome `show` (all where it is none), page `number`."""
    known = set(LineOutcome.values)
    lines = [line for line in batch.lines if show not in known or line["outcome"] == show]
    lines.sort(
        key=lambda line: line["outcome"] != LineOutcome.REFUSED
    )  # what is to be mended first
    page = Paginator(lines, LINES_A_PAGE).get_page(number)
    return ShownImport(
        counts=list(counts_in_words(batch)),
        total=len(batch.lines),
        messages=[f"{place_of(message)}{message['text']}" for message in batch.messages],
        page=page,
        lines=[_shown(line) for line in page],
        may_write=is_takeable(batch),
        refused=batch.counts.get(LineOutcome.REFUSED.value, 0),
    )


def counts_in_words(batch: CatalogueImport) -> Iterator[tuple[LineOutcome, int]]:
    """How many rows there are of each outcome that any has."""
    for outcome in LineOutcome:
        if count := batch.counts.get(outcome.value, 0):
            yield outcome, count


def _shown(line: dict[str, Any]) -> ShownLine:
    return ShownLine(
        row=line["row"],
        name=line["name"],
        outcome=LineOutcome(line["outcome"]),
        changes=line["changes"],
        messages=line["messages"],
    )
