"""Where what a page lists is found as a file and in the API."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from api.downloads.columns import Column

FILE_NAMES = {
    "xlsx": _("Excel"),
    "csv": "CSV",
    "csv&dialect=excel-es": _("CSV para Excel en español"),
    "json": "JSON",
    "jsonl": "JSON Lines",
}
"""Format of a download, as the API's address says it -> how a page calls it."""


@dataclass(frozen=True)
class TakeAway:
    """What `templates/download_links.html` offers: the rows of a page as files and in the API."""

    path: str
    """Where the API writes files."""

    query: str
    """What the page was asked, in the API's words."""

    api_address: str
    formats: Sequence[str]
    columns: Sequence[Column]
    """Those that may be chosen; empty where there is nothing to choose."""

    def files(self) -> list[tuple[str, str]]:
        """Name and address of each file."""
        asked = f"{self.query}&" if self.query else ""
        return [
            (str(FILE_NAMES[name]), f"{self.path}?{asked}format={name}") for name in self.formats
        ]

    def plain_formats(self) -> list[tuple[str, str]]:
        """Format and name of those that are one parameter of the API."""
        return [(name, str(FILE_NAMES[name])) for name in self.formats if "&" not in name]

    def asked(self) -> list[tuple[str, str]]:
        """The query in pairs, to be sent along by a form."""
        lists = QueryDict(self.query).lists()
        return [(name, str(value)) for name, values in lists for value in values]


def take_away(
    request: HttpRequest,
    *,
    files: str,
    says: str,
    query: str,
    formats: Sequence[str] = tuple(FILE_NAMES),
    columns: Sequence[Column] = (),
) -> TakeAway:
    """What a page offers to take away, by the names of the API's views.

    `files` writes the rows that answer `query` as a file, `says` lists them.
    """
    address = request.build_absolute_uri(f"{reverse(says)}?{query}")
    return TakeAway(reverse(files), query, address, formats, columns)
